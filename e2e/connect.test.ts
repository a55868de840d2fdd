/** From a pasted report URL to figures that equal the network's truth, in a real browser, against the simulated network. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type RakutenServer, startRakutenServer, type World, writeReportFiles } from '../sandbox/index.ts';
import { barriersOf, type BrowserContext, type Locator, type Page, watch } from './browser.ts';
import { openBrowser } from './find-browser.mjs';
import { type Program, startProgram } from './start-program.mjs';

const { browser, why } = await openBrowser();
if (browser === null) process.stderr.write(`Browser tests are skipped: ${why}.\n`);

const LONGEST_WAIT_MS = 15_000;
/** A pull of two months by a busy machine. */
const LONGEST_PULL_MS = 45_000;
const DAY_MS = 86_400_000;
const UNITED_STATES = 1;
const OWNER = {
  name: 'Ada',
  email: 'ada@example.org',
  password: 'three quiet herons in march',
  workspace: 'The Daily Find',
};

/** What these tests use of playwright beyond the others. */
interface FilesLocator extends Locator {
  setInputFiles(files: readonly { name: string; mimeType: string; buffer: Buffer }[]): Promise<void>;
}
interface RunningPage extends Page {
  /** Runs a script in the page. */
  evaluate(script: string): Promise<unknown>;
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
/** Orders of the last 40 days; lines are visible as soon as the network has processed them. */
const now = new Date();
const FIRST_DAY = dayOf(now.getTime() - 40 * DAY_MS);

/** Units of 1/10 000 as the API writes amounts. */
function amount(units: number): string {
  const digits = String(Math.abs(units)).padStart(5, '0');
  return `${units < 0 ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

describe.skipIf(browser === null)('connecting a network', () => {
  let world: World;
  let network: RakutenServer;
  let program: Program;
  let context: BrowserContext;
  let page: RunningPage;
  let faults: string[];
  const folder = mkdtempSync(join(tmpdir(), 'tributary-e2e-files-'));

  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  const reportUrl = (): string =>
    network.reportUrl('tributary-report', FIRST_DAY, dayOf(now.getTime()), { network: String(UNITED_STATES) });
  /** Waits as long as a pull may take; what the page shows instead is in the error. */
  async function seen(locator: Locator): Promise<void> {
    try {
      await locator.waitFor({ timeout: LONGEST_PULL_MS });
    } catch (error) {
      const shown = await page.getByRole('main').textContent();
      throw new Error(`${page.url()} shows: ${shown}`, { cause: error });
    }
  }
  /** What the ledger holds in dollars, as the command line would read it. */
  async function ledger(): Promise<unknown> {
    const response = await fetch(`${program.url}/api/v1/ledger/figures`, {
      headers: { authorization: `Bearer ${program.key}` },
    });
    const { totals } = (await response.json()) as { totals: { currency: string; commission: string; lines: number }[] };
    return totals.filter((one) => one.currency === 'USD').map(({ commission, lines }) => ({ commission, lines }));
  }
  /** The same, by the truth of the world. */
  function truth(): unknown {
    const lines = world.truth(now).filter((line) => line.networkId === UNITED_STATES && line.state !== 'lost');
    const commission = lines.reduce((sum, line) => sum + line.commissionUnits, 0);
    return [{ commission: amount(commission), lines: lines.length }];
  }

  beforeAll(async () => {
    world = createWorld({
      seed: 'connect',
      ordersPerDay: 8,
      networks: [UNITED_STATES],
      startDay: FIRST_DAY,
      endDay: dayOf(now.getTime()),
    });
    network = await startRakutenServer(world, {
      clock: { kind: 'virtual', now },
      rateLimit: { perMinute: Number.POSITIVE_INFINITY },
    });
    program = await startProgram();
    if (browser === null) throw new Error('no browser');
    context = await browser.newContext({
      locale: 'en-US',
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 900 },
    });
    context.setDefaultTimeout(LONGEST_WAIT_MS);
    page = (await context.newPage()) as RunningPage; // playwright's page has all of this
    faults = watch(page, program.url).faults;
    await page.goto(program.setupLink ?? '');
    await page.getByLabel('Your name').fill(OWNER.name);
    await page.getByLabel('E-mail address').fill(OWNER.email);
    await page.getByLabel('Name of the workspace').fill(OWNER.workspace);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await button('Create the account').click();
    await button(`Account of ${OWNER.name}`).waitFor();
  });
  afterAll(async () => {
    await context?.close();
    await browser?.close();
    await program?.close();
    await network?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a bad token is refused at its field before anything is asked of the network', async () => {
    await page.goto(`${program.url}/connections`);
    await page.getByRole('link', { name: 'Connect a network' }).click();
    await button(/Rakuten Advertising/).click();
    await page.getByLabel('Report URL or token').fill('ZW5jcnlwdGVkYToyOntzOjU6IlRva2Vu');
    await page
      .getByText(/token .*(cut|characters|whole|long)/i)
      .first()
      .waitFor();
    expect(await barriersOf(page)).toEqual([]);
    expect(network.requests).toEqual([]);
    await expect.poll(() => faults.length).toBe(1); // the browser notes the refusal, which is what was wanted
    faults.length = 0;
  });

  test('a pasted report URL says what it gives, and leads to a test of every report', async () => {
    await page.getByLabel('Report URL or token').fill(reportUrl());
    await page.getByText(/Token found in the URL you pasted: .*United States.*tributary-report/).waitFor();
    await page.getByLabel('Site ID').fill('1234567');
    await page.getByText('More settings').click();
    await page.getByLabel('Requests a minute').fill('6000');
    network.faults.next('renamed-column', { report: 'tributary-report' });
    await button('Save and test connection').click();
    await page.getByText('Columns are missing').waitFor({ timeout: LONGEST_PULL_MS });
    await page.getByText(/Missing: /).waitFor();
    await button('Correct the settings').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await button('Test again').click();
    await page.getByText('Every report that is needed was found.').waitFor({ timeout: LONGEST_PULL_MS });
  });

  test('the import goes on when the page is left, and what it found is uploaded', async () => {
    await button('Continue to the import').click();
    await page.getByLabel('Months').fill('3');
    await button('Import 3 months of sales').click();
    await page.waitForURL(/runs=/);
    await page.goto(`${program.url}/connections`);
    await page.getByRole('link', { name: /Rakuten Advertising United States/ }).click();
    await page.getByRole('link', { name: 'Finish the set-up', exact: true }).click();
    const found = page.getByRole('button', { name: /See what was found|^Upload/ });
    await seen(found.first());
    if (/See/.test((await found.first().textContent()) ?? '')) await found.first().click();
    await seen(button(/^Upload [\d,]+ sales/));
    expect(await ledger()).toEqual([]);
    expect(await barriersOf(page)).toEqual([]);
    await button(/^Upload [\d,]+ sales/).click();
    await seen(page.getByText('Your sales are in the ledger'));
    await page
      .getByText(/Next pull/)
      .first()
      .waitFor();
    expect(await ledger()).toEqual(truth());
    const [{ commission } = { commission: '' }] = truth() as { commission: string }[];
    const exact = commission.replace(/0{1,2}$/, ''); // as the overview writes it: 2 to 4 decimals, grouped
    await page.goto(`${program.url}/overview?period=all`);
    const grouped = exact.replace(/\B(?=(\d{3})+\.)/g, ',');
    await seen(page.locator(`button[title^="USD\u00a0${grouped} "]`).first());
  }, 180_000);

  test('the credential is never shown again', async () => {
    await page.goto(`${program.url}/connections`);
    await page.getByRole('link', { name: /Rakuten Advertising United States/ }).click();
    await page.getByText('Report URL or token').waitFor();
    const shown = (await page.getByRole('main').textContent()) ?? '';
    expect(shown).toContain(network.token.slice(-4));
    expect(shown).not.toContain(network.token.slice(20, 40));
    expect(await barriersOf(page)).toEqual([]);
  });

  test('the same sales dropped as a file change nothing', async () => {
    const [file] = await writeReportFiles(world, {
      folder,
      names: ['tributary-report'],
      networkId: UNITED_STATES,
      startDay: FIRST_DAY,
      endDay: dayOf(now.getTime()),
      now,
    });
    const text = readFileSync(file?.path ?? '', 'utf8');
    await page.goto(`${program.url}/connections`, { waitUntil: 'networkidle' });
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      data.items.add(new File([${JSON.stringify(text)}], 'downloaded.csv', { type: 'text/csv' }));
      for (const type of ['dragover', 'drop']) window.dispatchEvent(new DragEvent(type, { dataTransfer: data, cancelable: true }));
    })()`);
    await button('Preview 1 file').click();
    await button('Confirm: nothing changes').click();
    await page
      .getByText(/^Uploaded$/)
      .first()
      .waitFor();
    expect(await ledger()).toEqual(truth());
  });

  test('an unknown table is read by a mapping that is remembered', async () => {
    const table = (day: string): Buffer =>
      Buffer.from(
        `Date,Order ID,Shop,Amount,Commission,Currency\n${day},A1,Pans,10.00,1.25,EUR\nsoon,A2,Pots,20.00,2.00,EUR\n`,
      );
    const choose = async (name: string, buffer: Buffer): Promise<void> => {
      await page.goto(`${program.url}/connections`, { waitUntil: 'networkidle' });
      await button('Import files').click();
      const input = page.getByLabel('Files to import') as FilesLocator; // playwright's locator has this
      await input.setInputFiles([{ name, mimeType: 'text/csv', buffer }]);
    };
    await choose('shops.csv', table('2026-03-01'));
    await button('Choose its columns').click();
    const select = async (label: string, value: string): Promise<void> => {
      const field = page.getByLabel(label) as Locator & { selectOption(value: string): Promise<unknown> }; // as above
      await field.selectOption(value);
    };
    await select('Date format', 'YYYY-MM-DD');
    await select('Decimal mark', '.');
    expect(await barriersOf(page)).toEqual([]);
    await button('Save mapping').click();
    await button('Preview 1 file').click();
    await button('Upload 1 sale').waitFor();
    await page.getByRole('tab', { name: 'Rejected (1)' }).click();
    await page
      .getByText(/line 3/)
      .first()
      .waitFor();
    await button('Upload 1 sale').click();
    await page.getByText('1 rejected').first().waitFor();
    await choose('shops-later.csv', table('2026-03-02'));
    await page.getByText('Custom report').waitFor();
    expect(await button('Choose its columns').count()).toBe(0);
    expect(faults).toEqual([]);
  });
});
