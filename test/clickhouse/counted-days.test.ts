/** Days that are counted answer as their events do, on both engines, also when late events came or old ones went. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { countedDays, countTraffic } from '../../src/attribution/index.ts';
import type { FactsStore, SqlParameters } from '../../src/facts/index.ts';
import { AS_REPORTED } from '../../src/ledger/index.ts';
import { type Filter, parseFilter, PLAIN_VIEW, readTraffic, type TrafficCounts } from '../../src/reports/index.ts';
import { Publisher } from '../scenarios/publisher.ts';
import { startClickhouse } from './server.ts';
import { loadEvents } from './tracked.ts';

const clickhouse = await startClickhouse();
afterAll(async () => {
  if ('stop' in clickhouse) await clickhouse.stop();
});

const at = (day: number, minute: number): string =>
  new Date(Date.UTC(2026, 2, day, 0, minute)).toISOString().replace('T', ' ').replace('Z', '000');

type Row = Record<string, string | number | null>;

/** Readers of four days, some around midnight: each reads two pages, sees links and follows one, the last of them later. */
async function fill(facts: FactsStore, folder: string): Promise<void> {
  const [views, seen, clicks]: [Row[], Row[], Row[]] = [[], [], []];
  for (let n = 0; n < 24; n += 1) {
    const [day, minute] = [9 + (n % 4), (n * 371) % 1439];
    const head = { site_id: 'site-1', visitor: n % 5 === 0 ? null : `reader-${n}`, page_host: 'kitchen.example' };
    const own = {
      ...{ device: n % 2 === 0 ? 'phone' : 'computer', country: n % 3 === 0 ? null : 'US' },
      city: [null, 'Springfield, Illinois, US', 'Springfield, Missouri, US'][n % 3] ?? null,
    };
    for (const step of [0, 1]) {
      const view = { ...head, ...own, view_id: `v${n}-${step}`, page_path: `/page-${(n + step) % 3}` };
      const source =
        step === 0
          ? { source_class: 'search', source_name: n % 2 === 0 ? 'Google' : 'Bing' }
          : { source_class: 'internal' };
      views.push({
        ...view,
        ...source,
        event_id: `v${n}-${step}`,
        log_at: n * 10 + step,
        happened_at: at(day, minute + step),
      });
      const link = {
        link: `https://go.example/${n % 2}`,
        link_host: 'go.example',
        network: 'rakuten',
        advertiser_id: '3358',
      };
      const placed = { placement: n % 4 === 0 ? null : 'hero', position: n % 2 };
      seen.push({
        ...view,
        ...link,
        ...placed,
        event_id: `s${n}-${step}`,
        log_at: n * 10 + step,
        seen: 1 + (n % 3),
        happened_at: at(day, minute + step),
      });
      if (step === 1)
        clicks.push({
          ...view,
          ...link,
          ...placed,
          event_id: `c${n}`,
          log_at: n,
          click_id: null,
          happened_at: at(day, minute + 2),
        });
    }
  }
  await loadEvents(facts, folder, 'pageviews', views);
  await loadEvents(facts, folder, 'impressions', seen);
  await loadEvents(facts, folder, 'clicks', clicks);
}

const LATE = { site_id: 'site-1', view_id: 'late', page_host: 'kitchen.example', page_path: '/page-1' };

/** The store, which does something else just before it answers the first question to counted events. */
function interrupted(facts: FactsStore, meanwhile: () => Promise<void>): FactsStore {
  let isDone = false;
  return new Proxy(facts, {
    get(store, name) {
      if (name !== 'query') {
        const value: unknown = Reflect.get(store, name);
        return value;
      }
      return async (sql: string, parameters?: SqlParameters) => {
        if (sql.includes('traffic_places t') && !isDone) {
          isDone = true;
          await meanwhile();
        }
        return store.query(sql, parameters);
      };
    },
  });
}

const filtersOf = (text: string): readonly Filter[] => {
  const filter = parseFilter(text);
  if (typeof filter === 'string') throw new Error(filter);
  return [filter];
};
const SEARCH = filtersOf('sourceClass:is:search');
const MISSOURI = filtersOf('readerCity:is:Springfield, Missouri, US');

