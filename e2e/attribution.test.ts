/** The screens of attribution: what readers did and networks reported, as the publisher sees it, to the last digit. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AttributionStage, HOST, openAttributionStage, ORDERS } from './attribution-stage.ts';
import { barriersOf, countRequests, type Page, show, watch } from './browser.ts';
import { ownerOf, type Visitor, viewerOf } from './with-sales.ts';

const KNIVES = `${HOST}/knives`;
const PANS = `${HOST}/pans`;
const SCREENS = [
  '/overview',
  '/pages',
  `/page?page=${encodeURIComponent(KNIVES)}`,
  '/links',
  '/links?of=placement',
  '/clicks',
  '/pages?of=day',
  '/sources?of=utmCampaign',
  '/sources?of=day',
  '/sources?of=readerCity', // without a database of cities: it says what to do
  '/transactions',
  '/transactions?cols=method,confidence,link,placement',
  '/overview?period=custom&from=2026-01-32', // a day that is none: the screen says what it shows instead
  '/quality',
  '/quality?of=coverage',
  '/quality?of=coverage&subIds=unmatched',
  '/quality?of=rules',
  '/live',
  '/sites',
] as const;
const LONGEST_WAIT_MS = 20_000;
/** An amount, wherever one is written. */
const MONEY = /[$€£]\s?\d|NaN|undefined/;

/** 61.7281 → 617281n: ten-thousandths, as the ledger counts. */
function units(text: string): bigint {
  const [whole = '', part = ''] = text.replaceAll(',', '').split('.');
  return BigInt(whole + part.padEnd(4, '0'));
}

/** A quotient of whole numbers, half away from nought. */
const rounded = (of: bigint, by: bigint): bigint => (2n * of + by) / (2n * by);

/** The rows of a table as people see them, with amounts to the last digit: by the words of its head. */
const TABLE = (label: string): string => `(() => {
  const grid = document.querySelector('[role=grid][aria-label=${JSON.stringify(label)}]');
  const heads = [...grid.querySelectorAll('thead th')].map((cell) => cell.textContent.trim());
  const exact = (cell) => {
    const title = cell.querySelector('button[title$="click to copy"]')?.title;
    return title === undefined ? cell.textContent.trim() : title.split(' – ')[0].replaceAll(/[^\\d.]/g, '');
  };
  const read = (row) => Object.fromEntries([...row.cells].map((cell, place) => [heads[place], exact(cell)]));
  return [...grid.querySelectorAll('tbody tr[aria-rowindex], tfoot tr')].map(read);
})()`;
type Rows = readonly Readonly<Record<string, string>>[];

const stage = await openAttributionStage();
if (typeof stage === 'string') process.stderr.write(`Browser tests are skipped: ${stage}.\n`);

