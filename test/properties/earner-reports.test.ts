/**
 * Reports of what earned against those of the ledger: whatever is asked, in whatever zone, the rows are the total, the total is
 * that of the overview, of the list of lines and of its file; and events are as many however they are divided.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countTraffic, CREDIT_MODELS, METHODS } from '../../src/attribution/index.ts';
import { makeClickId } from '../../src/core/index.ts';
import { AS_REPORTED, type LineMaking, loadRates } from '../../src/ledger/index.ts';
import {
  CREDITED,
  DATE_KINDS,
  type Earners,
  EARNERS,
  exportTransactions,
  type Filter,
  MATCHES,
  readEarners,
  readOverview,
  readTransactions,
  type ReportSources,
} from '../../src/reports/index.ts';
import { loadEvents } from '../clickhouse/tracked.ts';
import { Publisher, reportOf, type WorldLine } from '../scenarios/publisher.ts';
import { NAMES, tickingClock } from '../scenarios/report-ledger.ts';

const IS_LONG = process.env['TRIBUTARY_LONG'] === '1';
const RUNS = IS_LONG ? 400 : 12;
const TODAY = '2026-04-10';

/** Half and quarter hours, clocks that change at midnight or by half an hour, both ends of the day. */
const ZONES = [
  ...[null, 'UTC', 'America/New_York', 'Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns'],
  ...['Pacific/Chatham', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Africa/Cairo', 'Asia/Beirut', 'Europe/Lisbon'],
];

let publisher: Publisher;
let folder: string;

const START = Date.UTC(2026, 2, 1);
const idOf = (n: number): string => makeClickId(START + n, new Uint8Array(10).fill(n % 250));
const momentOf = (n: number): number => START + ((n * 7919) % 45_000) * 60_000;
const instant = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', '000');
const READERS = 240;

async function read(): Promise<void> {
  const numbers = Array.from({ length: READERS }, (_, n) => n);
  const views = numbers.flatMap((n) =>
    Array.from({ length: 1 + (n % 3) }, (_, step) => ({
      ...{ log_at: n * 10 + step, site_id: `site-${n % 2}`, visitor: n % 5 === 0 ? null : `reader-${n}` },
      ...{ happened_at: instant(momentOf(n) + step * 60_000), event_id: `v${n}-${step}`, view_id: `v${n}-${step}` },
      ...{
        page_host: n % 2 === 0 ? 'a.example' : 'b.example',
        page_path: `/${(n + step) % 7}`,
        device: n % 3 === 0 ? 'phone' : 'desktop',
      },
      ...{
        country: n % 4 === 0 ? null : 'US',
        author: n % 3 === 0 ? 'Ann' : null,
        category: n % 5 === 0 ? `o'brien` : 'x|y',
      },
      ...{ title: `Page ${n % 7}`, source_class: step > 0 ? 'internal' : n % 7 === 0 ? 'direct' : 'search' },
      ...{ source_name: step > 0 || n % 7 === 0 ? '' : 'Google', utm_campaign: n % 4 === 1 ? 'march' : null },
    })),
  );
  const last = views.filter((view, place) => views[place + 1]?.log_at !== view.log_at + 1);
  const links = last.map(
    ({ source_class: _1, source_name: _2, title: _3, author: _4, category: _5, utm_campaign: _6, ...view }, n) => ({
      ...{
        ...view,
        link: `https://go.example/${n % 11}`,
        link_host: 'go.example',
        network: 'rakuten',
        advertiser_id: String(3358 + (n % 3)),
      },
      ...{ placement: n % 2 === 0 ? 'hero' : null, position: n % 3, log_at: 10_000 + n },
    }),
  );
  const { facts } = publisher;
  await loadEvents(facts, folder, 'pageviews', views);
  await loadEvents(
    facts,
    folder,
    'impressions',
    links.map((link, n) => ({ ...link, event_id: `i${n}`, seen: 1 + (n % 3) })),
  );
  await loadEvents(
    facts,
    folder,
    'clicks',
    links.map((link, n) => ({ ...link, event_id: `c${n}`, click_id: n % 3 === 0 ? null : idOf(n) })),
  );
}

const lines = Array.from({ length: 420 }, (_, n): WorldLine => {
  const of = n % 9 === 8 ? n - 1 : n; // every 9th takes the one before it back, whole or in part
  const reader = of % READERS;
  const ordered = new Date(momentOf(reader) + 25 * 60_000);
  const subIds = [idOf(reader), '', idOf(reader).toUpperCase(), 'post-1', idOf(reader).slice(0, 14), ''];
  const sign = n === of ? '' : '-';
  const part = n % 2 === 0 ? 1 : 2;
  return {
    ...{
      id: `T${n}`,
      order: `O${of}`,
      sku: `S${n % 5}`,
      mid: String(3358 + (reader % 3)),
      items: n === of ? 1 + (n % 4) : -1,
    },
    ...{ on: `${ordered.getUTCMonth() + 1}/${ordered.getUTCDate()}/26`, at: ordered.toISOString().slice(11, 19) },
    ...{ processedOn: `4/${1 + (of % 9)}/26`, status: of % 3 === 0 ? 'locked' : 'unlocked' },
    ...{
      sales: `${sign}${(20 + of) / part}.37`.replace(/\.5\./, '.'),
      commission: `${sign}${Math.floor((1 + of) / part)}.00${10 + (of % 90)}`,
    },
    subId: subIds[of % subIds.length] ?? '',
  };
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-earners-'));
  publisher = await Publisher.create(undefined, tickingClock());
  await read();
  await publisher.drops([reportOf('better', lines)]);
  await publisher.drops(
    [
      reportOf(
        'signature',
        lines.slice(0, 90).map((line) => ({ ...line, order: `UK-${line.order}` })),
      ),
    ],
    { country: 'UK' },
  );
  const rates = [
    { day: '2026-02-27', currency: 'USD', rate: '1.0837' },
    { day: '2026-03-10', currency: 'USD', rate: '1.0913' },
    { day: '2026-03-10', currency: 'GBP', rate: '0.8537' },
  ];
  await loadRates(publisher.facts, folder, rates, 'test', new Date('2026-04-01T00:00:00Z'));
}, 120_000);
afterAll(async () => {
  await publisher.leaves();
  await rm(folder, { recursive: true, force: true });
});

function sourcesIn(making: LineMaking): ReportSources {
  const { facts, attributor } = publisher;
  return {
    ...{ facts, names: NAMES, today: TODAY, view: { making, weekStart: 'monday', currency: 'reported' } },
    attribution: {
      ensure: () => attributor.ensure(making),
      ensureWithin: async () => {
        await attributor.ensure(making);
        return true;
      },
      credited: (basis, model, of) => attributor.credited(basis, model, of),
    },
  };
}

const filterOf = (dimension: Filter['dimension'], values: readonly string[]): fc.Arbitrary<Filter> =>
  fc.record({
    dimension: fc.constant(dimension),
    operator: fc.constantFrom('is' as const, 'is-not' as const, 'contains' as const),
    values: fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }),
  });
