/** The public pages in a real browser, against the built program: both themes, both widths, without any script of theirs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriersOf, type BrowserContext, type Page, watch } from './browser.ts';
import { openBrowser } from './find-browser.mjs';
import { type Program, startProgram } from './start-program.mjs';

const { browser, why } = await openBrowser();
if (browser === null) process.stderr.write(`Browser tests are skipped: ${why}.\n`);

const LONGEST_WAIT_MS = 10_000;
const OWNER = {
  name: 'Ada Owner',
  email: 'ada@example.org',
  workspace: 'The Daily Find',
  password: 'seven quiet rivers meet',
};
const PAGES = [
  '/',
  '/features',
  '/integrations',
  '/integrations/rakuten',
  '/integrations/custom',
  '/pricing',
  '/try',
  '/contact',
];
/** Makes every picture load, and counts those that do not. */
const BROKEN_PICTURES = `(async () => {
  const pictures = [...document.images];
  for (const picture of pictures) picture.loading = 'eager';
  await Promise.allSettled(pictures.map((picture) => picture.decode()));
  return pictures.filter((picture) => picture.naturalWidth === 0).map((picture) => picture.currentSrc);
})()`;
const FITS = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth';

describe.skipIf(browser === null)('the public pages', () => {
  let program: Program;
  let context: BrowserContext;
  let faults: string[];

  async function open(options: Readonly<Record<string, unknown>> = {}): Promise<Page> {
    if (browser === null) throw new Error('no browser');
    context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 860 }, ...options });
    context.setDefaultTimeout(LONGEST_WAIT_MS);
    const page = await context.newPage();
    faults = watch(page, program.url).faults;
    return page;
  }

  beforeAll(async () => {
    program = await startProgram([], {
      settings: { TRIBUTARY_PUBLIC_PAGES: 'on', TRIBUTARY_CONTACT: 'hello@tributary.example' },
    });
    const [, code] = (program.setupLink ?? '').split('#');
    const made = await fetch(`${program.url}/api/v1/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: program.url },
      body: JSON.stringify({ code, ...OWNER }),
    });
    expect(made.status).toBe(200);
  });
  afterAll(async () => {
    await browser?.close();
    await program?.close();
  });

  // one width for each theme: the look for barriers takes a second or two a page
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 390],
  ] as const) {
    test(`no page has a barrier, a broken picture, a foreign request or too much width: ${colorScheme}, ${width} px`, async () => {
      const page = await open({ colorScheme, viewport: { width, height: 860 } });
      for (const path of PAGES) {
        await page.goto(program.url + path, { waitUntil: 'networkidle' });
        expect(await page.evaluate(BROKEN_PICTURES), path).toEqual([]);
        expect(await page.evaluate(FITS), `${path} is not wider than ${width} px`).toBe(true);
        expect(await page.evaluate('document.scripts.length'), path).toBe(0);
        expect(await barriersOf(page), `${path} ${colorScheme} ${width}`).toEqual([]);
      }
      expect(faults).toEqual([]);
      await context.close();
    });
  }

  test('without scripts one searches the catalogue and comes to a help page; on a phone through the menu', async () => {
    const page = await open({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
    await page.goto(program.url);
    await page.getByText('Menu').first().click();
    await page.getByRole('navigation', { name: 'Menu' }).getByText('Integrations').click();
    await page.getByLabel('Network, report, country, currency or parameter').fill('u1');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.waitForURL(/\/integrations\?q=u1&way=any$/);
    await page.getByRole('heading', { name: 'Rakuten Advertising' }).waitFor();
    await page.getByRole('link', { name: 'Rakuten Advertising' }).first().click();
    await page.getByRole('heading', { name: 'Quick instructions' }).waitFor();
    await context.close();
  });

  test('from Home one signs in, and the same guide with its drawings is beside the form', async () => {
    const page = await open();
    await page.goto(program.url);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Public pages' }).waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByLabel('E-mail address').fill(OWNER.email);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Main' }).first().waitFor();
    await page.goto(`${program.url}/`);
    await page.waitForURL(/\/overview/);
    await page.goto(`${program.url}/connections/new?network=rakuten&step=credentials`, { waitUntil: 'networkidle' });
    await page.locator('aside summary').first().click();
    await page.locator('aside img').first().scrollIntoViewIfNeeded();
    expect(await page.locator('aside img').first().getAttribute('alt')).toContain(
      'arrow beside the button View Report',
    );
    expect(await page.evaluate(BROKEN_PICTURES)).toEqual([]);
    expect(await barriersOf(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
