/** Facts that were lost, or of an older backup, get back from packed segments what they lack, on both engines. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { ENGINES, type Opened } from '../../test/clickhouse/engines.ts';
import { applierOver } from '../../test/events/collecting.ts';
import type { FactsStore } from '../facts/index.ts';
import type { Applier } from './applier.ts';
import type { LogRecord } from './kept.ts';
import { frameOf, SEGMENT_MAGIC } from './log-frames.ts';
import { type PlacedRecord, readOpen, readPacked } from './read-log.ts';
import { segmentPath } from './segments.ts';

const NOON = Date.parse('2026-03-10T12:00:00Z');
const nowMs = (): number => NOON;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function clickOf(n: number): LogRecord {
  return {
    ...{ record: 'event', workspace: 'main', site: 'site-1', atMs: NOON - 3_600_000 + n * 1000 },
    event: {
      ...{ kind: 'click', eventId: `e-${n}`, viewId: 'v', visitor: null, pageHost: 'a.example', pagePath: '/a' },
      ...{ pageQuery: '', sinceMs: 1, country: 'US', countryIsGuess: false, device: 'phone', browser: 'Safari' },
      ...{ system: 'iOS', city: null, link: 'https://l.example/1', linkHost: 'l.example', network: 'rakuten' },
      ...{ placement: null, position: 1, way: 'c', clickId: null, linkText: null, heading: null, isCancelled: false },
    },
  };
}
const bots: LogRecord = { record: 'drops', workspace: null, site: '', atMs: NOON, reason: 'bot', count: 3 };
const gone: LogRecord = { ...clickOf(900), workspace: 'removed' } as LogRecord; // only its workspace is another
const framesOf = (records: readonly unknown[]): Buffer =>
  Buffer.concat([SEGMENT_MAGIC, ...records.map((record) => frameOf(Buffer.from(JSON.stringify(record))))]);

/** Three segments; an event comes twice, one record is none that this program knows. */
function writeLog(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-missing-'));
  folders.push(folder);
  writeFileSync(segmentPath(folder, 1), framesOf([0, 1, 2, 3].map(clickOf)));
  writeFileSync(segmentPath(folder, 2), framesOf([clickOf(4), bots, clickOf(1), { record: 'unheard', site: '' }]));
  writeFileSync(segmentPath(folder, 3), framesOf([clickOf(5), clickOf(6), bots]));
  return folder;
}

async function applyEverything(applier: Applier): Promise<void> {
  expect([await applier.applyAll(), applier.state.fault]).toEqual([true, null]);
  while (await applier.applyMissing());
  expect([await applier.applyAll(), applier.state.fault]).toEqual([true, null]);
}

async function factsOf(store: FactsStore): Promise<unknown> {
  return [
    await store.query(
      'select event_id, site_id, log_segment, log_at from clicks order by event_id, log_segment, log_at',
    ),
    await store.query(
      `select site_id, day, outcome, sum(events) as events from collected_counts group by site_id, day, outcome
       order by site_id, day, outcome`,
    ),
  ];
}

/** A store that was put back does not know what was inserted after the backup; ClickHouse would know the same rows again. */
async function forgetInserts(store: FactsStore): Promise<void> {
  if (store.engine !== 'clickhouse') return;
  for (const size of [0, 1000]) {
    for (const table of ['clicks', 'collector_counts', 'collector_positions']) {
      await store.run(`alter table ${table} modify setting non_replicated_deduplication_window = ${size}`);
    }
  }
}

async function lose(store: FactsStore, where: string): Promise<void> {
  await store.exclusive(async (writer) => {
    await writer.run(`delete from clicks where ${where}`);
    for (const table of ['collector_counts', 'collector_positions']) {
      await writer.run(`delete from ${table} where ${where.replace('log_at', 'log_from')}`);
    }
  });
}