const filter = fc.oneof(
  filterOf('page', ['a.example/0', 'b.example/1', 'example', '(none)', 'no such']),
  filterOf('site', ['site-0', 'site-1', '(none)']),
  filterOf('author', ['Ann', '(none)', 'Ben']),
  filterOf('category', [`o'brien`, 'x|y', '(none)']),
  filterOf('link', ['https://go.example/1', 'go', '(none)']),
  filterOf('placement', ['hero', '(none)']),
  filterOf('source', ['Google', '(direct)', '(none)']),
  filterOf('sourceClass', ['search', 'direct', '(none)']),
  filterOf('utmCampaign', ['march', '(none)']),
  filterOf('device', ['phone', 'desktop', '(none)']),
  filterOf('readerCountry', ['US', '(none)']),
  filterOf('method', METHODS),
  filterOf('advertiser', ['3358', '3359', '33', '9999']),
  filterOf('network', ['rakuten', 'other']),
  filterOf('status', ['approved', 'reversed', 'pending']),
  filterOf('currency', ['USD', 'GBP']),
  filterOf('subId', ['post-1', '(none)', 'post']),
);
const day = fc
  .integer({ min: 0, max: 44 })
  .map((n) => new Date(START - 86_400_000 + n * 86_400_000).toISOString().slice(0, 10));
