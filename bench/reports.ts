/**
 * Reports benchmark: a ledger of N lines (40 advertisers, 5000 sub-ids, 4 % reversals, 388 days), every report asked of
 * it, each time next to the bare SQL of one plain sum over all lines in the same run. Prints milliseconds and ratios:
 * machines differ, ratios travel. `npm run bench -- reports [lines] [postings]`; `postings`: only what a posting costs.
 */
import { spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../src/core/index.ts';
import { gatherFile, importFiles, networkNamed } from '../src/imports/index.ts';
import { ensureLedgerLines, loadRates } from '../src/ledger/index.ts';
import type { Workspace } from '../src/open-workspace.ts';
import { openMain } from '../test/open-main.ts';
import {
  exportTransactions,
  readBreakdown,
  readChanges,
  readOrders,
  readOverview,
  readTransaction,
  readTransactions,
  type ReportSources,
} from '../src/reports/index.ts';

const HEADER =
  'Member ID (U1),MID,Advertiser Name,Order ID,Transaction Date,Transaction Time,SKU,Sales,# of Items,Total Commission,Process Date,Process Time';
const LAUNCHER = join(import.meta.dirname, '..', 'bin', 'tributary.js');
const DAYS = 388;
const FIRST_DAY = Date.UTC(2025, 10, 1);
const TODAY = '2026-11-25';
const ROUNDS = 20;

/** One line of the file; every 25th takes back the one two before it. */
function lineOf(n: number, lines: number): string {
  const isReversal = n > 0 && n % 25 === 0;
  const of = isReversal ? n - 2 : n;
  const sign = isReversal ? '-' : '';
  const day = new Date(FIRST_DAY + Math.floor((n / lines) * DAYS) * 86_400_000);
  const date = `${day.getUTCMonth() + 1}/${day.getUTCDate()}/${day.getUTCFullYear() % 100}`;
  const two = (value: number): string => String(value % 60).padStart(2, '0');
  const cents = (of * 7919) % 100_000;
  const sales = `${sign}${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
  const commission = `${sign}${Math.floor(cents / 2000)}.${String((cents * 5) % 10_000).padStart(4, '0')}`;
  const advertiser = (of >> 1) % 40;
  return `"post-${of % 5000}_hero",${3000 + advertiser},"Example ${advertiser}, Inc.","1002${of >> 1}",${date},"${two(n % 24)}:${two(n)}:${two(n * 7)}","SKU-${of % 9999}",${sales},${sign}1,${commission},${date},"18:51:${two(n)}"\r\n`;
}

/** Writes a report of so many lines. */
async function writeReport(folder: string, first: number, lines: number, total: number): Promise<string> {
  const report = join(folder, `report-${first}.csv`);
  const out = createWriteStream(report);
  out.write(`\uFEFF${HEADER}\r\n`);
  for (let n = first; n < first + lines; n += 1) if (!out.write(lineOf(n, total))) await once(out, 'drain');
  out.end();
  await once(out, 'finish');
  return report;
}

/** Imports a report into the data folder; gives it. */
async function makeLedger(folder: string, lines: number): Promise<string> {
  const [report, data] = [await writeReport(folder, 0, lines, lines), join(folder, 'data')];
  const args = [LAUNCHER, 'import', report, '--network', 'rakuten', '--country', 'US', '--data', data, '--json'];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the import failed: ${run.stderr}${run.stdout}`);
  return data;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const at = (sorted: readonly number[], part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? 0;

/** Times a report in turn with the plain sum, so that what else the machine does weighs on both. */
async function measure(what: string, work: () => Promise<unknown>, bare: () => Promise<unknown>): Promise<void> {
  await work();
  const [times, bares]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bares.push(await timed(bare));
    times.push(await timed(work));
  }
  for (const list of [times, bares]) list.sort((a, b) => a - b);
  const ratio = at(times, 0.5) / at(bares, 0.5);
  const late = at(times, 0.95) / at(bares, 0.95);
  const ms = (value: number): string => value.toFixed(0).padStart(5);
  process.stdout.write(
    `${what.padEnd(34)} p50 ${ms(at(times, 0.5))} ms  p95 ${ms(at(times, 0.95))} ms  ${ratio.toFixed(1).padStart(6)} x (p95 ${late.toFixed(1)} x) a plain sum\n`,
  );
}

const ASKED = { filters: [], match: 'date', date: 'transaction', figure: 'total' } as const;
const MONTH = { ...ASKED, from: '2026-10-27', to: TODAY, compare: 'previous' } as const;
const ROWS = { sort: 'commission', isDescending: true, limit: 20, offset: 0 } as const;
const PAGE = { ...ASKED, isDescending: true, limit: 50 } as const;

/** Every report, the small question and the large one. */
function reportsOf(sources: ReportSources, id: string, cursor: string): [string, () => Promise<unknown>][] {
  const overview = (period: typeof ASKED & { readonly currency?: string }) => () =>
    readOverview(sources, { ...period, stackBy: 'network' });
  return [
    ['overview, 30 days compared', overview(MONTH)],
    ['overview, everything', overview(ASKED)],
    ['overview, 30 days compared, in EUR', overview({ ...MONTH, currency: 'EUR' })],
    ['overview, everything, in EUR', overview({ ...ASKED, currency: 'EUR' })],
    ['advertisers, 30 days compared', () => readBreakdown(sources, { ...MONTH, ...ROWS, by: 'advertiser' })],
    ['advertisers, everything', () => readBreakdown(sources, { ...ASKED, ...ROWS, by: 'advertiser' })],
    ['sub-ids, everything', () => readBreakdown(sources, { ...ASKED, ...ROWS, by: 'subId' })],
    ['lines by date, first page', () => readTransactions(sources, { ...PAGE, sort: 'date' })],
    ['lines by date, first page, in EUR', () => readTransactions(sources, { ...PAGE, sort: 'date', currency: 'EUR' })],
    ['lines by date, later page', () => readTransactions(sources, { ...PAGE, sort: 'date', cursor })],
    ['lines by commission', () => readTransactions(sources, { ...PAGE, sort: 'commission' })],
    ['lines with a text', () => readTransactions(sources, { ...PAGE, sort: 'date', search: 'sku-77' })],
    ['orders by date', () => readOrders(sources, { ...PAGE, sort: 'date' })],
    ['one line', () => readTransaction(sources, id, () => Promise.resolve(null))],
    ['changes of a run of everything', () => readChanges(sources, { runs: 1, limit: 20 })],
  ];
}

/** A rate of the dollar for every working day. */
function dailyRates(): { readonly day: string; readonly currency: string; readonly rate: string }[] {
  const days = Array.from({ length: DAYS + 10 }, (_, n) => new Date(FIRST_DAY + (n - 7) * 86_400_000));
  return days
    .filter((day) => day.getUTCDay() % 6 !== 0)
    .map((day, n) => ({ day: day.toISOString().slice(0, 10), currency: 'USD', rate: `1.${1000 + ((n * 37) % 500)}` }));
}

/** Time and the most memory that writing the spreadsheet added. */
async function spreadsheet(sources: ReportSources): Promise<string> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let [most, bytes] = [before, 0];
  const took = await timed(async () => {
    for await (const part of exportTransactions(sources, { ...PAGE, sort: 'date' }, 'xlsx')) {
      bytes += part.length;
      most = Math.max(most, process.memoryUsage().rss);
    }
  });
  const mb = (value: number): string => (value / 1e6).toFixed(0);
  return `${(took / 1000).toFixed(1)} s, ${mb(bytes)} MB, memory ${mb(before)} MB before, ${mb(most)} MB at most`;
}

