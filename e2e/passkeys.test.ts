/** Passkeys in a real browser with a virtual authenticator, and where the program says that they do not work. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriersOf, type BrowserContext, type Page, watch } from './browser.ts';
import { openBrowser } from './find-browser.mjs';
import { type Program, startProgram } from './start-program.mjs';

const { browser, why } = await openBrowser();
if (browser === null) process.stderr.write(`Browser tests are skipped: ${why}.\n`);

const LONGEST_WAIT_MS = 20_000;
const OWNER = { name: 'Ada Owner', email: 'ada@example.org', workspace: 'Shop', password: 'seven quiet rivers meet' };
const AUTHENTICATOR = {
  ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
  ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
};

describe.skipIf(browser === null)('passkeys', () => {
  let program: Program;
  let context: BrowserContext;
  let page: Page;
  let home: string;
  let faults: string[];

  beforeAll(async () => {
    program = await startProgram();
    home = program.url.replace('127.0.0.1', 'localhost');
    if (browser === null) throw new Error('no browser');
    context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
    context.setDefaultTimeout(LONGEST_WAIT_MS);
    page = await context.newPage();
    ({ faults } = watch(page, home));
    const tools = await context.newCDPSession(page);
    await tools.send('WebAuthn.enable');
    await tools.send('WebAuthn.addVirtualAuthenticator', { options: AUTHENTICATOR });
  });
  afterAll(async () => {
    await browser?.close();
    await program?.close();
  });

  test('one is added after the password, signs in without it, and opens nothing once it is removed', async () => {
    await page.goto((program.setupLink ?? '').replace('127.0.0.1', 'localhost'));
    await page.getByLabel('Your name').fill(OWNER.name);
    await page.getByLabel('E-mail address').fill(OWNER.email);
    await page.getByLabel('Name of the workspace').fill(OWNER.workspace);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByRole('button', { name: `Account of ${OWNER.name}` }).waitFor();

    await page.goto(`${home}/settings/account`);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('Name', { exact: true }).fill('My laptop');
    await page.getByLabel('Your password', { exact: true }).fill(OWNER.password);
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Rename My laptop' }).waitFor();
    expect(await barriersOf(page)).toEqual([]);

    const signOut = async (): Promise<void> => {
      await page.getByRole('button', { name: `Account of ${OWNER.name}` }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    };
    await signOut();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('button', { name: `Account of ${OWNER.name}` }).waitFor();
    await page.goto(`${home}/settings/account`);
    await page.getByText(/, used /).waitFor();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('button', { name: 'Remove passkey' }).click();
    await page.getByRole('button', { name: 'Rename My laptop' }).waitFor({ state: 'hidden' });
    expect(faults).toEqual([]);
    await signOut();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('This passkey was not accepted');
  });

  test('at 127.0.0.1 the page says where passkeys work, and offers none', async () => {
    await page.goto(`${program.url}/sign-in`);
    await page.getByText(/Passkeys work at/).waitFor();
    expect(await page.getByRole('button', { name: 'Sign in with a passkey' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: home }).getAttribute('href')).toBe(`${home}/sign-in`);
    expect(await barriersOf(page)).toEqual([]);
  });
});
