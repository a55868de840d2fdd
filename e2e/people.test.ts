/** The daily screens as several people see them, and every screen on a phone, in both themes, without barriers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriersOf, type Page, watch } from './browser.ts';
import { openBrowser } from './find-browser.mjs';
import type { Program } from './start-program.mjs';
import { addressesOf, ownerOf, startWithSales, type Visitor, viewerOf } from './with-sales.ts';

const { browser, why } = await openBrowser();
if (browser === null) process.stderr.write(`Browser tests are skipped: ${why}.\n`);

/** Nothing in the app is so short as to be read as an amount by chance. */
const MONEY = /[$€£]\s?\d|\d[.,]\d\d\b|\bnull\b|NaN|undefined/;
/** Waits until nothing has come for a while and no skeleton stands for what is still to come; /styles shows some for good. */
const CALM = `new Promise((calm, never) => {
  const beganMs = performance.now();
  let lastMs = beganMs;
  const observer = new PerformanceObserver(() => { lastMs = performance.now(); });
  observer.observe({ type: 'resource' });
  const { pathname } = location;
  const look = setInterval(() => {
    if (performance.now() - beganMs > 30_000) never(new Error(pathname + ' shows skeletons for good'));
    const waits = pathname !== '/styles' && document.querySelector('.breathe, [aria-busy=true]') !== null;
    if (waits || performance.now() - lastMs < 120) return;
    clearInterval(look);
    observer.disconnect();
    calm(true);
  }, 50);
})`;

