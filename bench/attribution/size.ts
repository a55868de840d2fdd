/** How long attribution and the reports over events take at a size, each beside a plain scan of the same tables. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countTraffic } from '../../src/attribution/index.ts';
import { CsvBytes, instantText, silentLog } from '../../src/core/index.ts';
import { columnsOf, type FactsStore } from '../../src/facts/index.ts';
import { AS_REPORTED } from '../../src/ledger/index.ts';
import type { Workspace } from '../../src/open-workspace.ts';
import {
  type Filter,
  readAttributionQuality,
  readClicks,
  readEarners,
  readEvidence,
  readLive,
  readOverview,
  readPage,
  readSubIds,
  readTransactions,
  type ReportSources,
} from '../../src/reports/index.ts';
import { openMain } from '../../test/open-main.ts';
import { importReport, makeFacts, NOW, pageKey, type Size } from './make-facts.ts';

const TODAY = new Date(NOW.getTime() - 1).toISOString().slice(0, 10);
const daysBack = (days: number): string => new Date(NOW.getTime() - days * 86_400_000).toISOString().slice(0, 10);

/** A clock that can be put forward: what is looked at every five minutes is looked at when it says so. */
class BenchClock {
  #ms = NOW.getTime();
  readonly now = (): Date => new Date(this.#ms);
  forward(minutes: number): void {
    this.#ms += minutes * 60_000;
  }
}

interface Watched {
  readonly seconds: number;
  /** Of the processor, on all its cores: what other programs do weighs less on it. */
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

/** Seconds, and the most memory that the process had while it worked. */
async function watched(work: () => Promise<unknown>): Promise<Watched> {
  let most = process.memoryUsage().rss;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  const { user, system } = process.cpuUsage(cpu);
  return {
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMb: Math.max(most, process.memoryUsage().rss) / 1e6,
  };
}

/** Every column of numbers that there is, of all days or since one: what a report cannot do without reading more. */
function plainScan(facts: FactsStore, since: string | null): () => Promise<unknown> {
  const from = since === null ? '' : ` where e.happened_at >= timestamp '${since} 00:00:00'`;
  return () =>
    facts.query(`select (select sum(e.since_ms) from pageviews e${from}) as views, (select sum(e.seen) from impressions e${from}) as seen,
  (select sum(e.position) from clicks e${from}) as clicks, (select sum(a.commission) from attributions a) as commission`);
}

/** Prints one line; a report that fails is a line too. */
class Table {
  readonly #rounds: number;
  constructor(rounds: number) {
    this.#rounds = rounds;
  }

  async once(what: string, work: () => Promise<unknown>, scan: () => Promise<unknown>): Promise<void> {
    const bare = (await watched(scan)).cpuSeconds;
    try {
      const { seconds, cpuSeconds, peakMb } = await watched(work);
      print(
        what,
        `${seconds.toFixed(1).padStart(10)} s  processor ${cpuSeconds.toFixed(1).padStart(8)} s ${ratio(cpuSeconds, bare)}  memory ${peakMb.toFixed(0)} MB at most`,
      );
    } catch (error) {
      print(what, `failed: ${String(error).slice(0, 160)}`);
    }
  }

