/** From the set-up link into the demo, out of it, and an owner's own demo: in a real browser, against the built program. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { worldOfArguments } from '../sandbox/index.ts';
import { parseClickId } from '../src/core/index.ts';
import { demoArguments } from '../src/demo/index.ts';
import { barriersOf, type BrowserContext, type Page, watch } from './browser.ts';
import { type Sums, truthOf } from './connect-stage.ts';
import { openBrowser } from './find-browser.mjs';
import { type Program, startProgram } from './start-program.mjs';

const { browser, why } = await openBrowser();
if (browser === null) process.stderr.write(`Browser tests are skipped: ${why}.\n`);

/** Half a minute is promised on two cores; tests share theirs with others, who may take nearly all of them. */
const LONGEST_MAKING_MS = 240_000;
/** So much work fits into that half minute; time on the clock would say how busy the machine is. */
const MOST_WORK_S = 55;
const LONGEST_WAIT_MS = 15_000;
const TRACKING = ['/pages', '/links', '/clicks', '/sources', '/quality', '/live', '/sites'];
const SCREENS = ['/overview', '/transactions', '/connections', '/runs', ...TRACKING];
const PASSWORD = 'seven quiet rivers meet';

/** What of a ledger line says which page earned it. */
interface AttributedRow {
  readonly advertiserId: string;
  readonly orderId: string;
  readonly subId: string | null;
  readonly attribution: { readonly method: string; readonly pageHost: string; readonly pagePath: string } | null;
}