describe.skipIf(typeof stage === 'string')('attribution in the browser', () => {
  const { browser, program, ids, ask, read, sell, close } = stage as AttributionStage; // by the line above
  let lines: ReturnType<typeof ORDERS>;
  let total: bigint;
  let owner: Visitor;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    lines = ORDERS(ids);
    total = lines.reduce((sum, { commission }) => sum + units(commission), 0n);
    owner = await ownerOf(browser, program);
    await countRequests(owner.context);
    page = await owner.context.newPage();
    ({ faults } = watch(page, program.url));
  });
  afterAll(() => close());

  const at = (path: string): Promise<void> => show(page, program.url + path);
  const table = async (label: string): Promise<Rows> => {
    await page.locator(`[role=grid][aria-label="${label}"] tfoot`).waitFor();
    return (await page.evaluate(TABLE(label))) as Rows; // as the text says
  };
  /** The value of a card to the last digit. */
  const card = async (label: string): Promise<string> => {
    const value = page.locator(`.stat-row > div:has(span:text-is("${label}")) button[title$="click to copy"]`);
    return ((await value.getAttribute('title')) ?? '').replaceAll(/[^\d.]/g, '');
  };

  test('before the first sale the overview shows the readers, and how to bring sales in', async () => {
    await at('/overview?cmp=none');
    expect([await card('Pageviews'), await card('Clicks')]).toEqual(['7', '5']);
    await page.getByRole('heading', { name: 'No commissions yet' }).waitFor();
    expect(await barriersOf(page)).toEqual([]);
    sell();
    await page.goto(program.url); // what was brought in by the command line is no change of this page's
  });

  test('the overview counts readers, clicks and what they are worth; its pages add up to the ledger', async () => {
    await at('/overview?cmp=none');
    await page.getByText(/^RPM$/).waitFor();
    expect(await card('Pageviews')).toBe('7');
    expect(await card('Clicks')).toBe('5');
    expect(units(await card('EPC'))).toBe(rounded(total, 5n));
    expect(units(await card('RPM'))).toBe(rounded(total * 1000n, 7n));
    const { totals } = await ask<{ totals: { commission: string }[] }>('/ledger/figures');
    expect(totals.map(({ commission }) => units(commission))).toEqual([total]);
    const listed = await page.locator('ul[aria-label="Pages"] li').allTextContents();
    expect(listed.map((text) => /^[A-Z][a-z]+/.exec(text)?.[0])).toEqual(['Knives', 'Not', 'Pans', 'About']);
  });

  test('pages: what is certain stands where the click was, and all rows together are the ledger', async () => {
    await at('/pages?cmp=none&cols=commission,pageviews,clicks,orders');
    const rows = await table('Pages');
    const [foot, ...pages] = rows.toReversed();
    expect(units(foot?.['Commission'] ?? '')).toBe(total);
    expect(pages.reduce((sum, row) => sum + units(row['Commission'] ?? ''), 0n)).toBe(total);
    const ofPage = (name: string) => pages.find((row) => row['Page']?.startsWith(name));
    expect(ofPage('Knives')).toMatchObject({ Pageviews: '3', Clicks: '3' });
    expect(ofPage('Pans')).toMatchObject({ Pageviews: '3', Clicks: '2' });
    expect(ofPage('About')).toMatchObject({ Pageviews: '1', Clicks: '0', Commission: '0' });
    // each line says by itself where its money went
    const { rows: entries } = await ask<{ rows: { id: string }[] }>('/reports/transactions');
    const shares = await Promise.all(
      entries.map(({ id }) =>
        ask<{ shares: { page: { key: string } | null; commission: string }[] }>(
          `/reports/transactions/${id}/attribution`,
        ),
      ),
    );
    for (const [key, name] of [
      [KNIVES, 'Knives'],
      [PANS, 'Pans'],
      [undefined, 'Not'],
    ] as const) {
      const own = shares.flatMap((one) => one.shares).filter((share) => share.page?.key === key);
      expect(units(ofPage(name)?.['Commission'] ?? '')).toBe(own.reduce((sum, one) => sum + units(one.commission), 0n));
    }
  });

  test('a page opens with its links: place, how often seen and followed, and what each earned', async () => {
    await page.getByRole('link', { name: /^Knives that stay sharp/ }).click();
    await page.waitForURL(/\/page\?/);
    const rows = await table('Links of the page');
    expect(rows.find((row) => row['Link']?.startsWith('/knife'))).toMatchObject({
      'Links seen': '3',
      Clicks: '2',
      'Of those seen': '66.7%',
      Commission: '65.7231',
    });
    expect(rows.find((row) => row['Link']?.startsWith('/board'))).toMatchObject({ Clicks: '1', Commission: '1.0007' });
    const known = rows.at(-1);
    expect(units(known?.['Commission'] ?? '')).toBe(units(await card('Commission')));
    await page.getByText('main>aside#more').waitFor();
    // a name narrows the page, and the page stays
    await page.locator('[role=grid][aria-label="Links of the page"]').getByText('/knife').click();
    await page.waitForURL(/\/page\?(?=.*page=[^&]+knives)(?=.*f=link:is:)/);
    await page.getByRole('heading', { name: /^Knives that stay sharp/ }).waitFor();
    await page.getByRole('radio', { name: 'Pageviews' }).click();
    await page.getByText('Pageviews cannot be told with these filters').waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Its clicks' }).click();
    await page.waitForURL(/\/clicks\?.*f=page:is:/);
    await page.locator('[role=grid][aria-label="Clicks"] tfoot').getByText('3 clicks').waitFor();
  });

  test('placements, single clicks and campaigns', async () => {
    await at('/links?of=placement&cmp=none');
    const placements = await table('Placements');
    expect(placements.find((row) => row['Placement'] === 'main>aside#more')).toMatchObject({
      'Links seen': '3',
      Clicks: '1',
      Commission: '1.0007',
    });
    expect(units(placements.at(-1)?.['Commission'] ?? '')).toBe(total);
    await at('/clicks?earning=yes&cols=place,source,clickId,campaign,earned');
    const clicks = await table('Clicks');
    expect(new Set(clicks.map((row) => row['Click id']))).toEqual(new Set(['', ids.cut, ids.folded, ids.intact]));
    expect(clicks.find((row) => row['Click id'] === ids.intact)).toMatchObject({
      Place: 'link 1, main>article#review',
      Source: 'letter',
      Campaign: 'autumn',
      Earned: '$65.72',
    });
    await at('/sources?of=utmCampaign&cmp=none');
    const campaigns = await table('Campaigns');
    expect(campaigns.find((row) => row['Campaign'] === 'autumn')).toMatchObject({
      Pageviews: '2',
      Clicks: '2',
      Commission: '65.7231',
    });
    await at('/sources?cmp=none');
    const sources = await table('Sources');
    expect(sources.find((row) => row['Source'] === 'Google')).toMatchObject({ Pageviews: '2', Commission: '3.251' });
    expect(sources.find((row) => row['Source'] === 'Direct')).toMatchObject({ Pageviews: '3', Clicks: '1' });
    expect(sources.find((row) => row['Source'] === 'No visit known')).toMatchObject({ Pageviews: '0', Clicks: '0' });
    await at('/sources?of=readerCity&cmp=none');
    const [cities, sums] = await table('Cities');
    expect(cities).toEqual({ ...sums, 'Reader’s city': 'Not known', Share: '100%' }); // this server has no such database
    await page.getByText('TRIBUTARY_GEO_DATABASE').waitFor();
  });

  test('a click on a name narrows, the address says so, and the file is what the table is', async () => {
    await at('/links?cmp=none');
    await page.getByRole('link', { name: /^\/board/ }).click();
    await page.waitForURL(/f=link:is:/);
    await page.getByText('1 in all').waitFor();
    await page.getByRole('link', { name: 'Pages', exact: true }).first().click();
    await page.waitForURL(/\/pages\?.*f=link:is:/);
    await expect.poll(async () => (await table('Pages')).length, { timeout: LONGEST_WAIT_MS }).toBe(2);
    expect((await table('Pages'))[0]).toMatchObject({ Commission: '1.0007', Clicks: '1' });
    await at('/pages?cmp=none');
    const rows = (await table('Pages')).slice(0, -1);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const [head = '', ...file] = readFileSync(await (await download).path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    const commission = head.split(',').indexOf('commission');
    expect(file.map((line) => Number(line.split(',')[commission]))).toEqual(
      rows.map((row) => Number(row['Commission'])),
    );
    await page.getByRole('button', { name: 'Views', exact: true }).click();
    await page.getByRole('menuitem', { name: /Save as a new view/ }).click();
    await page.getByLabel('Name', { exact: true }).fill('All my pages');
    await page.getByRole('button', { name: 'Save the view' }).click();
    await page.getByRole('button', { name: 'View: All my pages', exact: true }).waitFor();
  });

  test('every line says why, by its own evidence', async () => {
    // an id is read letter by letter: the font would write 3x8 inside one as 3×8
    expect(await page.evaluate('getComputedStyle(document.body).fontFeatureSettings')).toContain('"calt" 0');
    const why = async (order: string): Promise<string> => {
      await at(`/transactions?q=${order}`);
      await page.getByRole('grid', { name: 'Transactions' }).locator('tbody tr[aria-rowindex] td').first().click();
      const part = page.locator('[role=dialog] section:has(h3:text-is("Why this page?"))');
      await part.locator('ol li').first().waitFor();
      return (await part.textContent()) ?? '';
    };
    const intact = await why('K-1');
    expect(intact).toContain(`The sub-id ${ids.intact} holds the id of a click.`);
    expect(intact).toMatch(/Click id.*Knives that stay sharp.*link 1, main>article#review · from letter · autumn/);
    expect(intact).toMatch(/That click was on www\.kitchen\.example\/knives at \w+ \d+, \d{4}, .* before the order/);
    expect(await barriersOf(page)).toEqual([]);
    expect(await why('K-2')).toMatch(/in other letters than it was sent.*\/pans/s);
    expect(await why('K-3')).toMatch(/the network cut it.*One click alone begins so/s);
    expect(await why('K-7')).toMatch(/Referrer.*Pans for every day.*came from https:\/\/www\.kitchen\.example\/pans/s);
    expect(await why('K-8')).toMatch(/Probability · \d+%.*4 clicks on this advertiser from 2 pages/s);
    expect(await why('K-6')).toMatch(/Not attributed.*The line brings no sub-id/s);
    expect(await why('K-4')).toMatch(/Not attributed.*newsletter-may holds no id of a click/s);
    await page.keyboard.press('Escape');
  });

  test('a rule, by the keyboard alone: what it changes is said before, is so after, and goes with it', async () => {
    await at('/transactions?cols=order,commission,page');
    const made = page.getByRole('button', { name: 'make a rule' });
    await page.getByRole('dialog').waitFor({ state: 'hidden' }); // of the line before, which gives the focus back
    await made.first().press('Enter');
    await page.getByRole('dialog').getByText('It means').waitFor();
    await page.keyboard.type(`https://${HOST}/pans`); // the field of the page has the focus
    await page.getByText('Not attributed → Your rule').waitFor();
    const preview = await page.locator('[role=dialog] section[aria-live]').textContent();
    expect(preview).toContain('1 sub-id is like that.');
    expect(preview).toContain('2 lines · $32.01');
    expect(await barriersOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expect.poll(() => made.count(), { timeout: LONGEST_WAIT_MS }).toBe(0); // without a reload
    const rows = await table('Transactions');
    const ruled = rows.filter((row) => /^K-[45]$/.test(row['Order'] ?? ''));
    expect(ruled.map((row) => row['Page'])).toEqual(['Your rule/pans', 'Your rule/pans']);
    const pans = async (): Promise<bigint> => {
      await at('/pages?cmp=none');
      const row = (await table('Pages')).find(({ Page: name }) => name?.startsWith('Pans'));
      return units(row?.['Commission'] ?? '');
    };
    const withRule = await pans();
    await at('/quality?of=rules');
    await page.getByText('2 lines, $32.01').waitFor();
    await page.getByRole('button', { name: 'Remove the rule' }).click();
    await page.getByText('Your rule → by probability, or to nobody').waitFor();
    await page.getByRole('dialog').locator('button:text-is("Remove the rule")').click();
    await page.getByText('No rules yet').waitFor();
    expect(withRule - (await pans())).toBe(units('32.0108'));
  });

  test('coverage, and the sub-ids that nothing explains', async () => {
    await at('/quality?cmp=none');
    await page.getByText(/^Too few to judge/).waitFor();
    expect(await page.locator('[aria-label="Stated confidence against how often it was right"]').count()).toBe(0);
    await page.getByRole('link', { name: 'Make rules' }).click();
    await page.waitForURL(/of=coverage.*subIds=unmatched|subIds=unmatched.*of=coverage/);
    expect((await table('Unexplained sub-ids')).slice(0, 1)).toMatchObject([
      { 'Sub-id': 'newsletter-may', Lines: '2', Commission: '32.0108' },
    ]);
    await page.getByRole('radio', { name: 'Advertisers' }).click();
    await expect.poll(async () => (await page.locator('[role=grid][aria-label="Coverage"]').count()) === 1).toBe(true);
    const coverage = await table('Coverage');
    expect(coverage.slice(0, 2).map((row) => [row['Advertiser'], row['Covered'], row['Lines']])).toEqual([
      ['Kitchen Shop', '80%', '5'],
      ['Book Shop', '0%', '4'],
    ]);
  });

  test('a click appears live, without a reload', async () => {
    await at('/live');
    const clicks = page.locator('section:has(h2:text-is("Newest clicks")) li');
    expect(await clicks.count()).toBe(5);
    await read({ path: '/knives', follows: 'board', isHasty: true });
    await expect.poll(() => clicks.count(), { timeout: LONGEST_WAIT_MS }).toBe(6);
    expect(await clicks.first().textContent()).toContain('/knivesRakuten Advertising · “A board”');
  });

  test('every screen holds in the dark and on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const path of SCREENS) {
      await at(path);
      expect([path, await barriersOf(page)]).toEqual([path, []]);
      expect([path, await page.evaluate('document.documentElement.scrollWidth - innerWidth')]).toEqual([path, 0]);
    }
    expect(faults).toEqual([]);
  });

  test('who sees no money sees none of it, nor asks for it; who only looks makes no rules', async () => {
    const hidden = await viewerOf(browser, program, 'hidden', true);
    await countRequests(hidden.context);
    const seen = await hidden.context.newPage();
    const notes = watch(seen, program.url);
    const answers: Promise<string>[] = [];
    const amounts = lines.map(({ commission }) => commission);
    seen.on('response', (response) => {
      if (response.url().includes('/api/v1/reports/')) answers.push(response.text().catch(() => ''));
    });
    for (const path of SCREENS) {
      await show(seen, program.url + path);
      expect([path, MONEY.exec((await seen.locator('main').textContent()) ?? '')?.[0]]).toEqual([path, undefined]);
      expect([path, await seen.getByRole('button', { name: 'CSV' }).count()]).toEqual([path, 0]);
      expect([path, await seen.getByRole('button', { name: /make a rule/i }).count()]).toEqual([path, 0]);
    }
    const told = (await Promise.all(answers)).join('\n');
    expect(told.length).toBeGreaterThan(1000);
    // whole: 0.444444 of the lines may be known by a click
    expect(amounts.filter((amount) => told.includes(`"${amount}"`))).toEqual([]);
    const rule = { match: 'exact', text: 'newsletter-may', network: null, page: PANS, site: null, campaign: null };
    const refused = await fetch(`${program.url}/api/v1/label-rules`, {
      method: 'POST',
      headers: { cookie: hidden.cookie, origin: program.url, 'content-type': 'application/json' },
      body: JSON.stringify(rule),
    });
    expect(refused.status).toBe(403);
    expect(notes.faults).toEqual([]);
  });
});