/** What a posting costs the first reader: of few lines, then everything anew. */
async function benchPostings(installation: Workspace, folder: string, lines: number, made: number): Promise<void> {
  let first = lines;
  for (const size of [20, 500, 5000]) {
    const { facts, raw } = installation;
    const path = await writeReport(folder, first, size, lines);
    const files = await gatherFile(raw, path, 'report.csv', networkNamed('rakuten'));
    await importFiles(installation, { network: 'rakuten', country: 'US', files });
    first += size;
    const took = await timed(() => ensureLedgerLines(facts));
    process.stdout.write(
      `${`after a posting of ${size} lines`.padEnd(34)} ${(took / 1000).toFixed(2)} s, ${(took / made).toFixed(3)} x everything anew\n`,
    );
    if (size === 5000) {
      const sources: ReportSources = { facts, names: { networks: [], connections: [] }, today: TODAY };
      const bare = (): Promise<unknown> =>
        facts.query('select currency, sum(commission) as c, sum(sales) as s from entries group by currency');
      await measure(
        'overview, everything, after it',
        () => readOverview(sources, { ...ASKED, stackBy: 'network' }),
        bare,
      );
      await measure('lines by date, after it', () => readTransactions(sources, { ...PAGE, sort: 'date' }), bare);
      const zoned = { timeZone: 'Europe/Berlin', zones: { rakuten: 'GMT' }, reversalDays: 90 };
      const anew = await timed(() => ensureLedgerLines(facts, zoned));
      process.stdout.write(`${'in another zone, everything anew'.padEnd(34)} ${(anew / 1000).toFixed(1)} s\n`);
    }
  }
}

/** Every report, and the files of everything. */
async function benchReports(sources: ReportSources, bare: () => Promise<unknown>): Promise<void> {
  const page = await readTransactions(sources, { ...PAGE, sort: 'date' });
  for (const [what, work] of reportsOf(sources, page.rows[0]?.id ?? '', page.nextCursor ?? '')) {
    await measure(what, work, bare);
  }
  const whole = await timed(async () => {
    for await (const part of exportTransactions(sources, { ...PAGE, sort: 'date' })) void part;
  });
  process.stdout.write(`${'export of everything, once'.padEnd(34)} ${(whole / 1000).toFixed(1)} s\n`);
  process.stdout.write(`${'the same as a spreadsheet, once'.padEnd(34)} ${await spreadsheet(sources)}\n`);
}

async function bench(lines: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  try {
    const installation = await openMain(await makeLedger(folder, lines), { log: silentLog });
    const { facts } = installation;
    const sources: ReportSources = { facts, names: { networks: [], connections: [] }, today: TODAY };
    const bare = (): Promise<unknown> =>
      facts.query('select currency, sum(commission) as c, sum(sales) as s from entries group by currency');
    await loadRates(facts, folder, dailyRates(), 'benchmark', new Date(FIRST_DAY));
    const made = await timed(() => ensureLedgerLines(facts));
    const plain = await timed(bare);
    process.stdout.write(
      `${lines} lines; made readable in ${(made / 1000).toFixed(1)} s; plain sum ${plain.toFixed(0)} ms\n`,
    );
    if (process.argv[4] !== 'postings') await benchReports(sources, bare);
    await benchPostings(installation, folder, lines, made);
    await installation.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await bench(Number(process.argv[3] ?? 1_000_000));
