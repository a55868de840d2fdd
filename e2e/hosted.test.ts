/** A hosted installation in a real browser: someone signs up, confirms by mail, and is in an empty workspace on trial. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SmtpServer, startSmtpServer, textOf } from '../test/mail/smtp-server.ts';
import { barriersOf, type BrowserContext, type Page, watch } from './browser.ts';
import { openBrowser } from './find-browser.mjs';
import { type Program, startProgram } from './start-program.mjs';

const { browser, why } = await openBrowser();
if (browser === null) process.stderr.write(`Browser tests are skipped: ${why}.\n`);

const LONGEST_WAIT_MS = 20_000;
const OPERATOR = { name: 'Ada', email: 'ada@example.org', workspace: 'Host', password: 'seven quiet rivers meet' };
const EVE = {
  name: 'Eve Buyer',
  email: 'eve@example.org',
  workspace: 'Good Shoes',
  password: 'nine quiet rivers meet',
};
const PLAN = { id: 'small', name: 'Small', pageviews: 1000, prices: [], features: [] };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

describe.skipIf(browser === null)('a hosted installation', () => {
  let [smtp, program, context, page]: [SmtpServer, Program, BrowserContext, Page] = [] as never;
  let [home, faults]: [string, string[]] = ['', []];

  const api = async (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${program.url}/api/v1${path}`, {
      ...{ method, body: body === undefined ? null : JSON.stringify(body) },
      headers: { authorization: `Bearer ${program.key}`, 'content-type': 'application/json' },
    });

  beforeAll(async () => {
    if (browser === null) throw new Error('no browser');
    smtp = await startSmtpServer();
    const port = await freePort();
    home = `http://localhost:${port}`;
    const plans = join(tmpdir(), `tributary-plans-${port}.json`);
    writeFileSync(plans, JSON.stringify({ trialDays: 5, plans: [PLAN] }));
    const settings = {
      ...{ TRIBUTARY_MODE: 'hosted', TRIBUTARY_PLANS: plans, TRIBUTARY_URL: home },
      ...{ TRIBUTARY_SMTP_URL: smtp.url.href, TRIBUTARY_MAIL_FROM: 'Tributary <t@mail.example>' },
    };
    program = await startProgram(['--port', String(port)], { settings });
    const code = (program.setupLink ?? '').split('#')[1];
    expect((await api('POST', '/setup', { code, ...OPERATOR })).status).toBe(200);
    context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
    context.setDefaultTimeout(LONGEST_WAIT_MS);
    page = await context.newPage();
    ({ faults } = watch(page, home));
  });
  afterAll(async () => {
    await browser?.close();
    await program?.close();
    await smtp?.close();
  });

  test('without mail it does not start, and says why', async () => {
    const start = startProgram([], { settings: { TRIBUTARY_MODE: 'hosted' } });
    await expect(start).rejects.toThrow(/TRIBUTARY_MODE=hosted needs TRIBUTARY_SMTP_URL/);
  });

  test('from the pricing page to a workspace of one’s own, and on to a plan', async () => {
    await page.goto(`${home}/pricing`);
    await page.getByRole('link', { name: 'Try it for 5 days' }).click();
    await page.getByRole('heading', { name: 'Sign up' }).waitFor();
    await page.getByText('5 days to try everything, without a card').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByLabel('Your name').fill(EVE.name);
    await page.getByLabel('E-mail address').fill(EVE.email);
    await page.getByLabel('Name of the workspace').fill(EVE.workspace);
    await page.getByLabel('Password', { exact: true }).fill(EVE.password);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();

    const link = (): string | undefined => /http:\/\/localhost\S+#\S+/.exec(smtp.taken.map(textOf).join('\n'))?.[0];
    await expect.poll(link, { timeout: LONGEST_WAIT_MS }).toBeDefined();
    await page.goto(link() ?? '');
    await page.getByLabel('Password', { exact: true }).fill(EVE.password);
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Make my account' }).click();
    await page.getByRole('button', { name: `Account of ${EVE.name}` }).waitFor();
    await page.getByRole('heading', { name: 'No commissions yet' }).waitFor();
    await page.getByRole('link', { name: 'Connect a network' }).waitFor();
    await page.getByText(/Your trial ends in 5 days/).waitFor();
    expect(await barriersOf(page)).toEqual([]);

    await page.goto(`${home}/settings/workspace`);
    await page.getByText(/On trial for 5 days more/).waitFor();
    await page.getByText('Pageviews in').waitFor();
    const { workspaces } = (await (await api('GET', '/workspaces')).json()) as {
      workspaces: { id: string; name: string }[];
    };
    const workspace = workspaces.find(({ name }) => name === EVE.workspace)?.id ?? '';
    expect((await api('POST', '/plan', { workspace, plan: 'small', until: '2020-01-01' })).status).toBe(200);
    expect((await api('POST', '/plan', { workspace, plan: 'small' })).status).toBe(200);
    await page.goto(`${home}/settings/workspace`);
    await page.getByText('On the plan Small.').waitFor();
    await page.getByText('of 1,000').waitFor();
    expect(await page.getByText(/Your trial ends/).count()).toBe(0);
    expect(faults).toEqual([]);
  });
});