/** What reports would say of everything, of a part, and of days of a zone that is ahead by five and a half hours. */
async function ask(facts: FactsStore): Promise<readonly TrafficCounts[]> {
  const sources = { facts, names: { networks: [], connections: [] }, today: '2026-03-13' };
  const answers: TrafficCounts[] = [];
  const question = { days: { from: '2026-03-09', to: '2026-03-13' }, filters: [], timeZone: null };
  for (const by of ['page', 'placement', 'source', 'landing', 'readerCountry', 'readerCity', 'author']) {
    answers.push(await readTraffic(sources, { ...question, by }));
  }
  answers.push(await readTraffic(sources, { ...question, by: 'source', filters: MISSOURI }));
  const inZone = { days: { from: '2026-03-10', to: '2026-03-11' }, timeZone: 'Asia/Kolkata' };
  answers.push(await readTraffic(sources, { ...question, by: 'page', filters: SEARCH }));
  answers.push(await readTraffic(sources, { ...question, ...inZone, by: 'position' }));
  answers.push(await readTraffic(sources, { ...question, ...inZone, by: 'source', filters: SEARCH }));
  const byDay = { by: 'day', days: { from: '2026-03-09', to: '2026-03-13' }, filters: [] };
  const inKolkata = { ...sources, view: { ...PLAIN_VIEW, making: { ...AS_REPORTED, timeZone: 'Asia/Kolkata' } } };
  answers.push(await readTraffic(sources, { ...byDay, timeZone: null }));
  answers.push(await readTraffic(inKolkata, { ...byDay, timeZone: 'Asia/Kolkata' }));
  answers.push(await readTraffic(inKolkata, { ...byDay, filters: SEARCH, timeZone: 'Asia/Kolkata' }));
  return answers;
}

test.each(['duckdb', 'clickhouse'])('%s: reports answer alike whether days are counted or not', async (engine) => {
  if (engine === 'clickhouse' && 'skipped' in clickhouse) return;
  const url = engine === 'clickhouse' && 'url' in clickhouse ? clickhouse.url : undefined;
  const folder = await mkdtemp(join(tmpdir(), 'tributary-counted-'));
  const publisher = await Publisher.create(url);
  const { facts } = publisher;
  const clock = (): Date => new Date('2026-03-14T10:00:00Z');
  const days = { from: '2026-03-01', to: '2026-03-13' };
  try {
    await fill(facts, folder);
    const plain = await ask(facts);
    expect(plain[0]?.total).toEqual({ pageviews: 48, impressions: 96, clicks: 24 });
    expect(await countedDays(facts, days)).toBeNull();
    await countTraffic(facts, clock);
    expect(await countedDays(facts, days)).toMatchObject({ from: '2026-03-09', to: '2026-03-13' });
    const [stored] = await facts.query(`select sum(t.events) as events from traffic_days t`);
    expect(Number(stored?.['events'])).toBe(48 + 96 + 24);
    expect(await ask(facts)).toEqual(plain);

    await loadEvents(facts, folder, 'pageviews', [
      { ...LATE, author: 'Ann', log_at: 9999, event_id: 'late', happened_at: at(10, 700) },
    ]);
    expect(await countedDays(facts, days)).toMatchObject({ from: '2026-03-12', to: '2026-03-13' });
    const afterwards = await ask(facts);
    expect(afterwards[0]?.total.pageviews).toBe(49);
    await countTraffic(facts, clock);
    expect(await countedDays(facts, days)).toMatchObject({ from: '2026-03-09', to: '2026-03-13' });
    expect(await ask(facts)).toEqual(afterwards);
    const ofDay10 = `select count(distinct t.making) as makings from traffic_days t where t.day = {day:Date32}`;
    expect(await facts.query(ofDay10, { day: '2026-03-10' })).toEqual([{ makings: '2' }]);
    await countTraffic(facts, clock);
    expect(await facts.query(ofDay10, { day: '2026-03-10' })).toEqual([{ makings: '1' }]);

    for (const table of ['pageviews', 'impressions', 'clicks']) {
      await facts.exclusive((writer) =>
        writer.run(`delete from ${table} where day < {oldest:Date32}`, { oldest: '2026-03-11' }),
      );
    }
    const kept = await ask(facts);
    await countTraffic(facts, clock);
    expect(await ask(facts)).toEqual(kept);
    expect(
      await facts.query(`select count(*) as days from traffic_days t where t.day < {oldest:Date32}`, {
        oldest: '2026-03-11',
      }),
    ).toEqual([{ days: '0' }]);
  } finally {
    await publisher.leaves();
    await rm(folder, { recursive: true, force: true });
  }
});

