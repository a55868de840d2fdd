/** What an older version left goes on on both engines: its facts stay, its log is read, derived rows are made anew. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startClickhouse } from '../../test/clickhouse/server.ts';
import { loadEvents } from '../../test/clickhouse/tracked.ts';
import { applierOver } from '../../test/events/collecting.ts';
import { type FactsStore, openClickhouse, openDuckdb } from '../facts/index.ts';
import type { EventRecord } from './kept.ts';
import { frameOf, SEGMENT_MAGIC } from './log-frames.ts';
import { segmentPath } from './segments.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-older-'));
const server = await startClickhouse();
afterAll(async () => {
  if ('stop' in server) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Open = (() => Promise<FactsStore>) | { readonly skipped: string };
const OPEN: readonly (readonly [string, Open])[] = [
  ['duckdb', () => openDuckdb(join(folder, 'facts.duckdb'))],
  ['clickhouse', 'url' in server ? () => openClickhouse(server.url) : server],
];

const TABLES = ['pageviews', 'impressions', 'clicks'] as const;
const CLICK = {
  ...{
    site_id: 'site-1',
    view_id: 'v',
    happened_at: '2026-03-09 10:00:00.000000',
    page_host: 'a.example',
    page_path: '/a',
  },
  ...{ link: 'https://l.example/1', link_host: 'l.example', network: 'rakuten', advertiser_id: '1', position: 1 },
};

/** An event as the collector's log holds it; earlier versions wrote no city. */
function eventOf(n: number, place: { readonly city?: string | null }): EventRecord {
  return {
    ...{ record: 'event', workspace: 'main', site: 'site-1', atMs: Date.parse('2026-03-09T11:00:00Z') },
    event: {
      ...{ kind: 'click', eventId: `log-${n}`, viewId: 'v', visitor: null },
      ...{ pageHost: 'a.example', pagePath: '/a', pageQuery: '', sinceMs: 1, country: 'US', countryIsGuess: false },
      ...{ device: 'phone', browser: 'Safari', system: 'iOS', ...place },
      ...{ link: CLICK.link, linkHost: 'l.example', network: 'rakuten', placement: null, position: 1 },
      ...{ way: 'c', clickId: null, linkText: null, heading: null, isCancelled: false },
    },
  };
}

async function runAll(store: FactsStore, texts: readonly string[]): Promise<void> {
  await store.exclusive(async (writer) => {
    for (const text of texts) await writer.run(text);
  });
}

describe.each(OPEN)('%s', (name, open) => {
  test('stored tables get the columns that they lack, wherever the engine puts them', async ({ skip }) => {
    if (typeof open !== 'function') return skip(open.skipped);
    const before = await open();
    await loadEvents(before, folder, 'clicks', [{ ...CLICK, event_id: 'old', log_at: 1 }]);
    await runAll(before, [
      ...TABLES.map((table) => `alter table ${table} drop column city`),
      'alter table traffic_days drop column city',
      // what says that a day is counted is as it was: were it kept, the day would be counted and have no rows
      `insert into traffic_makings (making, day, made_of, views) values (1, '2026-03-09', '0 0 0 1', 0)`,
    ]);
    await before.close();
    const after = await open();
    await loadEvents(after, folder, 'clicks', [
      { ...CLICK, event_id: 'new', log_at: 2, city: 'Springfield, Illinois, US', system: 'Android' },
    ]);
    const log = join(folder, `log-${name}`);
    mkdirSync(log);
    const records = [eventOf(1, {}), eventOf(2, { city: 'Portland, Maine, US' })];
    const frames = records.map((record) => frameOf(Buffer.from(JSON.stringify(record))));
    writeFileSync(segmentPath(log, 2), Buffer.concat([SEGMENT_MAGIC, ...frames]));
    const applier = applierOver(log, after, () => Date.parse('2026-03-09T12:00:00Z'));
    expect([await applier.applyAll(), applier.state.deadLetters]).toEqual([true, 0]);
    await applier.stop();
    const clicks = await after.query('select event_id, city, device, system from clicks order by event_id desc');
    expect(clicks).toEqual([
      { event_id: 'old', city: null, device: 'phone', system: 'iOS' },
      { event_id: 'new', city: 'Springfield, Illinois, US', device: 'phone', system: 'Android' },
      { event_id: 'log-2', city: 'Portland, Maine, US', device: 'phone', system: 'iOS' },
      { event_id: 'log-1', city: null, device: 'phone', system: 'iOS' },
    ]);
    expect(await after.query('select day from traffic_makings')).toEqual([]);
    await after.close();
    const again = await open(); // once: what is there already is not added again
    expect(await again.query('select count(*) as n from clicks')).toEqual([{ n: '4' }]);
    await again.close();
  });
});
