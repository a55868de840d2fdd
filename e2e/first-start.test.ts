/** From the set-up link to the frame, in a real browser, against the built program. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriersOf, type BrowserContext, type Page, watch } from './browser.ts';
import { openBrowser } from './find-browser.mjs';
import { type Program, startProgram } from './start-program.mjs';

const { browser, why } = await openBrowser();
if (browser === null) process.stderr.write(`Browser tests are skipped: ${why}.\n`);

/** For one step: a busy machine takes some seconds over a hash of a password. */
const LONGEST_WAIT_MS = 10_000;
const OWNER = {
  name: 'Ada Owner',
  email: 'ada@example.org',
  workspace: 'The Daily Find',
  password: 'seven quiet rivers meet',
};
/** Those that look otherwise while there is nothing yet; people.test.ts sees every screen in both themes. */
const SCREENS = ['/overview', '/transactions', '/connections', '/runs', '/nothing'];

describe.skipIf(browser === null)('the web app', () => {
  let program: Program;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];

  async function open(options: Readonly<Record<string, unknown>> = {}): Promise<Page> {
    if (browser === null) throw new Error('no browser');
    context = await browser.newContext({
      locale: 'en-US',
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 860 },
      ...options,
    });
    context.setDefaultTimeout(LONGEST_WAIT_MS);
    const opened = await context.newPage();
    faults = watch(opened, program.url).faults;
    return opened;
  }

  async function signIn(opened: Page): Promise<void> {
    await opened.goto(`${program.url}/overview`);
    await opened.getByLabel('E-mail address').fill(OWNER.email);
    await opened.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await opened.getByRole('button', { name: 'Sign in' }).click();
    await opened.getByRole('navigation', { name: 'Main' }).first().waitFor();
  }

  beforeAll(async () => {
    program = await startProgram();
  });
  afterAll(async () => {
    await browser?.close();
    await program?.close();
  });

  test('the set-up link makes the owner, who is signed in and sees the frame', async () => {
    page = await open();
    await page.goto(program.url);
    await page.getByRole('heading', { name: 'Open the set-up link' }).waitFor();
    expect(program.setupLink).not.toBeNull();
    await page.goto(program.setupLink ?? '');
    await page.getByLabel('Your name').fill(OWNER.name);
    await page.getByLabel('E-mail address').fill(OWNER.email);
    await page.getByLabel('Name of the workspace').fill(OWNER.workspace);
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByText('7 more characters.').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByRole('button', { name: `Account of ${OWNER.name}` }).waitFor();
    expect(page.url()).toBe(`${program.url}/overview`);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('one signs in, goes by keyboard, and signs out', async () => {
    page = await open();
    await signIn(page);
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.waitForURL(/\/connections$/);
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.waitForURL(/\/overview/);
    await page.keyboard.press('w');
    await page.waitForURL(/period=7d/);
    await page.keyboard.press('x');
    await page.waitForURL(/cmp=none/);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Search and commands' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `Account of ${OWNER.name}` }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a wrong password is said, and the address that was wanted is remembered', async () => {
    page = await open();
    await page.goto(`${program.url}/settings/members?period=7d`);
    await page.getByLabel('E-mail address').fill(OWNER.email);
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/settings\/members\?period=7d$/);
    await page.getByText(OWNER.email).first().waitFor();
    await context.close();
  });

  // one width for each theme: the look for barriers takes a second or two a screen
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 390],
  ] as const) {
    test(`no screen has a serious barrier, an error or a foreign request: ${colorScheme}, ${width} px`, async () => {
      page = await open({ colorScheme, viewport: { width, height: 860 } });
      await signIn(page);
      for (const screen of SCREENS) {
        await page.goto(program.url + screen, { waitUntil: 'networkidle' });
        expect(await barriersOf(page), `${screen} ${colorScheme} ${width}`).toEqual([]);
      }
      expect(faults).toEqual([]);
      await context.close();
    });
  }
});
