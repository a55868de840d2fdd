/** Mail in a real browser: a forgotten password, and the pages of the newsletter without script. */
import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SmtpServer, startSmtpServer, textOf } from '../test/mail/smtp-server.ts';
import { barriersOf, type BrowserContext, type Page, watch } from './browser.ts';
import { openBrowser } from './find-browser.mjs';
import { type Program, startProgram } from './start-program.mjs';

const { browser, why } = await openBrowser();
if (browser === null) process.stderr.write(`Browser tests are skipped: ${why}.\n`);

const LONGEST_WAIT_MS = 20_000;
const OWNER = { name: 'Ada Owner', email: 'ada@example.org', workspace: 'Shop', password: 'seven quiet rivers meet' };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

describe.skipIf(browser === null)('mail', () => {
  let [smtp, program, context, page]: [SmtpServer, Program, BrowserContext, Page] = [] as never;
  let [home, faults]: [string, string[]] = ['', []];

  /** The link of the first mail to an address whose text has these words, once it has come. */
  async function linkTo(address: string, words: string): Promise<string> {
    const found = (): string | undefined =>
      smtp.taken
        .filter(({ to }) => to === address)
        .map(textOf)
        .find((text) => text.includes(words));
    await expect.poll(found, { timeout: LONGEST_WAIT_MS }).toBeDefined();
    return /http:\/\/localhost\S+/.exec((found() ?? '').split(words)[1] ?? '')?.[0] ?? '';
  }

  async function open(options: Readonly<Record<string, unknown>> = {}): Promise<void> {
    if (browser === null) throw new Error('no browser');
    context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(LONGEST_WAIT_MS);
    page = await context.newPage();
    ({ faults } = watch(page, home));
  }

  beforeAll(async () => {
    smtp = await startSmtpServer();
    const port = await freePort();
    home = `http://localhost:${port}`;
    Object.assign(process.env, {
      ...{ TRIBUTARY_SMTP_URL: smtp.url.href, TRIBUTARY_MAIL_FROM: 'Tributary <t@mail.example>' },
      TRIBUTARY_URL: home,
    });
    program = await startProgram(['--port', String(port)]);
    for (const name of ['SMTP_URL', 'MAIL_FROM', 'URL']) delete process.env[`TRIBUTARY_${name}`];
  });
  afterAll(async () => {
    await browser?.close();
    await program?.close();
    await smtp?.close();
  });

  test('who forgot the password gets a link by mail', async () => {
    await open();
    await page.goto(program.setupLink ?? '');
    await page.getByLabel('Your name').fill(OWNER.name);
    await page.getByLabel('E-mail address').fill(OWNER.email);
    await page.getByLabel('Name of the workspace').fill(OWNER.workspace);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByRole('button', { name: `Account of ${OWNER.name}` }).waitFor();
    await page.goto(`${home}/settings/members`);
    await page.getByRole('button', { name: 'Invite someone' }).click();
    await page.getByLabel('E-mail address').fill('bo@example.org');
    await page.getByRole('button', { name: 'Make the link' }).click();
    await page.getByText('A mail is on its way to bo@example.org').waitFor();
    expect(await linkTo('bo@example.org', 'Accept the invitation:')).toContain(`${home}/invitation#`);
    await page.goto(`${home}/settings/members`);
    await page.getByText(/, mailed$/).waitFor();
    await context.close();

    await open();
    await page.goto(`${home}/sign-in`);
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor(); // both screens ask for an address
    await page.getByLabel('E-mail address').fill(OWNER.email);
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Mail me a link' }).click();
    await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
    await page.goto(await linkTo(OWNER.email, 'Choose a new password:'));
    await page.getByLabel('New password', { exact: true }).fill('nine quiet rivers meet');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)('without script one subscribes, confirms and leaves: %s, %i px', async (colorScheme, width) => {
    await open({ javaScriptEnabled: false, colorScheme, viewport: { width, height: 800 } });
    const reader = `eve${width}@example.org`;
    await page.goto(`${home}/newsletter`);
    await page.getByLabel('E-mail address').fill(reader);
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
    await page.goto(await linkTo(reader, 'Yes, I want the newsletter:'));
    await page.getByRole('button', { name: 'Yes, subscribe me' }).click();
    await page.getByRole('heading', { name: 'You are subscribed' }).waitFor();
    const sent = await fetch(`${program.url}/api/v1/newsletter/letters`, {
      method: 'POST',
      headers: { authorization: `Bearer ${program.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ markdown: `# News ${width}\n\nHello.` }),
    });
    expect(sent.status).toBe(202);
    await page.goto(await linkTo(reader, 'Unsubscribe at any time:'));
    await page.getByRole('button', { name: 'Unsubscribe' }).click();
    await page.getByRole('heading', { name: 'You have left' }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
    await open({ colorScheme, viewport: { width, height: 800 } }); // the look for barriers is a script itself
    for (const path of ['/newsletter', '/newsletter?newsletter=bad-address', '/newsletter/confirm?code=x']) {
      await page.goto(home + path);
      expect(await barriersOf(page), path).toEqual([]);
    }
    expect(faults).toEqual([]);
    await context.close();
  });
});