const question = fc
  .record({
    filters: fc.array(filter, { maxLength: 2 }),
    days: fc.option(fc.tuple(day, day)),
    date: fc.constantFrom(...DATE_KINDS),
    figure: fc.constantFrom('total' as const, 'net' as const, 'gross' as const),
    match: fc.constantFrom(...MATCHES),
    compare: fc.constantFrom('previous' as const, 'year' as const, undefined),
    currency: fc.constantFrom('reported', 'EUR', 'USD'),
  })
  .map(({ days, ...rest }) => {
    const [from, to] = days === null ? [undefined, undefined] : [...days].sort();
    return { ...rest, from, to };
  });

interface Amounts {
  readonly currency: string;
  readonly sales: string;
  readonly commission: string;
  readonly items: number;
}

/** The sums by currency; currencies in which nothing is left are none. */
function sumsOf(all: Iterable<Amounts>): unknown[] {
  const sums = new Map<string, [sales: bigint, commission: bigint, items: number]>();
  const unitsOf = (text: string): bigint => BigInt(text.replace('.', ''));
  for (const { currency, sales, commission, items } of all) {
    const [s, c, i] = sums.get(currency) ?? [0n, 0n, 0];
    sums.set(currency, [s + unitsOf(sales), c + unitsOf(commission), i + items]);
  }
  return [...sums]
    .filter(([, [sales, commission, items]]) => sales !== 0n || commission !== 0n || items !== 0)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, amounts]) => [currency, ...amounts.map(String)]);
}

interface Shown {
  readonly currency: string;
  readonly now: Omit<Amounts, 'currency'>;
  readonly before: Omit<Amounts, 'currency'> | null;
}
const nowOf = (all: readonly Shown[]): unknown[] => sumsOf(all.map(({ currency, now }) => ({ currency, ...now })));
const beforeOf = (all: readonly Shown[]): unknown[] =>
  sumsOf(all.flatMap(({ currency, before }) => (before === null ? [] : [{ currency, ...before }])));

const COUNTED = new Set(['pending', 'approved', 'reversed']);

/** The sums of the list of lines, and of its file, whose status counts. */
async function listedSums(
  sources: ReportSources,
  asked: Parameters<typeof exportTransactions>[1],
  figure: Asked['figure'],
): Promise<{ readonly list: unknown[]; readonly file: unknown[] }> {
  const counts = ({ status }: { readonly status: string }): boolean =>
    figure === 'net' ? status === 'approved' : COUNTED.has(status);
  const { totals } = await readTransactions(sources, { ...asked, limit: 1 });
  let text = '';
  for await (const part of exportTransactions(sources, asked, 'json')) text += part;
  const cells = JSON.parse(text) as (Amounts & { readonly status: string })[]; // as it was written a moment ago
  return { list: sumsOf((totals ?? []).filter(counts)), file: sumsOf(cells.filter(counts)) };
}

type Asked = typeof question extends fc.Arbitrary<infer One> ? One : never;
const PAGED = { sort: 'commission', isDescending: true, limit: 10_000, offset: 0 } as const;
const KINDS = ['pageviews', 'impressions', 'clicks'] as const;

