/** The daily screens over real imports: what they show is what the ledger says, narrowed by clicks, opened, taken along. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriersOf, type BrowserContext, type Page, watch } from './browser.ts';
import { openBrowser } from './find-browser.mjs';
import { type Program, startProgram } from './start-program.mjs';

const { browser, why } = await openBrowser();
if (browser === null) process.stderr.write(`Browser tests are skipped: ${why}.\n`);

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const LONGEST_WAIT_MS = 15_000;
/** The world ends here, long before any clock this test runs by. */
const NOW = '2026-03-01T06:00:00Z';
const REPORTS = /^(signature-orders|individual-item|non-commissionable-sales)-report_network-1_/;

function tributary(...args: readonly string[]): void {
  execFileSync(process.execPath, [join(root, 'bin', 'tributary.js'), ...args], { cwd: root, stdio: 'pipe' });
}

interface Sums {
  readonly currency: string;
  readonly sales: string;
  readonly commission: string;
  readonly lines: number;
}

describe.skipIf(browser === null)('the daily screens', () => {
  let program: Program;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];
  let ledger: Sums;
  const files = mkdtempSync(join(tmpdir(), 'tributary-e2e-files-'));

  /** The API, as a program asks it. */
  async function ask<Answer>(path: string): Promise<Answer> {
    const response = await fetch(program.url + path, { headers: { authorization: `Bearer ${program.key}` } });
    expect(response.status, path).toBe(200);
    return (await response.json()) as Answer; // by the contract of the route
  }

  /** The value of a card to the last decimal, as it is copied: 12,480.3345 → 12480.3345. */
  async function shown(metric: string): Promise<string> {
    const card = page.locator(`.stat-row > div:has([data-metric="${metric}"])`);
    const title = await card.locator('button[title]').first().getAttribute('title');
    return (title ?? '').replaceAll(/[^\d.]/g, '');
  }

  /** As a person begins: a session in a cookie, which downloads carry too. */
  async function setUp(): Promise<void> {
    await page.goto(program.setupLink ?? '');
    await page.getByLabel('Your name').fill('Ada Owner');
    await page.getByLabel('E-mail address').fill('ada@example.org');
    await page.getByLabel('Name of the workspace').fill('The Daily Find');
    await page.getByLabel('Password', { exact: true }).fill('seven quiet rivers meet');
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByRole('button', { name: 'Account of Ada Owner' }).waitFor();
  }

  /** Figures follow an address once they are answered. */
  async function commissionBecomes(amount: string): Promise<void> {
    await expect.poll(async () => Number(await shown('commission')), { timeout: LONGEST_WAIT_MS }).toBe(Number(amount));
  }

  beforeAll(async () => {
    if (browser === null) return;
    tributary('sandbox', '--files', files, '--months', '2', '--orders-per-day', '3', '--now', NOW);
    program = await startProgram();
    const chosen = readdirSync(files).filter((name) => REPORTS.test(name));
    expect(chosen).toHaveLength(3);
    const paths = chosen.map((name) => join(files, name));
    tributary('import', '--data', program.folder, '--network', 'rakuten', '--country', 'US', ...paths);
    const { totals } = await ask<{ totals: Sums[] }>('/api/v1/ledger/figures');
    expect(totals).toHaveLength(1);
    ledger = totals[0] as Sums; // there is one, by the line above
    context = await browser.newContext({
      locale: 'en-US',
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 860 },
    });
    context.setDefaultTimeout(LONGEST_WAIT_MS);
    page = await context.newPage();
    faults = watch(page, program.url).faults;
    await setUp();
  });
  afterAll(async () => {
    await browser?.close();
    await program?.close();
    rmSync(files, { recursive: true, force: true });
  });

  test('the overview shows what the ledger says, to the last decimal', async () => {
    await page.goto(`${program.url}/overview?period=all`, { waitUntil: 'networkidle' });
    await commissionBecomes(ledger.commission);
    expect(Number(await shown('sales'))).toBe(Number(ledger.sales));
    expect(await barriersOf(page)).toEqual([]);
  });

  test('another figure of the commission, and another metric in the chart', async () => {
    await page.getByRole('button', { name: /^Commission: Total/ }).click();
    await page.getByRole('menuitemcheckbox', { name: /^Net/ }).click();
    await page.waitForURL(/figure=net/);
    const { byStatus } = await ask<{ byStatus: (Sums & { status: string })[] }>('/api/v1/ledger/figures');
    const approved = byStatus.find(({ status }) => status === 'approved');
    await commissionBecomes(approved?.commission ?? '');
    await page.goBack();
    await page.waitForURL(/period=all$/);
    await page.getByRole('button', { name: 'Orders', exact: true }).click();
    await page.getByRole('figure', { name: /^Orders by/ }).waitFor();
    await page.getByRole('button', { name: 'Show as table' }).click();
    await page.getByRole('region', { name: /^Orders by/ }).waitFor();
    await page.getByRole('button', { name: 'Commission', exact: true }).click();
  });

  test('a name filters everything by one click, and the back button takes it back', async () => {
    const { rows } = await ask<{ rows: { key: string; label: string; now: Sums }[] }>(
      '/api/v1/reports/breakdown?by=advertiser',
    );
    const [first] = rows;
    expect(rows.length).toBeGreaterThan(1);
    const list = page.getByRole('list', { name: 'Advertisers' });
    expect(await list.locator('li').first().textContent()).toContain(first?.label);
    await list.locator('li a').first().click();
    await page.waitForURL(new RegExp(`f=advertiser:is:${first?.key}`));
    await commissionBecomes(first?.now.commission ?? '');
    await expect.poll(() => list.locator('li').count()).toBe(1);
    await page.goBack();
    await commissionBecomes(ledger.commission);
    await page.goForward();
    await page.waitForURL(/f=advertiser:is:\d+/);
  });

  test('the transactions have the same filter; their file is what the table says', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.waitForURL(/\/transactions\?.*f=advertiser:is:\d+/);
    await page.waitForLoadState('networkidle');
    const grid = page.getByRole('grid', { name: 'Transactions' });
    await grid.locator('tfoot').waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Order', exact: true }).click();
    await page.keyboard.press('Escape');
    await grid.locator('tbody a[data-filter^="orderId:"]').first().waitFor();
    const foot = (await grid.locator('tfoot td').allTextContents()).join(' ');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV' }).click();
    const [head = '', ...lines] = readFileSync(await (await download).path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(foot).toContain(`${lines.length} lines`);
    const at = head.split(',').indexOf('order_id');
    const orders = lines.map((line) => csvCells(line)[at]);
    const shownOrders = await grid.locator('tbody a[data-filter^="orderId:"]').allTextContents();
    expect(shownOrders.length).toBeGreaterThan(10);
    expect(orders.slice(0, shownOrders.length)).toEqual(shownOrders);
    const commission = head.split(',').indexOf('commission');
    const cents = lines.reduce((sum, line) => sum + Math.round(Number(csvCells(line)[commission]) * 10_000), 0);
    expect(foot).toContain((Math.round(cents / 100) / 100).toLocaleString('en-US', { minimumFractionDigits: 2 }));
    expect(await barriersOf(page)).toEqual([]);
  });

  test('j and Enter open a line; the drawer says where it came from; j goes on to the next', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/line=\d+/);
    const drawer = page.getByRole('dialog');
    await drawer.locator('text=What we believed when').waitFor();
    await drawer.locator('text=/report_network-1_.*, line \\d+/').first().waitFor();
    expect(await barriersOf(page)).toEqual([]);
    const before = page.url();
    await page.keyboard.press('j');
    await page.waitForURL(/line=\d+/);
    expect(page.url()).not.toBe(before);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    expect(page.url()).not.toContain('line=');
  });

  test('a search narrows, orders unfold, and nothing failed on the way', async () => {
    await page.keyboard.press('/');
    await page.getByLabel('Search transactions').fill('no such order anywhere');
    await page.getByText('No line is like that').first().waitFor();
    await page.getByRole('button', { name: 'Clear search and filters' }).first().click();
    await page.getByRole('radio', { name: 'Orders' }).click();
    const grid = page.getByRole('grid', { name: 'Orders' });
    await grid.locator('tbody tr[aria-rowindex] td').first().click(); // not a row of the skeleton
    await grid.locator('tbody tr:nth-child(2) .pl-6').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    expect(faults).toEqual([]);
  });
});

/** The cells of one line of a file; none of them holds a line end here. */
function csvCells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}