/** The period of all that is in a demo. */
function year(now: Date): string {
  const day = (daysAgo: number): string => new Date(now.getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  return `from=${day(400)}&to=${day(0)}`;
}

/** Seconds of processor time of a program and those that it started and that have ended; null where nothing says so. */
function workOf(pid: number): number | null {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return null;
  const ticks = readFileSync(file, 'utf8').split(') ')[1]?.split(' ').slice(11, 15) ?? [];
  return ticks.reduce((sum, text) => sum + Number(text), 0) / 100;
}

describe.skipIf(browser === null)('the demo', () => {
  let program: Program;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const banner = () => page.getByText('Demo data: made up.');
  /** Asks as the page would. */
  async function ask(path: string, init = '{}'): Promise<{ readonly status: number; readonly json: unknown }> {
    const script = `fetch(${JSON.stringify(path)}, ${init}).then(async (r) => ({ status: r.status, json: await r.json() }))`;
    return (await page.evaluate(script)) as { status: number; json: unknown }; // as the script makes it
  }
  const change = (method: string, body: unknown): string =>
    JSON.stringify({ method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  /** Up to when the sales of the demo have happened. */
  function endOfDemo(): Date {
    const accounts = new Database(join(program.folder, 'accounts.db'), { readonly: true });
    const { started_at } = accounts.prepare('select started_at from demos').get() as { started_at: string };
    accounts.close();
    return new Date(started_at);
  }

  beforeAll(async () => {
    if (browser === null) return;
    program = await startProgram();
    context = await browser.newContext({
      locale: 'en-US',
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 860 },
    });
    context.setDefaultTimeout(LONGEST_WAIT_MS);
    page = await context.newPage();
    ({ faults } = watch(page, program.url));
  });
  afterAll(async () => {
    await context?.close();
    await browser?.close();
    await program?.close();
  });

  test(
    'one click on the set-up page, and its figures are there in time, true to the last digit',
    async () => {
      await page.goto(program.setupLink ?? '');
      const began = performance.now();
      await page.getByRole('link', { name: 'Open the demo' }).click();
      await page.getByText('Inventing a year of sales').waitFor();
      expect(await barriersOf(page)).toEqual([]);
      await banner().waitFor({ timeout: LONGEST_MAKING_MS });
      await page
        .getByText(/^\$[\d,]+\.\d\d$/)
        .first()
        .waitFor();
      const [took, work] = [performance.now() - began, workOf(program.pid)];
      process.stderr.write(`The demo was there after ${Math.round(took)} ms and ${work ?? '?'} s of work.\n`);
      if (work !== null) expect(work).toBeLessThan(MOST_WORK_S);
      const now = endOfDemo();
      const { json } = await ask('/api/v1/ledger/figures');
      const { totals } = json as { readonly totals: Sums };
      const sums = totals.map(({ currency, commission, lines }) => ({ currency, commission, lines }));
      const truth = truthOf(worldOfArguments(demoArguments(now)), now);
      expect(sums.toSorted((a, b) => a.currency.localeCompare(b.currency))).toEqual(truth);
      expect(truth.map(({ currency }) => currency)).toEqual(['EUR', 'GBP', 'USD']);
    },
    LONGEST_MAKING_MS + 60_000,
  );

  test('every line whose click id came back whole and was recorded, or that a rule of the team names, is on its true page', async () => {
    const now = endOfDemo();
    const world = worldOfArguments(demoArguments(now));
    const urls = new Map(world.publisher.pages.map((one) => [one.id, one.url]));
    const truth = new Map(world.lines.map((line) => [`${line.mid} ${line.orderId}`, urls.get(line.pageId)]));
    const methods = new Map<string, number>();
    const wrong: unknown[] = [];
    const script = `fetch('/api/v1/reports/clicks/export?${year(now)}').then((answer) => answer.text())`;
    const clicks = String(await page.evaluate(script));
    let neverRecorded = 0;
    for (let cursor: string | null = ''; cursor !== null; ) {
      const from = new URLSearchParams({ limit: '200', ...(cursor === '' ? {} : { cursor }) });
      const { json } = await ask(`/api/v1/reports/transactions?${from.toString()}&${year(now)}`);
      const list = json as { readonly nextCursor: string | null; readonly rows: readonly AttributedRow[] };
      for (const { advertiserId, orderId, subId, attribution } of list.rows) {
        const method = attribution?.method ?? 'missing';
        methods.set(method, (methods.get(method) ?? 0) + 1);
        const isKnown = method === 'click-id' || method === 'label-rule';
        if (!isKnown && parseClickId(subId ?? '').kind !== 'intact') continue;
        if (!isKnown && !clicks.includes(subId ?? '')) {
          neverRecorded += 1; // its event was lost on the way
          continue;
        }
        const page = `https://${attribution?.pageHost}${attribution?.pagePath}`;
        if (page !== truth.get(`${advertiserId} ${orderId}`)) wrong.push({ orderId, subId, method, page });
      }
      cursor = list.nextCursor;
    }
    expect(wrong).toEqual([]);
    expect(neverRecorded).toBeGreaterThan(0);
    expect(neverRecorded).toBeLessThan((methods.get('click-id') ?? 0) / 20);
    expect([...methods.keys()].sort()).toEqual(['click-id', 'label-rule', 'model', 'none']);
    expect(methods.get('click-id')).toBeGreaterThan(1000);
  });

  test('a guest looks at every screen without a fault or a barrier, and is offered nothing to change', async () => {
    for (const screen of SCREENS) {
      await page.goto(program.url + screen, { waitUntil: 'networkidle' });
      await banner().waitFor();
      expect(await barriersOf(page), screen).toEqual([]);
      for (const name of ['Connect a network', 'Settings'])
        expect([name, await page.getByRole('link', { name }).count()]).toEqual([name, 0]);
      for (const name of [/^Import/, 'Remove']) expect([name, await button(name).count()]).toEqual([name, 0]);
    }
    await page.goto(`${program.url}/settings/account`);
    await page.waitForURL(/\/overview/);
    expect(faults).toEqual([]);
  });

  test('whatever a guest asks for, nothing is changed and nothing else is seen', async () => {
    const body = { day: '2026-03-01', text: 'x' };
    expect(await ask('/api/v1/annotations', change('POST', body))).toMatchObject({ status: 403 });
    const view = { screen: 'overview', name: 'x', query: 'period=7d', isShared: false };
    expect(await ask('/api/v1/views', change('POST', view))).toMatchObject({ status: 403 });
    expect(await ask('/api/v1/workspaces', change('POST', { name: 'x' }))).toMatchObject({ status: 403 });
    expect(await ask('/api/v1/ledger/figures?workspace=main')).toMatchObject({ status: 404 });
    expect(await ask('/api/v1/sessions')).toMatchObject({ status: 403 });
    faults.length = 0; // the browser notes refusals on its console
  });

  test('out of it one is back at the set-up, whose link is still good', async () => {
    await button('Leave').click();
    await page.getByLabel('Your name').fill('Ada Owner');
    await page.getByLabel('E-mail address').fill('ada@example.org');
    await page.getByLabel('Name of the workspace').fill('The Daily Find');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await button('Create the account').click();
    await button('Account of Ada Owner').waitFor();
    await page.getByRole('heading', { name: 'No commissions yet' }).waitFor();
    expect(await banner().count()).toBe(0);
  });

  test(
    'an owner has a demo beside their own workspace at a click, and removes it at a click',
    async () => {
      await button('Look around with sample data').click();
      await banner().waitFor({ timeout: LONGEST_MAKING_MS });
      expect(page.url()).toMatch(/\?.*ws=[0-9a-f]{12}/);
      await page
        .getByText(/^\$[\d,]+\.\d\d$/)
        .first()
        .waitFor();
      expect(await barriersOf(page)).toEqual([]);
      await button('Remove').click();
      await button('Remove the demo').click();
      await page.getByRole('heading', { name: 'No commissions yet' }).waitFor();
      expect(await banner().count()).toBe(0);
      const { json } = await ask('/api/v1/workspaces');
      expect(json).toMatchObject({ workspaces: [{ id: 'main', kind: 'real', name: 'The Daily Find' }] });
      expect(faults).toEqual([]);
    },
    LONGEST_MAKING_MS + 60_000,
  );
});