describe.each(ENGINES)('%s', (_, open) => {
  test('lost facts, an older backup and a gap get back what they lack, each event once', async ({ skip }) => {
    const own = mkdtempSync(join(tmpdir(), 'tributary-missing-store-'));
    folders.push(own);
    const opened: Opened | { skipped: string } = await open(own);
    if ('skipped' in opened) return skip(opened.skipped);
    const { store } = opened;
    const folder = writeLog();
    const first = applierOver(folder, store, nowMs);
    await applyEverything(first);
    await first.stop();
    const before = await factsOf(store);
    expect(readdirSync(folder).filter((name) => name.endsWith('.log.gz'))).toHaveLength(3);
    const letters = readFileSync(join(folder, 'dead-letters.jsonl'), 'utf8');
    for (const where of ['1 = 1', 'log_segment >= 2', 'log_segment = 2']) {
      await lose(store, where);
      await forgetInserts(store);
      expect(await factsOf(store)).not.toEqual(before);
      const applier = applierOver(folder, store, nowMs);
      await applyEverything(applier);
      await applier.stop();
      expect(await factsOf(store), where).toEqual(before);
    }
    // without the list of contents everything is looked through, and nothing applied
    rmSync(join(folder, 'contents.jsonl'));
    const positions = await store.query('select count(*) as n from collector_positions');
    const applier = applierOver(folder, store, nowMs);
    await applyEverything(applier);
    await applier.stop();
    expect(await store.query('select count(*) as n from collector_positions')).toEqual(positions);
    expect(await factsOf(store)).toEqual(before);
    expect(readFileSync(join(folder, 'dead-letters.jsonl'), 'utf8')).toBe(letters);
    await opened.close();
  });

  test('a stop in the middle goes on, beside what is new, and damage holds up nothing', async ({ skip }) => {
    const own = mkdtempSync(join(tmpdir(), 'tributary-missing-store-'));
    folders.push(own);
    const opened: Opened | { skipped: string } = await open(own);
    if ('skipped' in opened) return skip(opened.skipped);
    const { store } = opened;
    const folder = mkdtempSync(join(tmpdir(), 'tributary-missing-'));
    folders.push(folder);
    const many = [...Array(12_000).keys()].map(clickOf);
    const packed = gzipSync(framesOf(many));
    writeFileSync(`${segmentPath(folder, 1)}.gz`, packed.subarray(0, packed.length - Math.floor(packed.length / 4)));
    writeFileSync(`${segmentPath(folder, 2)}.gz`, gzipSync(framesOf([clickOf(20_000), gone])));
    const stopped = applierOver(folder, store, nowMs);
    const running = stopped.applyMissing();
    await expect
      .poll(async () => (await store.query('select count(*) as n from clicks'))[0]?.['n'], { timeout: 20_000 })
      .not.toBe('0');
    writeFileSync(segmentPath(folder, 3), framesOf([clickOf(20_001)]));
    await stopped.stop();
    expect(await running).toBe(false);
    const applier = applierOver(folder, store, nowMs);
    await applyEverything(applier);
    const [row] = await store.query('select count(*) as n, count(distinct event_id) as ids from clicks');
    expect(Number(row?.['n'])).toBeGreaterThan(8000);
    expect(row?.['n']).toBe(row?.['ids']);
    const newest = await store.query(
      "select event_id from clicks where event_id >= 'e-20000' and event_id <= 'e-20001'",
    );
    expect(newest.map((one) => one['event_id'])).toEqual(expect.arrayContaining(['e-20000', 'e-20001']));
    expect(applier.state.damages).toBeGreaterThan(0);
    await applier.stop();
    const damaged = readdirSync(folder).filter((name) => name.startsWith('damaged-'));
    const again = applierOver(folder, store, nowMs);
    expect(await again.applyMissing()).toBe(false); // nothing is left to be looked through
    await again.stop();
    expect(readdirSync(folder).filter((name) => name.startsWith('damaged-'))).toEqual(damaged);
    await opened.close();
  });
});

test('stretches of any size give the same records as one, packed or not', async () => {
  const folder = writeLog();
  mkdirSync(join(folder, 'x'));
  const path = join(folder, 'x', 'log');
  const bytes = framesOf([...Array(3000).keys()].map(clickOf));
  bytes.fill(0, 200_000, 200_700);
  writeFileSync(path, bytes);
  writeFileSync(`${path}.gz`, gzipSync(bytes));
  const all = async (stretches: ReturnType<typeof readPacked>): Promise<readonly unknown[]> => {
    const [records, places]: [PlacedRecord[], unknown[]] = [[], []];
    for await (const stretch of stretches) {
      records.push(...stretch.records);
      places.push(...stretch.damages.map(({ place }) => place));
    }
    return [records.map(({ at, end }) => [at, end]), places];
  };
  const whole = await all(readOpen({ number: 1, state: 'open', path }, 0, bytes.length, 1 << 30));
  expect(whole[1]).toHaveLength(1);
  for (const size of [1, 100_000, 400_000]) {
    expect(await all(readPacked({ number: 1, state: 'packed', path: `${path}.gz` }, size))).toEqual(whole);
    expect(await all(readOpen({ number: 1, state: 'open', path }, 0, bytes.length, size))).toEqual(whole);
  }
});
