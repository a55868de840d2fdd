/** The life of connections in a real browser: files first, several countries, a refusal, edits, raw reports, the end. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeReportFiles } from '../sandbox/index.ts';
import { barriersOf, type Locator } from './browser.ts';
import {
  dayOf,
  type FilesLocator,
  fillCredentials,
  LONGEST_PULL_MS,
  openStage,
  type Stage,
  startImport,
  UNITED_KINGDOM,
  UNITED_STATES,
} from './connect-stage.ts';
import { openBrowser } from './find-browser.mjs';
import { zipOf } from './zip-file.ts';

const { browser, why } = await openBrowser();
if (browser === null) process.stderr.write(`Browser tests are skipped: ${why}.\n`);

const CANADA = 5;
type Choice = Locator & { selectOption(choice: { label: string }): Promise<unknown> };

describe.skipIf(browser === null)('connections', () => {
  let stage: Stage;
  const folder = mkdtempSync(join(tmpdir(), 'tributary-e2e-zip-'));
  beforeAll(async () => {
    if (browser === null) return;
    stage = await openStage(browser, { seed: 'connections', networks: [UNITED_STATES, UNITED_KINGDOM, CANADA] });
  });
  afterAll(async () => {
    await stage?.close();
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const of = (sums: Awaited<ReturnType<Stage['ledger']>>, ...currencies: string[]) =>
    sums.filter((one) => currencies.includes(one.currency));
  async function choose(name: string, mimeType: string, buffer: Buffer): Promise<void> {
    const { page, program, button } = stage;
    await page.goto(`${program.url}/connections`, { waitUntil: 'networkidle' });
    await button('Import files').first().click();
    const input = page.getByLabel('Files to import') as FilesLocator; // playwright's locator has this
    await input.setInputFiles([{ name, mimeType, buffer }]);
  }
  const open = async (name: RegExp): Promise<void> => {
    await stage.page.goto(`${stage.program.url}/connections`);
    await stage.page.getByRole('link', { name }).click();
    await stage.page.getByText('How it is').waitFor();
  };
  const more = async (item: string): Promise<void> => {
    await stage.button('More about this connection').click();
    await stage.page.getByRole('menuitem', { name: item }).click();
  };

  test('a ZIP of reports is imported without any connection', async () => {
    const { page, button, seen, world, firstDay, now } = stage;
    const files = await writeReportFiles(world, {
      folder,
      names: ['individual-item-report', 'signature-orders-report'],
      networkId: UNITED_KINGDOM,
      startDay: firstDay,
      endDay: dayOf(now.getTime()),
      now,
    });
    const entries = files.map(({ path }) => ({ name: basename(path), bytes: readFileSync(path) }));
    await choose('reports.zip', 'application/zip', zipOf(entries));
    await page.getByText(/A ZIP/).waitFor();
    const place = page.getByLabel(/Where do the files .* belong/) as Choice; // as above
    await place.selectOption({ label: 'United Kingdom, without a connection' });
    await button('Preview 1 file').click();
    await seen(button(/^Upload [\d,]+ sales from 2 reports/));
    expect(await barriersOf(page)).toEqual([]);
    await button(/^Upload [\d,]+ sales from 2 reports/).click();
    await seen(page.getByText(/^Uploaded$/).first());
    expect(await stage.ledger()).toEqual(of(stage.truth(), 'GBP'));
  });

  test('a damaged file says where, and leaves the ledger as it is', async () => {
    const { page, button, seen } = stage;
    const before = await stage.ledger();
    const [file] = await writeReportFiles(stage.world, {
      folder,
      names: ['individual-item-report'],
      networkId: UNITED_KINGDOM,
      startDay: stage.firstDay,
      endDay: dayOf(stage.now.getTime()),
      now: stage.now,
    });
    const text = readFileSync(file?.path ?? '', 'utf8');
    await choose('damaged.csv', 'text/csv', Buffer.from(`${text.trimEnd()}\r\n"open quote,1\r\n`));
    const place = page.getByLabel(/Where do the files .* belong/) as Choice; // as above
    await place.selectOption({ label: 'United Kingdom, without a connection' });
    await button('Preview 1 file').click();
    await seen(page.getByText(/quote/i).first());
    await page
      .getByText(/damaged\.csv.*line \d+|line \d+.*damaged\.csv/)
      .first()
      .waitFor();
    expect(await stage.ledger()).toEqual(before);
    stage.faults.length = 0; // the browser notes that the file was refused
    await page.goto(`${stage.program.url}/connections`);
  });

  test('two countries at once; the files of one become its history', async () => {
    const { page, button, seen } = stage;
    await fillCredentials(stage, '6000');
    await page.getByLabel(/United Kingdom/).click();
    await page.getByLabel('Website').fill('dailyfind.example');
    await button('Save and test connection').click();
    await page.getByText(/Files of United Kingdom were imported before/).waitFor();
    expect(await barriersOf(page)).toEqual([]);
    stage.faults.length = 0; // that question is an answer with an error code, which the browser notes
    await button('Yes, they are its history').click();
    await expect
      .poll(() => page.getByText('Every report that is needed was found.').count(), { timeout: LONGEST_PULL_MS })
      .toBe(2);
    await startImport(stage, '2');
    await seen(button('See what was found'));
    await button('See what was found').click();
    await seen(button(/^Upload /));
    expect(await barriersOf(page)).toEqual([]);
    await button(/^Upload /).click();
    await seen(page.getByText('Your sales are in the ledger'));
    expect(await stage.ledger()).toEqual(of(stage.truth(), 'GBP', 'USD'));
  }, 240_000);

  test('a third country is added later, without pasting the token again', async () => {
    const { page, button } = stage;
    await button('Add another country').click();
    await page.getByText(/The one of Rakuten Advertising United .* is used/).waitFor();
    await page.getByLabel(/Canada/).click();
    await button('Save and test connection').click();
    await page.getByText('Every report that is needed was found.').waitFor({ timeout: LONGEST_PULL_MS });
    await startImport(stage, '2');
    await stage.seen(button('See what was found'));
    await button('See what was found').click();
    await stage.seen(button(/^Upload [\d,]+ sales/));
    await button(/^Upload [\d,]+ sales/).click();
    await stage.seen(page.getByText('Your sales are in the ledger'));
    expect(await stage.ledger()).toEqual(stage.truth());
  }, 240_000);

  test('a refused token: what to do, the words of the network folded, and well again', async () => {
    const { page, button, network, seen } = stage;
    network.faults.next('forbidden', { times: 'always' });
    await open(/Rakuten Advertising Canada/);
    await more('Test connection');
    await seen(page.getByText(/Rakuten refuses the token/).first());
    expect(await page.getByText(/Rakuten refuses the token \(403\)/).count()).toBeGreaterThan(0);
    await page.getByText('What the network said').first().click();
    expect(await barriersOf(page)).toEqual([]);
    await page.goto(`${stage.program.url}/connections`);
    await page.getByRole('link', { name: 'Renew the token' }).waitFor();
    network.faults.clear();
    await open(/Rakuten Advertising Canada/);
    await more('Test connection');
    await seen(page.getByText('Every report that is needed was found.'));
    await open(/Rakuten Advertising Canada/);
    await page.getByText('Healthy').first().waitFor();
    await button('Pull now').waitFor();
  }, 120_000);

  test('name and website change; paused, it waits for a person; its raw reports can be had', async () => {
    const { page, button } = stage;
    await open(/Rakuten Advertising United Kingdom/);
    await more('Edit name, website and settings');
    await page.getByLabel('Name', { exact: true }).fill('Daily Find UK');
    const website = page.getByLabel('Website') as Choice; // as above
    await website.selectOption({ label: 'Another website …' });
    await page.getByLabel('Address of the website').fill('dailyfind.co.uk');
    await button('Save and test connection').click();
    await page.getByText('Every report that is needed was found.').waitFor({ timeout: LONGEST_PULL_MS });
    await open(/Daily Find UK/);
    await page
      .getByText(/United Kingdom · dailyfind\.co\.uk/)
      .first()
      .waitFor();

    const download = page.waitForEvent('download');
    await page
      .getByRole('link', { name: /^Download tributary-report / })
      .first()
      .click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^tributary-report-\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.csv$/);
    expect(readFileSync(await file.path(), 'utf8')).toContain('Transaction ID');
    expect(await barriersOf(page)).toEqual([]);

    await more('Pause');
    await button('Resume').waitFor();
    await page.getByText('Not scheduled').waitFor();
    await page.goto(`${stage.program.url}/connections`);
    await page.getByText('Nothing is pulled until it is resumed.').waitFor();
    await open(/Daily Find UK/);
    await button('Resume').click();
    await page.getByText('Healthy').first().waitFor();
  }, 120_000);

  test('removed, its sales stay', async () => {
    const { page, button } = stage;
    await open(/Daily Find UK/);
    await more('Remove');
    await page.getByText('Its sales stay in the ledger').waitFor();
    await button('Remove connection').click();
    await page.waitForURL(/\/connections$/);
    expect(await page.getByRole('link', { name: /Daily Find UK/ }).count()).toBe(0);
    expect(await stage.ledger()).toEqual(stage.truth());
    expect(stage.faults).toEqual([]);
  });
});