test.each(['duckdb', 'clickhouse'])(
  '%s: a report that reads a day while it is counted anew loses nothing',
  async (engine) => {
    if (engine === 'clickhouse' && 'skipped' in clickhouse) return;
    const url = engine === 'clickhouse' && 'url' in clickhouse ? clickhouse.url : undefined;
    const folder = await mkdtemp(join(tmpdir(), 'tributary-counted-'));
    const publisher = await Publisher.create(url);
    const { facts } = publisher;
    const clock = (): Date => new Date('2026-03-14T10:00:00Z');
    try {
      await fill(facts, folder);
      await countTraffic(facts, clock);
      const question = { by: 'page', days: { from: '2026-03-09', to: '2026-03-13' }, filters: [], timeZone: null };
      const sources = { names: { networks: [], connections: [] }, today: '2026-03-13' };
      const before = await readTraffic({ ...sources, facts }, question);
      const meanwhile = async (): Promise<void> => {
        await loadEvents(facts, folder, 'pageviews', [
          { ...LATE, log_at: 9999, event_id: 'late', happened_at: at(10, 7) },
        ]);
        await countTraffic(facts, clock);
      };
      expect(await readTraffic({ ...sources, facts: interrupted(facts, meanwhile) }, question)).toEqual(before);
      const after = await readTraffic({ ...sources, facts }, question);
      expect(after.total.pageviews).toBe((before.total.pageviews ?? 0) + 1);
    } finally {
      await publisher.leaves();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

test('a click has the source of its view for a day and no longer, whatever period is asked for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-counted-'));
  const publisher = await Publisher.create();
  const { facts } = publisher;
  try {
    const view = { ...LATE, visitor: 'reader', source_class: 'search', source_name: 'Google' };
    await loadEvents(facts, folder, 'pageviews', [{ ...view, log_at: 1, event_id: 'v', happened_at: at(10, 700) }]);
    const link = { link: 'https://go.example/1', link_host: 'go.example', network: 'rakuten', advertiser_id: '3358' };
    const clickOf = (day: number): Row => ({
      ...{
        ...LATE,
        ...link,
        visitor: 'reader',
        position: 0,
        log_at: day,
        event_id: `c${day}`,
        happened_at: at(day, 9),
      },
    });
    await loadEvents(facts, folder, 'clicks', [clickOf(11), clickOf(12)]);
    const sourceOn = async (from: string, to: string): Promise<[string, number | null][]> => {
      const question = { by: 'source', days: { from, to }, filters: [], timeZone: null };
      const sources = { facts, names: { networks: [], connections: [] }, today: '2026-03-14' };
      const { counts } = await readTraffic(sources, question);
      return [...counts].map(([key, { clicks }]): [string, number | null] => [key, clicks]).filter(([, n]) => n !== 0);
    };
    const told = async (): Promise<void> => {
      expect(await sourceOn('2026-03-11', '2026-03-11')).toEqual([['Google', 1]]);
      expect(await sourceOn('2026-03-12', '2026-03-12')).toEqual([['', 1]]);
      expect(Object.fromEntries(await sourceOn('2026-03-09', '2026-03-13'))).toEqual({ '': 1, Google: 1 });
    };
    await told();
    await countTraffic(facts, () => new Date('2026-03-14T10:00:00Z'));
    await told();
  } finally {
    await publisher.leaves();
    await rm(folder, { recursive: true, force: true });
  }
});
