/** A site from its first word to its first click: added, its line copied, the first pageview seen, a link tried, live. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WireEvent } from '../snippet/wire.ts';
import { click, pageview, sentLink } from '../test/events/sent-events.ts';
import { barriersOf, type BrowserContext, type Page, watch } from './browser.ts';
import { openBrowser } from './find-browser.mjs';
import { type Program, startProgram } from './start-program.mjs';
import { ownerOf } from './with-sales.ts';

const { browser, why } = await openBrowser();
if (browser === null) process.stderr.write(`Browser tests are skipped: ${why}.\n`);

const LONGEST_WAIT_MS = 15_000;
const HOST = 'www.kitchen.example';
const READER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const LINK = 'https://click.linksynergy.com/deeplink?id=AbC&mid=3358&murl=https%3A%2F%2Fshop.example%2Fknife';

describe.skipIf(browser === null)('a site', () => {
  let program: Program;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];
  /** What the page says of its collector and its site. */
  let script: URL;
  let key: string;

  /** An event as the script of a reader's page sends it. */
  async function send(event: WireEvent): Promise<void> {
    const response = await fetch(new URL('c', script), {
      method: 'POST',
      headers: { 'content-type': 'text/plain', origin: `https://${HOST}`, 'user-agent': READER },
      body: JSON.stringify(event),
    });
    expect(response.status).toBe(202);
  }

  /** Whose events they are. */
  const of = () => ({ k: key, url: `https://${HOST}/knives?null` });

  beforeAll(async () => {
    if (browser === null) return;
    program = await startProgram();
    ({ context } = await ownerOf(browser, program));
    page = await context.newPage();
    ({ faults } = watch(page, program.url));
  });
  afterAll(async () => {
    await context?.close();
    await browser?.close();
    await program?.close();
  });

  test('is added by any address of it, and its line has the address of the collector', async () => {
    await page.goto(`${program.url}/sites`);
    await page.getByRole('button', { name: 'Add a site' }).click();
    await page.getByLabel('Address', { exact: true }).fill(`https://${HOST}/knives?x=1`);
    await page.getByRole('button', { name: 'Add the site' }).click();
    await page.waitForURL(/\/sites\/[\w-]+$/);
    const line = page.locator('pre code');
    await expect.poll(async () => line.textContent(), { timeout: LONGEST_WAIT_MS }).toContain('data-site="');
    const [, src = '', site = ''] = /src="([^"]+)" data-site="([^"]+)"/.exec((await line.textContent()) ?? '') ?? [];
    [script, key] = [new URL(src), site];
    const served = await fetch(script);
    expect(served.headers.get('content-type')).toContain('javascript');
    expect(await barriersOf(page)).toEqual([]);
  });

  test('waits for its first pageview, and says so when it comes, without a reload', async () => {
    await page.getByText(/Waiting for the first pageview… Open/).waitFor();
    await send(pageview(1, { ...of(), title: 'The best knives', referrer: 'https://www.google.com/' }));
    await page.getByText(/It works: the first pageview came/).waitFor({ timeout: LONGEST_WAIT_MS });
    await page.getByText('Receiving').first().waitFor({ timeout: LONGEST_WAIT_MS });
  });

  test('shows its readers and their clicks live', async () => {
    await send(click(2, { ...of(), link: sentLink(LINK, 'rakuten', 1, 'div,,,box'), text: 'Buy it' }));
    await page.goto(`${program.url}/live`);
    await page.getByText('“Buy it”').waitFor({ timeout: LONGEST_WAIT_MS });
    expect(await page.locator('ul[aria-label="Pages"] li').first().textContent()).toContain('The best knives');
    expect(await page.locator('ul[aria-label="Sources"] li').first().textContent()).toContain('Google');
    expect(await barriersOf(page)).toEqual([]);
  });

  test('has links explained before they are used', async () => {
    await page.goto(`${program.url}/sites`);
    await page.getByLabel('Paste an affiliate link').fill(LINK);
    const written = page.locator('code mark');
    await written.first().waitFor({ timeout: LONGEST_WAIT_MS });
    expect(await written.first().textContent()).toMatch(/^a[0-9a-z]{19}$/);
    await page.getByText('number 3358').waitFor();
    await page.getByLabel('Paste an affiliate link').fill('https://www.amazon.com/dp/B0?tag=me-20');
    await page.getByText('Counted, not changed').waitFor({ timeout: LONGEST_WAIT_MS });
    expect(await barriersOf(page)).toEqual([]);
    expect(faults).toEqual([]);
  });
});