/** Events are as many by whatever they are counted; days are within the period. */
async function checkEvents(sources: ReportSources, asked: Asked, { head, rows, total }: Earners): Promise<void> {
  const { from, to } = head.period;
  const byDay = await readEarners(sources, {
    ...asked,
    ...PAGED,
    from,
    to,
    by: 'day',
    credit: 'last',
    creditOf: 'page',
  });
  for (const kind of KINDS) {
    const all = total.traffic[kind];
    if (all === null) continue;
    expect([kind, rows.reduce((sum, { traffic }) => sum + (traffic[kind] ?? 0), 0)]).toEqual([kind, all]);
    if (byDay.total.traffic[kind] !== null)
      expect(['day', kind, byDay.total.traffic[kind]]).toEqual(['day', kind, all]);
  }
  const days = byDay.rows.filter(({ traffic }) => (traffic.clicks ?? 0) > 0).map(({ key }) => key);
  expect(days.filter((one) => one < from || one > to)).toEqual([]);
}

test('the rows are the total, which is that of every other report', async () => {
  let sold = 0;
  await fc.assert(
    fc.asyncProperty(
      question,
      fc.constantFrom(...EARNERS),
      fc.constantFrom(...CREDIT_MODELS),
      fc.constantFrom(...CREDITED),
      fc.constantFrom(...ZONES),
      fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata'),
      async (asked, by, model, creditOf, timeZone, zone) => {
        const sources = sourcesIn({ ...AS_REPORTED, timeZone, zones: zone === 'UTC' ? {} : { rakuten: zone } });
        // under another credit other pages meet a filter
        const credit = asked.filters.length === 0 ? model : 'last';
        const earners = await readEarners(sources, { ...asked, ...PAGED, by, credit, creditOf });
        const rows = earners.rows.flatMap(({ earned }) => earned);
        const [now, before] = [nowOf(earners.total.earned), beforeOf(earners.total.earned)];
        sold += now.length;
        expect(['rows', nowOf(rows)]).toEqual(['rows', now]);
        // days of another length have rows that lie under no day
        if (by !== 'day') expect(['rows before', beforeOf(rows)]).toEqual(['rows before', before]);
        const { from, to } = earners.head.period;
        const { currencies } = await readOverview(sources, { ...asked, from, to, stackBy: 'status' });
        expect(['overview', nowOf(currencies), beforeOf(currencies)]).toEqual(['overview', now, before]);
        const listed = { ...asked, from, to, sort: 'date', isDescending: true } as const;
        const { list, file } = await listedSums(sources, listed, asked.figure);
        expect(['file', file]).toEqual(['file', list]);
        if (asked.figure !== 'gross') expect(['list', list]).toEqual(['list', now]);
        await checkEvents(sources, asked, earners);
      },
    ),
    { numRuns: RUNS, seed: 42 },
  );
  expect(sold).toBeGreaterThan(RUNS / 4);
}, 3_600_000);

test('the same once the days are counted', async () => {
  const ask = (timeZone: string | null, by: 'day' | 'page' | 'source'): Promise<unknown> =>
    readEarners(sourcesIn({ ...AS_REPORTED, timeZone }), {
      ...{ filters: [], date: 'transaction', figure: 'total', match: 'date', by, credit: 'last', creditOf: 'page' },
      ...{
        sort: 'name',
        isDescending: false,
        limit: 10_000,
        offset: 0,
        compare: 'previous',
        from: '2026-03-08',
        to: '2026-03-30',
      },
    }).then(({ rows, total }) => [
      timeZone,
      by,
      total.traffic,
      rows.map(({ key, traffic, trafficBefore }) => [key, traffic, trafficBefore]),
    ]);
  const all = async (): Promise<unknown[]> => {
    const answers: unknown[] = [];
    for (const zone of IS_LONG ? ZONES : ZONES.slice(0, 6))
      for (const by of ['day', 'page', 'source'] as const) answers.push(await ask(zone, by));
    return answers;
  };
  const plain = await all();
  await countTraffic(publisher.facts, () => new Date('2026-03-28T00:00:00Z'));
  expect(await all()).toEqual(plain);
}, 120_000);
