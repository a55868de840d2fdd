/**
 * Puts a piece of the log into the facts, exactly once whatever breaks: an event is told by its id, a piece by its row in
 * `collector_positions`, which comes last. On DuckDB all of it is one transaction. On ClickHouse a piece that broke
 * half-way is applied again; the events it had written are known by their ids, and its counts do not count without their
 * position.
 */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CsvBytes, instantText } from '../core/index.ts';
import { columnsOf, type FactsStore, type FactsWriter, type TableName } from '../facts/index.ts';
import { type DropReason, EVENT_KINDS, type EventKind, type LogRecord } from './kept.ts';
import { type AdvertiserOf, type PlacedEvent, stageEvents } from './stage-events.ts';
import { dayOf } from './visitor-salt.ts';

/** A piece of the log: the records of one workspace in it. */
export interface Batch {
  readonly segment: number;
  readonly from: number;
  readonly to: number;
  readonly records: readonly { readonly at: number; readonly record: LogRecord }[];
  /** Records in it that could not be read, by site. */
  readonly deadLetters: readonly { readonly site: string; readonly atMs: number }[];
}

/** An event may come again for so long before or after those of a batch: proxies and browsers try for up to 72 hours. */
const REPEATED_MS = 96 * 60 * 60_000;

const TABLE_OF: Readonly<Record<EventKind, TableName>> = {
  pageview: 'pageviews',
  impressions: 'impressions',
  click: 'clicks',
};

/** So many events of a site on a day with one outcome. */
interface Count {
  readonly site: string;
  readonly day: string;
  readonly outcome: EventKind | DropReason;
  events: number;
  firstMs: number;
  lastMs: number;
}

/** What applying needs besides the facts. */
export interface ApplyTools {
  /** For files that last as long as this. */
  readonly folder: string;
  readonly advertiserOf: AdvertiserOf;
}

/** Applies a batch. */
export async function applyBatch(
  facts: FactsStore,
  batch: Batch,
  { folder, advertiserOf }: ApplyTools,
  nowMs: number,
): Promise<void> {
  const events: PlacedEvent[] = [];
  for (const { at, record } of batch.records) {
    if (record.record === 'event') events.push({ segment: batch.segment, at, record });
  }
  const fresh = withoutRepeats(events);
  const file = join(folder, `staging-collect-${batch.segment}-${batch.from}.csv`);
  const countsFile = `${file.slice(0, -4)}-counts.csv`;
  try {
    if (fresh.length > 0) await stageEvents(fresh, file, advertiserOf);
    await facts.exclusive(async (writer) => {
      if (fresh.length > 0) {
        await writer.empty('staged_events');
        await writer.loadCsv('staged_events', file);
      }
      await writer.atomically(async () => {
        const accepted = fresh.length === 0 ? [] : await insertEvents(writer, batch, fresh);
        await writeFile(countsFile, countRows(batch, countsOf(batch, events, accepted)), { mode: 0o600 });
        await writer.loadCsv('collector_counts', countsFile);
        await writer.run(
          `insert into collector_positions (log_segment, log_from, log_to, applied_at)
           values ({segment:Int64}, {from:Int64}, {to:Int64}, {at:DateTime64(6, 'UTC')})`,
          { ...place(batch), at: instantText(new Date(nowMs)) },
        );
      });
    });
  } finally {
    await rm(file, { force: true });
    await rm(countsFile, { force: true });
  }
}

function place({ segment, from, to }: Batch): { segment: number; from: number; to: number } {
  return { segment, from, to };
}

/** The first of every event of a batch. */
function withoutRepeats(events: readonly PlacedEvent[]): readonly PlacedEvent[] {
  const known = new Set<string>();
  return events.filter(({ record: { site, event } }) => {
    const id = `${event.kind} ${site} ${event.eventId}`;
    return !known.has(id) && known.add(id);
  });
}

/** Inserts what the facts do not have yet, and gives what of the batch they have then. */
async function insertEvents(
  writer: FactsWriter,
  batch: Batch,
  events: readonly PlacedEvent[],
): Promise<readonly Count[]> {
  const oldestMs = events.reduce((oldest, { record }) => Math.min(oldest, record.atMs), Number.POSITIVE_INFINITY);
  const newestMs = events.reduce((newest, { record }) => Math.max(newest, record.atMs), 0);
  const parameters = {
    ...place(batch),
    since: instantText(new Date(oldestMs - REPEATED_MS)),
    until: instantText(new Date(newestMs + REPEATED_MS)), // of the past, when packed events are applied again
  };
  const accepted: Count[] = [];
  for (const kind of EVENT_KINDS) {
    if (!events.some(({ record }) => record.event.kind === kind)) continue;
    const [table, columns] = [TABLE_OF[kind], columnsOf(TABLE_OF[kind]).join(', ')];
    await writer.run(
      `insert into ${table} (${columns}) select ${columns} from staged_events s
       where s.kind = '${kind}' and (s.site_id, s.event_id) not in
         (select p.site_id, p.event_id from ${table} p
          where p.happened_at >= {since:DateTime64(6, 'UTC')} and p.happened_at <= {until:DateTime64(6, 'UTC')})`,
      parameters,
    );
    const rows = await writer.query(
      `select distinct log_at from ${table} where log_segment = {segment:Int64} and log_at >= {from:Int64}
         and log_at < {to:Int64}`,
      parameters,
    );
    const stored = new Set(rows.map((row) => Number(row['log_at'])));
    for (const { at, record } of events) {
      if (record.event.kind === kind && stored.has(at)) add(accepted, record.site, record.atMs, kind, 1);
    }
  }
  return accepted;
}

/** What became of everything in a batch; what is neither stored nor dropped had come before. */
function countsOf(batch: Batch, events: readonly PlacedEvent[], accepted: readonly Count[]): readonly Count[] {
  const counts = [...accepted];
  const left = new Map<string, number>();
  for (const { site, day, events: n } of accepted) left.set(`${site} ${day}`, (left.get(`${site} ${day}`) ?? 0) + n);
  for (const { record } of events) {
    const key = `${record.site} ${dayOf(record.atMs)}`;
    const missing = left.get(key) ?? 0;
    if (missing > 0) left.set(key, missing - 1);
    else add(counts, record.site, record.atMs, 'duplicate', 1);
  }
  for (const { record } of batch.records) {
    if (record.record === 'drops') add(counts, record.site, record.atMs, record.reason, record.count);
  }
  for (const { site, atMs } of batch.deadLetters) add(counts, site, atMs, 'dead-letter', 1);
  return counts;
}

function add(counts: Count[], site: string, atMs: number, outcome: Count['outcome'], events: number): void {
  const day = dayOf(atMs);
  const found = counts.find((one) => one.site === site && one.day === day && one.outcome === outcome);
  if (found === undefined) counts.push({ site, day, outcome, events, firstMs: atMs, lastMs: atMs });
  else {
    found.events += events;
    found.firstMs = Math.min(found.firstMs, atMs);
    found.lastMs = Math.max(found.lastMs, atMs);
  }
}

function countRows(batch: Batch, counts: readonly Count[]): Buffer {
  const csv = new CsvBytes(4096);
  for (const count of counts) {
    for (const number of [batch.segment, batch.from, batch.to]) csv.plain(String(number));
    csv.text(count.site);
    csv.plain(count.day);
    csv.text(count.outcome);
    csv.plain(String(count.events));
    csv.plain(instantText(new Date(count.firstMs)));
    csv.plain(instantText(new Date(count.lastMs)));
    csv.endRow();
  }
  return csv.take();
}
