/** A reader who follows a link after midnight came from where they came before it: every report says the same, on both engines. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Attributor, countTraffic, LabelRules } from '../../src/attribution/index.ts';
import { openControl } from '../../src/control/index.ts';
import { makeClickId, silentLog } from '../../src/core/index.ts';
import type { FactsStore } from '../../src/facts/index.ts';
import { AS_REPORTED } from '../../src/ledger/index.ts';
import {
  type Earners,
  exportClicks,
  PLAIN_VIEW,
  readClicks,
  readEarners,
  readEvidence,
  type ReportSources,
} from '../../src/reports/index.ts';
import { Sites } from '../../src/sites/index.ts';
import { Publisher, reportOf } from '../scenarios/publisher.ts';
import { tickingClock } from '../scenarios/report-ledger.ts';
import { startClickhouse } from './server.ts';
import { loadEvents } from './tracked.ts';

const clickhouse = await startClickhouse();
afterAll(async () => {
  if ('stop' in clickhouse) await clickhouse.stop();
});

const instant = (at: string): string => `2026-03-${at}.000000`;
const idOf = (n: number): string => makeClickId(Date.UTC(2026, 2, 9, 8, n), new Uint8Array(10).fill(n));

/**
 * Ids of readers end with the day: the click of the first has another than its view. The second has none, and follows the
 * link out of a tab that was open for two days. The view of the third was told just after its click, on the next day.
 */
const READERS = [
  { source: 'Google', view: ['09 23:58:00', 'ann-1'], click: ['10 00:03:00', 'ann-2'], known: 'Google' },
  { source: 'Bing', view: ['09 10:00:00', null], click: ['11 10:00:00', null], known: null },
  { source: 'Yahoo', view: ['11 00:00:01', null], click: ['10 23:59:59', null], known: null },
] as const;

async function fill(facts: FactsStore, folder: string): Promise<void> {
  const head = (n: number) => ({
    site_id: 'site-1',
    view_id: `view-${n}`,
    page_host: 'kitchen.example',
    page_path: '/',
  });
  const link = {
    link: 'https://go.example/1',
    link_host: 'go.example',
    network: 'rakuten',
    advertiser_id: '3358',
    position: 1,
  };
  await loadEvents(
    facts,
    folder,
    'pageviews',
    READERS.map(({ source, view: [at, visitor] }, n) => ({
      ...{ ...head(n), log_at: n, event_id: `view-${n}`, happened_at: instant(at), visitor },
      ...{ source_class: 'search', source_name: source },
    })),
  );
  await loadEvents(
    facts,
    folder,
    'clicks',
    READERS.map(({ click: [at, visitor] }, n) => ({
      ...{ ...head(n), ...link, log_at: 10 + n, event_id: `click-${n}`, click_id: idOf(n) },
      ...{ happened_at: instant(at), visitor },
    })),
  );
}

test.each(['duckdb', 'clickhouse'])('%s: clicks, files, sources and lines tell one source', async (engine) => {
  if (engine === 'clickhouse' && 'skipped' in clickhouse) return;
  const url = engine === 'clickhouse' && 'url' in clickhouse ? clickhouse.url : undefined;
  const folder = await mkdtemp(join(tmpdir(), 'tributary-midnight-'));
  const clock = tickingClock();
  const publisher = await Publisher.create(url, clock);
  const { facts } = publisher;
  const { control, close } = openControl(join(folder, 'control.db'));
  const rules = new LabelRules(control, new Sites(control, clock), clock);
  const attributor = new Attributor({ facts, clock, log: silentLog, folder, rules });
  const names = { networks: [{ id: 'rakuten', label: 'Rakuten', timeZone: 'UTC', countries: [] }], connections: [] };
  const sources: ReportSources = {
    ...{ facts, names, today: '2026-03-20' },
    attribution: {
      ensure: () => attributor.ensure(AS_REPORTED),
      ensureWithin: (mostMs) => attributor.ensureWithin(AS_REPORTED, mostMs),
      credited: (basis, model, of) => attributor.credited(basis, model, of),
    },
  };
  const days = { from: '2026-03-09', to: '2026-03-12' };
  const earners = (period: Partial<typeof days>): Promise<Earners> =>
    readEarners(sources, {
      ...{ ...period, date: 'transaction', filters: [], figure: 'total', match: 'date', by: 'source' },
      ...{ credit: 'last', creditOf: 'source', sort: 'name', isDescending: false, limit: 10, offset: 0 },
    });
  const bySource = async (): Promise<unknown> => {
    const { rows } = await earners(days);
    return rows
      .map(({ key, traffic, earned }) => `${key} ${traffic.clicks} ${earned[0]?.now.commission ?? '-'}`)
      .sort();
  };
  /** All time begins with the first reader, also before anything is sold. */
  const allTime = async (): Promise<unknown> => {
    const { head, total } = await earners({});
    return [head.period.from, total.traffic.pageviews, total.traffic.clicks];
  };
  try {
    await fill(facts, folder);
    expect(await allTime()).toEqual(['2026-03-09', 3, 3]);
    const sold = { mid: '3358', sku: 'S', on: '3/12/26', sales: '10.00', items: 1, status: 'locked' } as const;
    const lines = READERS.map((_, n) => ({
      ...{ ...sold, id: `T${n}`, order: `O${n}`, commission: `${n + 1}.0000`, subId: idOf(n) },
    }));
    await publisher.drops([reportOf('better', lines)]);
    const { rows } = await readClicks(sources, { ...days, filters: [], earning: 'all', limit: 10 });
    expect(rows.map(({ id, source }) => `${id} ${source}`).sort()).toEqual(
      READERS.map(({ known }, n) => `click-${n} ${known}`),
    );
    let file = '';
    for await (const part of exportClicks(sources, { ...days, filters: [], earning: 'all' })) file += part;
    const [names = [], ...cells] = file
      .trim()
      .split('\r\n')
      .map((line) => line.replace('"Example, Inc."', 'shop').split(','));
    expect(cells.map((row) => `${row[0]} ${row[names.indexOf('source')]}`).sort()).toEqual(
      READERS.map(({ known }, n) => `click-${n} ${known ?? ''}`),
    );
    const told = ['(none) 2 5.0000', 'Bing 0 -', 'Google 1 1.0000', 'Yahoo 0 -'];
    expect(await bySource()).toEqual(told);
    expect(await allTime()).toEqual(['2026-03-09', 3, 3]);
    await countTraffic(facts, () => new Date('2026-03-14T10:00:00Z'));
    expect(await bySource()).toEqual(told);
    const [line] = await facts.query(`select l.entry_id as id from ledger_lines l where l.order_id = 'O0'`);
    const why = await readEvidence(sources, String(line?.['id']), () => Promise.resolve(null));
    expect([why.shares[0]?.source, why.visit.map(({ source }) => source)]).toEqual(['Google', ['Google']]);
    // the network's clock is read in its zone, as the model reads it
    const view = { ...PLAIN_VIEW, making: { ...AS_REPORTED, zones: { rakuten: 'America/New_York' } } };
    const inZone = await readEvidence({ ...sources, view }, String(line?.['id']), () => Promise.resolve(null));
    expect((inZone.click?.minutesBefore ?? 0) - (why.click?.minutesBefore ?? 0)).toBe(240);
  } finally {
    await attributor.settle();
    await publisher.leaves();
    await close();
    await rm(folder, { recursive: true, force: true });
  }
});