  async report(what: string, work: () => Promise<unknown>, scan: () => Promise<unknown>): Promise<void> {
    const [times, cpus, bares]: [number[], number[], number[]] = [[], [], []];
    let peak = 0;
    try {
      await work();
      for (let round = 0; round < this.#rounds; round += 1) {
        bares.push((await watched(scan)).cpuSeconds);
        const { seconds, cpuSeconds, peakMb } = await watched(work);
        times.push(seconds);
        cpus.push(cpuSeconds);
        peak = Math.max(peak, peakMb);
      }
    } catch (error) {
      print(what, `failed: ${String(error).slice(0, 160)}`);
      return;
    }
    const at = (list: readonly number[], part: number): number =>
      [...list].sort((a, b) => a - b)[Math.ceil(list.length * part) - 1] ?? 0;
    const ms = (seconds: number): string => (seconds * 1000).toFixed(0).padStart(6);
    print(
      what,
      `p50 ${ms(at(times, 0.5))} ms  p95 ${ms(at(times, 0.95))} ms  processor ${ms(at(cpus, 0.5))} ms ${ratio(at(cpus, 0.5), at(bares, 0.5))}  memory ${peak.toFixed(0)} MB at most`,
    );
  }
}

function print(what: string, said: string): void {
  process.stdout.write(`${what.padEnd(40)} ${said}\n`);
}

const ratio = (seconds: number, bare: number): string => `${(seconds / bare).toFixed(1).padStart(7)} x a plain scan`;

/** Makes the data in a process of its own, so that its memory is not counted. */
export async function makeData(data: string, size: Size): Promise<void> {
  const workspace = await openMain(data, { clock: () => NOW, log: silentLog });
  try {
    await importReport(workspace, await makeFacts(workspace, size));
  } finally {
    await workspace.close();
  }
}

/** `kept`: a data folder that is used again, and made where it is not there yet. */
export async function benchSize(size: Size, rounds: number, isMade: boolean, kept: string | undefined): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const data = kept ?? join(folder, 'data');
  try {
    if (!isMade) {
      const { seconds } = await watched(async () => {
        const args = [import.meta.filename, 'attribution', '--make', data, String(size.entries), String(size.events)];
        const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
        if (status !== 0) throw new Error('the data could not be made');
      });
      print(`${size.entries} entries, ${size.events} events`, `made in ${seconds.toFixed(0)} s`);
    }
    const clock = new BenchClock();
    const workspace = await openMain(data, { clock: clock.now, log: silentLog });
    try {
      await measure(workspace, clock, folder, new Table(rounds));
    } finally {
      await workspace.close();
    }
    print('memory of the process', `${(process.resourceUsage().maxRSS / 1e3).toFixed(0)} MB at most`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(workspace: Workspace, clock: BenchClock, folder: string, table: Table): Promise<void> {
  const { facts, attributor } = workspace;
  const everything = plainScan(facts, null);
  const ensure = (): Promise<unknown> => attributor.ensure(AS_REPORTED);
  const once = table.once.bind(table);
  await everything();
  await once('attribution, all of it', ensure, everything);
  await once('attribution, nothing new', ensure, everything);
  await importReport(workspace, await smallReport(facts, folder, 500));
  await once('attribution after 500 new lines', ensure, everything);
  await addClicks(facts, folder, 1000);
  clock.forward(6);
  await once('attribution after 1000 new clicks', ensure, everything);
  const sources: ReportSources = {
    facts,
    names: { networks: [], connections: [] },
    today: TODAY,
    attribution: {
      ensure: () => attributor.ensure(AS_REPORTED),
      ensureWithin: (mostMs) => attributor.ensureWithin(AS_REPORTED, mostMs),
      credited: (basis, model, of) => attributor.credited(basis, model, of),
    },
  };
  for (const credit of ['linear', 'markov'] as const) {
    await once(
      `pages by credit ${credit}, made and read`,
      () => readEarners(sources, { ...EARNERS, by: 'page', credit }),
      everything,
    );
  }
  await once('traffic of all days, counted', () => countTraffic(facts, clock.now), everything);
  await reports(sources, facts, table);
  clock.forward(24 * 60);
  await once('a day later, learned anew', ensure, everything);
}

const ASKED = { filters: [], match: 'date', date: 'transaction', figure: 'total' } as const;
const ROWS = { sort: 'commission', isDescending: true, limit: 50, offset: 0 } as const;
const EARNERS = { ...ASKED, ...ROWS, credit: 'last', creditOf: 'page' } as const;

async function reports(sources: ReportSources, facts: FactsStore, table: Table): Promise<void> {
  const page = pageKey(250);
  const filters: readonly Filter[] = [{ dimension: 'sourceClass', operator: 'is', values: ['search'] }];
  const author: readonly Filter[] = [{ dimension: 'author', operator: 'is', values: ['Author 3'] }];
  const [line] = (await readTransactions(sources, { ...ASKED, sort: 'date', isDescending: true, limit: 50 })).rows;
  const periods = [
    ['30 days', { from: daysBack(30), to: TODAY, compare: 'previous' }],
    ['everything', { from: daysBack(360), to: TODAY }],
  ] as const;
  for (const [called, days] of periods) {
    const scan = plainScan(facts, called === '30 days' ? daysBack(30) : null);
    const list: readonly [string, () => Promise<unknown>][] = [
      ['overview', () => readOverview(sources, { ...ASKED, ...days, stackBy: 'network' })],
      ['tracking cards (by day)', () => readEarners(sources, { ...EARNERS, ...days, by: 'day', limit: 1 })],
      ['pages', () => readEarners(sources, { ...EARNERS, ...days, by: 'page' })],
      ['pages, a text searched', () => readEarners(sources, { ...EARNERS, ...days, by: 'page', find: 'number 19' })],
      ['pages from search', () => readEarners(sources, { ...EARNERS, ...days, by: 'page', filters })],
      ['pages of an author', () => readEarners(sources, { ...EARNERS, ...days, by: 'page', filters: author })],
      ['authors', () => readEarners(sources, { ...EARNERS, ...days, by: 'author' })],
      ['one page', () => readPage(sources, { ...ASKED, ...days, page })],
      ['links', () => readEarners(sources, { ...EARNERS, ...days, by: 'link' })],
      ['sources', () => readEarners(sources, { ...EARNERS, ...days, by: 'source' })],
      ['countries', () => readEarners(sources, { ...EARNERS, ...days, by: 'readerCountry' })],
      ['cities', () => readEarners(sources, { ...EARNERS, ...days, by: 'readerCity' })],
      [
        'clicks, first page',
        () => readClicks(sources, { filters: [], earning: 'all', limit: 50, from: days.from, to: TODAY }),
      ],
      [
        'clicks that earned',
        () => readClicks(sources, { filters: [], earning: 'yes', limit: 50, from: days.from, to: TODAY }),
      ],
      [
        'sub-ids by advertiser',
        () => readSubIds(sources, { ...ASKED, ...days, by: 'advertiser', limit: 50, offset: 0 }),
      ],
      ['sub-ids by sub-id', () => readSubIds(sources, { ...ASKED, ...days, by: 'subId', limit: 50, offset: 0 })],
      ['quality', () => readAttributionQuality(sources, { ...ASKED, from: days.from, to: TODAY })],
    ];
    for (const [what, work] of list) await table.report(`${what}, ${called}`, work, scan);
  }
  const recent = plainScan(facts, daysBack(1));
  const live = { at: new Date(NOW.getTime() - 1), minutes: 30 } as const;
  await table.report('live', () => readLive(facts, live, new Map()), recent);
  await table.report(
    'evidence of a line',
    () => readEvidence(sources, line?.id ?? '', () => Promise.resolve(null)),
    recent,
  );
}

/** A posting of new lines: orders of the last days, with the ids of known clicks. */
export async function smallReport(facts: FactsStore, folder: string, lines: number): Promise<string> {
  const report = join(folder, `posting-${Date.now()}.csv`);
  await facts.exclusive((writer) =>
    writer.run(`copy (
select case when c.log_at % 3 = 0 then '' else c.click_id end as "Member ID (U1)", c.advertiser_id as "MID", concat('Example ', c.advertiser_id, ', Inc.') as "Advertiser Name",
  concat('${Date.now()}', c.log_at) as "Order ID", strftime(c.happened_at, '%-m/%-d/%y') as "Transaction Date", strftime(c.happened_at, '%H:%M:%S') as "Transaction Time",
  concat('SKU-', c.log_at % 999) as "SKU", '25.00' as "Sales", 1 as "# of Items", '1.2500' as "Total Commission",
  strftime(c.happened_at, '%-m/%-d/%y') as "Process Date", '23:51:00' as "Process Time"
from clicks c where c.day = date '${daysBack(2)}' order by c.event_id limit ${lines}) to '${report}' (header, delim ',', quote '"')`),
  );
  return report;
}

/** New clicks as the collector would append them: copies of known ones, of the last day. */
export async function addClicks(facts: FactsStore, folder: string, clicks: number): Promise<void> {
  const columns = columnsOf('clicks');
  const [newest] = await facts.query('select max(c.log_segment) as segment from clicks c');
  const rows = await facts.query(
    `select * from clicks c where c.day = {day:Date32} order by c.event_id limit {clicks:Int64}`,
    {
      day: daysBack(2),
      clicks,
    },
  );
  const csv = new CsvBytes(1 << 20);
  for (const [place, row] of rows.entries()) {
    const changed: Record<string, string | number | null> = {
      ...row,
      log_segment: Number(newest?.['segment']) + 1,
      log_at: place,
      day: TODAY,
      happened_at: instantText(new Date(NOW.getTime() - 3_600_000 + place)),
      event_id: `new-${String(newest?.['segment'])}-${place}`,
      click_id: null,
    };
    for (const column of columns) {
      const value = changed[column] ?? null;
      if (typeof value === 'number') csv.plain(String(value));
      else csv.text(value);
    }
    csv.endRow();
  }
  const file = join(folder, 'new-clicks.csv');
  await writeFile(file, csv.take());
  await facts.exclusive((writer) => writer.loadCsv('clicks', file));
}