describe.skipIf(browser === null)('the daily screens and their people', () => {
  let program: Program;
  let owner: Visitor;
  let viewer: Visitor;
  let hidden: Visitor;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    if (browser === null) return;
    program = await startWithSales();
    owner = await ownerOf(browser, program);
    viewer = await viewerOf(browser, program, 'viewer', false);
    hidden = await viewerOf(browser, program, 'hidden', true);
    page = await owner.context.newPage();
    faults = watch(page, program.url).faults;
  });
  afterAll(async () => {
    await browser?.close();
    await program?.close();
  });

  const at = (path: string): Promise<unknown> => page.goto(program.url + path, { waitUntil: 'networkidle' });

  /** Goes on without loading the page anew, as a link of the app does. */
  async function within(path: string): Promise<void> {
    await page.evaluate(`history.pushState({}, '', ${JSON.stringify(path)})`);
    await page.evaluate(CALM);
  }

  test('a view is saved, opens first, is marked when it is changed, and is left', async () => {
    await at('/overview?period=12mo&cmp=year');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: /Save as a new view/ }).click();
    await page.getByLabel('Name', { exact: true }).fill('A whole year');
    await page.getByLabel('Share with the workspace').click();
    await page.getByRole('button', { name: 'Save the view' }).click();
    await page.getByRole('button', { name: 'View: A whole year', exact: true }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Opens first for everybody' }).click();
    await at('/overview');
    await page.waitForURL(/period=12mo&cmp=year&view=/);
    await page.getByRole('button', { name: 'View: A whole year', exact: true }).waitFor();
    await page.keyboard.press('x');
    await page.getByRole('button', { name: 'View: A whole year, changed' }).click();
    await page.getByRole('menuitem', { name: 'Without a view' }).click();
    await page.waitForURL(/\/overview\?view=none$/);
  });

  test('a range is chosen in the calendar with the keyboard, and letters change the period', async () => {
    await at('/overview?period=custom&from=2026-01-05&to=2026-01-11');
    await page.keyboard.press('c');
    await page.locator('.rdp-focusable, [data-day="2026-01-05"] button').first().waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/from=2026-01-06&to=2026-01-13/);
    for (const [key, url] of [
      ['a', /period=all/],
      ['m', /period=month/],
      ['x', /cmp=none/],
    ] as const) {
      await page.keyboard.press(key);
      await page.waitForURL(url);
    }
  });

  test('a note stands in the chart’s table, and a viewer reads it', async () => {
    await at('/overview?period=custom&from=2026-01-05&to=2026-01-11');
    await page.getByRole('button', { name: 'Notes on these days' }).click();
    await page.getByLabel('A new note').fill('Newsletter sent');
    await page.getByLabel('Day', { exact: true }).fill('2026-01-07');
    await page.getByRole('button', { name: 'Add the note' }).click();
    await page.getByText(/Jan 7, 2026 · Ada Owner/).waitFor();
    await page.keyboard.press('Escape');
    const other = await viewer.context.newPage();
    await other.goto(`${program.url}/overview?period=custom&from=2026-01-05&to=2026-01-11`, {
      waitUntil: 'networkidle',
    });
    await other.getByRole('button', { name: 'Show as table' }).click();
    await other.getByRole('row', { name: /Jan 7.*Newsletter sent/ }).waitFor();
    await other.close();
  });

  test('a viewer is not offered what a viewer may not do', async () => {
    const other = await viewer.context.newPage();
    for (const path of ['/transactions?period=all', '/connections', '/runs', '/overview?period=all']) {
      await other.goto(program.url + path, { waitUntil: 'networkidle' });
      const names = await other.locator('main button, main a').allTextContents();
      expect([path, names.filter((name) => /^(import|connect a|upload \d|discard|remove)/i.test(name))]).toEqual([
        path,
        [],
      ]);
    }
    await other.getByRole('button', { name: /^View/ }).click();
    await other.getByRole('menuitemcheckbox', { name: 'A whole year' }).waitFor();
    await other.close();
  });

  test('where money is hidden no amount is on any page, in the API, or in a file', async () => {
    const other = await hidden.context.newPage();
    const noted = watch(other, program.url).faults;
    for (const path of [
      '/overview?period=all&cmp=none',
      '/transactions?period=all',
      '/transactions?period=all&group=order',
    ]) {
      await other.goto(program.url + path, { waitUntil: 'networkidle' });
      const text = (await other.locator('main').textContent()) ?? '';
      expect(text.length).toBeGreaterThan(200);
      expect([path, MONEY.exec(text)?.[0] ?? null]).toEqual([path, null]);
      expect(await other.getByRole('link', { name: 'CSV' }).count()).toBe(0);
      expect(await other.getByRole('button', { name: /as CSV/ }).count()).toBe(0);
    }
    await other.goto(`${program.url}/overview?period=all`, { waitUntil: 'networkidle' });
    await other.getByRole('figure', { name: /^Orders by/ }).waitFor();
    expect(await barriersOf(other)).toEqual([]);
    const asked = async (path: string) =>
      (await fetch(program.url + path, { headers: { cookie: hidden.cookie } })) as Response;
    const { rows } = (await (await asked('/api/v1/reports/transactions')).json()) as {
      rows: Record<string, unknown>[];
    };
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row['commission'] === null && row['sales'] === null)).toBe(true);
    expect((await asked('/api/v1/reports/transactions/export')).status).toBe(403);
    expect(noted).toEqual([]);
    await other.close();
  });

  test('whoever enters several workspaces has a bar that fits every width', async () => {
    const { ok } = await fetch(`${program.url}/api/v1/workspaces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: program.url, cookie: owner.cookie },
      body: JSON.stringify({ name: 'Another publisher with a name that is long' }),
    });
    expect(ok).toBe(true);
    for (const width of [390, 640, 768, 1024, 1280]) {
      await page.setViewportSize({ width, height: 860 });
      await at('/overview?period=custom&from=2026-01-05&to=2026-02-11&cmp=year&ws=main');
      const wide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      expect([width, wide]).toEqual([width, 0]);
    }
  });

  test('every screen fits a phone, and has no barriers in either theme', async () => {
    const { runs } = (await (
      await fetch(`${program.url}/api/v1/runs`, { headers: { authorization: `Bearer ${program.key}` } })
    ).json()) as { runs: { id: string }[] };
    const addresses = [...addressesOf({ run: runs[0]?.id ?? '' }), '/transactions?period=all&group=order'];
    expect(addresses.length).toBeGreaterThan(10);
    // each screen is made anew in its theme: a theme that changes is painted bit by bit
    for (const [colorScheme, width] of [
      ['light', 390],
      ['dark', 1280],
    ] as const) {
      await page.setViewportSize({ width, height: 860 });
      await page.emulateMedia({ colorScheme });
      await at('/overview');
      for (const path of addresses) {
        await within(path);
        const wide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
        expect([path, width, wide]).toEqual([path, width, 0]);
        expect([path, colorScheme, await barriersOf(page)]).toEqual([path, colorScheme, []]);
      }
    }
    expect(faults).toEqual([]);
  });
});
