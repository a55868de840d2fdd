/** Reports of what earned, on both engines: whatever is asked, the rows are the total, to the last digit. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Attributor, LabelRules } from '../../src/attribution/index.ts';
import { openControl } from '../../src/control/index.ts';
import { makeClickId, silentLog } from '../../src/core/index.ts';
import type { FactsStore } from '../../src/facts/index.ts';
import { AS_REPORTED, exportEntries, loadRates } from '../../src/ledger/index.ts';
import {
  attributionOfEntries,
  type Earners,
  EARNERS,
  exportClicks,
  exportTransactions,
  parseFilter,
  readAttributionQuality,
  readBreakdown,
  readClicks,
  readEarners,
  readWatchedCoverage,
  readEvidence,
  readPage,
  readSubIds,
  readTransactions,
  type ReportSources,
} from '../../src/reports/index.ts';
import { Sites } from '../../src/sites/index.ts';
import { Publisher, reportOf, type WorldLine } from '../scenarios/publisher.ts';
import { tickingClock } from '../scenarios/report-ledger.ts';
import { startClickhouse } from './server.ts';
import { loadEvents } from './tracked.ts';

const clickhouse = await startClickhouse();
afterAll(async () => {
  if ('stop' in clickhouse) await clickhouse.stop();
});

const HOST = 'kitchen.example';
const idOf = (n: number): string => makeClickId(Date.UTC(2026, 2, 9, 8, n), new Uint8Array(10).fill(n));
const at = (minute: number): string =>
  new Date(Date.UTC(2026, 2, 9, 8, minute)).toISOString().replace('T', ' ').replace('Z', '000');

/** Two towns share a name, one says no region, of a fourth reader nothing is known. */
const CITIES = ['Springfield, Illinois, US', 'Springfield, Missouri, US', 'Boise, US', null];

/** 40 readers: each reads one to three pages and follows a link on the last one. */
async function readersOf(facts: FactsStore, folder: string): Promise<void> {
  const [views, clicks, impressions]: Record<string, string | number | null>[][] = [[], [], []];
  for (let n = 1; n <= 40; n += 1) {
    const visitor = n % 5 === 0 ? null : `reader-${n}`;
    const steps = 1 + (n % 3);
    for (let step = 0; step < steps; step += 1) {
      const view = `view-${n}-${step}`;
      const head = {
        city: CITIES[n % CITIES.length] ?? null,
        site_id: 'site-1',
        happened_at: at(n * 3 + step),
        view_id: view,
        visitor,
        page_host: HOST,
        page_path: `/page-${(n + step) % 4}`,
      };
      const isFirst = step === 0;
      views?.push({
        ...{
          ...head,
          log_at: n * 10 + step,
          event_id: view,
          title: `Page ${(n + step) % 4}`,
          author: n % 2 === 0 ? 'Ann' : 'Ben',
        },
        source_class: isFirst ? (n % 7 === 0 ? 'direct' : n % 2 === 0 ? 'search' : 'mail') : 'internal',
        source_name: isFirst ? (n % 7 === 0 ? '' : n % 2 === 0 ? 'Google' : 'letter') : HOST,
        utm_campaign: isFirst && n % 2 === 1 ? 'march' : null,
      });
      if (step < steps - 1) continue;
      const link = {
        link: `https://go.example/${n % 2}`,
        link_host: 'go.example',
        network: 'rakuten',
        advertiser_id: '3358',
        placement: 'hero',
        position: 1,
      };
      impressions?.push({ ...head, ...link, log_at: n * 10 + 8, event_id: `seen-${n}`, seen: 2 });
      clicks?.push({
        ...head,
        ...link,
        happened_at: at(n * 3 + step + 1),
        log_at: n * 10 + 9,
        event_id: `event-${n}`,
        click_id: idOf(n),
      });
    }
  }
  await loadEvents(facts, folder, 'pageviews', views ?? []);
  await loadEvents(facts, folder, 'impressions', impressions ?? []);
  await loadEvents(facts, folder, 'clicks', clicks ?? []);
}

/** It begins like the id of a click of 2028: no line that was processed before can tell of that one. */
const OF_LATER = 'anniversarysale';

const LINES: readonly WorldLine[] = Array.from({ length: 36 }, (_, index): WorldLine => {
  const n = index + 1;
  const subIds = [
    idOf(n),
    idOf(n).toUpperCase(),
    idOf(n).slice(0, 14),
    'post-7',
    '',
    n % 4 === 1 ? OF_LATER : 'other-2',
  ];
  const isBack = n % 9 === 0;
  return {
    ...{
      id: `T${n}`,
      order: `O${n > 24 ? n + 100 : Math.ceil(n / 2)}`,
      mid: n === 35 ? '9999' : '3358',
      sku: `S${n % 5}`,
      on: `3/${9 + (n % 3)}/26`,
      at: '12:08:07',
    },
    sales: `${isBack ? '-' : ''}${10 + n * 7}.3${n % 10}`,
    commission: `${isBack ? '-' : ''}${n}.0${n % 10}0${n % 7}`,
    items: isBack ? -1 : 1 + (n % 3),
    subId: subIds[n % subIds.length] ?? '',
    status: n % 2 === 0 ? 'locked' : 'unlocked',
    ...(n === 29 ? { processedOn: '3/11/29' } : {}),
  };
});

const NETWORKS = [
  { id: 'rakuten', label: 'Rakuten', timeZone: 'UTC', countries: [{ id: '1', code: 'US', label: 'United States' }] },
];
const QUESTION = { date: 'transaction', filters: [], figure: 'total', match: 'date' } as const;
const PAGED = {
  credit: 'last',
  creditOf: 'page',
  sort: 'commission',
  isDescending: true,
  limit: 1000,
  offset: 0,
} as const;

/** The sum of an amount over all rows, in 1/10 000, by currency. */
function summed({ rows }: Earners, of: 'sales' | 'commission'): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { earned } of rows) {
    for (const { currency, now } of earned) sums[currency] = (sums[currency] ?? 0n) + BigInt(now[of].replace('.', ''));
  }
  return sums;
}

describe.each(['duckdb', 'clickhouse'])('%s', (engine) => {
  test('rows of every report are the total, under every credit, filter and currency', async (context) => {
    if (engine === 'clickhouse' && 'skipped' in clickhouse) return context.skip(clickhouse.skipped);
    const url = engine === 'clickhouse' && 'url' in clickhouse ? clickhouse.url : undefined;
    const folder = await mkdtemp(join(tmpdir(), 'tributary-attribution-'));
    const clock = tickingClock();
    const publisher = await Publisher.create(url, clock);
    const { control, close } = openControl(join(folder, 'control.db'));
    const { facts } = publisher;
    const rules = new LabelRules(control, new Sites(control, clock), clock);
    const attributor = new Attributor({ facts, clock, log: silentLog, folder, rules });
    const sources: ReportSources = {
      facts,
      names: { networks: NETWORKS, connections: [] },
      today: '2026-03-20',
      attribution: {
        ensure: () => attributor.ensure(AS_REPORTED),
        ensureWithin: (mostMs) => attributor.ensureWithin(AS_REPORTED, mostMs),
        credited: (basis, model, of) => attributor.credited(basis, model, of),
      },
    };
    try {
      await readersOf(facts, folder);
      await publisher.drops([reportOf('better', LINES)]);
      await rules.add(
        { id: 'local', name: 'x' },
        { network: null, match: 'wildcard', text: 'POST-*', page: `${HOST}/page-2`, site: null, campaign: 'posts' },
      );
      const rates = [
        { day: '2026-03-09', currency: 'USD', rate: '1.0837' },
        { day: '2026-03-10', currency: 'USD', rate: '1.0913' },
      ];
      await loadRates(facts, folder, rates, 'test', clock());
      const whole = await readBreakdown(sources, {
        ...QUESTION,
        by: 'network',
        sort: 'commission',
        isDescending: true,
        limit: 10,
        offset: 0,
      });
      const total = whole.totals[0];
      expect(total?.now.lines).toBe(LINES.length);
      for (const by of EARNERS) {
        const earners = await readEarners(sources, { ...QUESTION, ...PAGED, by });
        expect([by, earners.total.earned[0]?.now]).toMatchObject([
          by,
          { commission: total?.now.commission, sales: total?.now.sales, items: total?.now.items, lines: LINES.length },
        ]);
        expect([by, summed(earners, 'commission')['USD']]).toEqual([
          by,
          BigInt((total?.now.commission ?? '').replace('.', '')),
        ]);
        expect([by, summed(earners, 'sales')['USD']]).toEqual([by, BigInt((total?.now.sales ?? '').replace('.', ''))]);
        if (earners.total.traffic.clicks !== null) expect(earners.total.traffic.clicks).toBe(40);
        if (earners.total.traffic.pageviews !== null) expect(earners.total.traffic.pageviews).toBe(80);
        if (earners.total.traffic.impressions !== null) expect(earners.total.traffic.impressions).toBe(80);
      }
      const byPage = await readEarners(sources, { ...QUESTION, ...PAGED, by: 'page' });
      expect(byPage.rows.map(({ label }) => label).sort()).toEqual(['(none)', 'Page 0', 'Page 1', 'Page 2', 'Page 3']);
      for (const credit of ['first', 'linear', 'position', 'time-decay', 'shapley', 'markov'] as const) {
        for (const creditOf of ['page', 'source'] as const) {
          const shared = await readEarners(sources, { ...QUESTION, ...PAGED, by: creditOf, credit, creditOf });
          expect([credit, creditOf, summed(shared, 'commission'), summed(shared, 'sales')]).toEqual([
            credit,
            creditOf,
            summed(byPage, 'commission'),
            summed(byPage, 'sales'),
          ]);
          if (creditOf === 'page')
            expect(shared.rows.map(({ earned }) => earned[0]?.now.commission)).not.toEqual(
              byPage.rows.map(({ earned }) => earned[0]?.now.commission),
            );
        }
      }
      // what the parts of a filter say together is the whole, also converted, also in reports that know no page
      for (const currency of ['reported', 'EUR']) {
        const asked = { ...QUESTION, currency };
        const all = await readEarners(sources, { ...asked, ...PAGED, by: 'page' });
        const plain = await readBreakdown(sources, {
          ...asked,
          by: 'network',
          sort: 'commission',
          isDescending: true,
          limit: 10,
          offset: 0,
        });
        expect(summed(all, 'commission')).toEqual(
          Object.fromEntries(plain.totals.map((one) => [one.currency, BigInt(one.now.commission.replace('.', ''))])),
        );
        let sum = 0n;
        for (const { key, earned } of all.rows) {
          const filter = parseFilter(`page:is:${key}`);
          if (typeof filter === 'string') throw new Error(filter);
          const part = await readBreakdown(sources, {
            ...asked,
            filters: [filter],
            by: 'network',
            sort: 'commission',
            isDescending: true,
            limit: 10,
            offset: 0,
          });
          expect([key, part.totals[0]?.now.commission]).toEqual([key, earned[0]?.now.commission]);
          sum += BigInt((part.totals[0]?.now.commission ?? '0').replace('.', ''));
        }
        expect(sum).toBe(BigInt((plain.totals[0]?.now.commission ?? '').replace('.', '')));
      }
      await checkSources(sources);
      await checkCities(sources);
      // of the days that are watched on the 17th the newer begin on the 10th; the shop of one line alone has none before
      const watched = await readWatchedCoverage({ ...sources, today: '2026-03-17' });
      expect(watched.map(({ advertiserId, now, before }) => [advertiserId, now.lines, before.lines])).toEqual([
        ['3358', 23, 12],
      ]);
      await checkDetails(sources, byPage);
      await checkFiles(sources, byPage);
      await checkClickFile(sources);
    } finally {
      await attributor.settle();
      await publisher.leaves();
      await close();
      await rm(folder, { recursive: true, force: true });
    }
  }, 240_000);
});

/** A direct visit is a source, and no line without a visit; a filter finds what the row counts. */
async function checkSources(sources: ReportSources): Promise<void> {
  const bySource = await readEarners(sources, { ...QUESTION, ...PAGED, by: 'source' });
  const byClass = await readEarners(sources, { ...QUESTION, ...PAGED, by: 'sourceClass' });
  const keys = bySource.rows.map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining(['(direct)', '(none)', 'Google', 'letter']));
  for (const [source, sourceClass] of [
    ['(direct)', 'direct'],
    ['(none)', '(none)'],
  ] as const) {
    const row = bySource.rows.find(({ key }) => key === source);
    const same = byClass.rows.find(({ key }) => key === sourceClass);
    expect([source, row?.traffic, row?.earned]).toEqual([source, same?.traffic, same?.earned]);
    const filter = parseFilter(`source:is:${source}`);
    if (typeof filter === 'string') throw new Error(filter);
    const only = await readEarners(sources, { ...QUESTION, ...PAGED, by: 'source', filters: [filter] });
    expect(only.rows.map(({ key, earned, traffic }) => [key, earned[0]?.now, traffic])).toEqual([
      [source, row?.earned[0]?.now, row?.traffic],
    ]);
  }
}

/** Towns of one name are two rows; a filter by a row's key finds what the row counts, and so do lists and files. */
async function checkCities(sources: ReportSources): Promise<void> {
  const byCity = await readEarners(sources, { ...QUESTION, ...PAGED, by: 'readerCity' });
  const towns = CITIES.map((city) => city ?? '(none)').sort();
  expect(byCity.rows.map(({ key }) => key).sort()).toEqual(towns);
  const sum = (of: 'pageviews' | 'clicks'): number =>
    byCity.rows.reduce((whole, { traffic }) => whole + (traffic[of] ?? 0), 0);
  expect([sum('pageviews'), sum('clicks')]).toEqual([80, 40]);
  const days = { from: '2026-03-01', to: '2026-03-31' };
  for (const { key, label, traffic, earned } of byCity.rows) {
    expect(label).toBe(key);
    const filter = parseFilter(`readerCity:is:${key}`);
    const filters = typeof filter === 'string' ? [] : [filter];
    const only = await readEarners(sources, { ...QUESTION, ...PAGED, by: 'page', filters });
    expect([key, only.total.traffic, only.total.earned[0]?.now]).toEqual([key, traffic, earned[0]?.now]);
    const list = await readClicks(sources, { ...days, filters, earning: 'all', limit: 100 });
    expect([key, list.rows.length, list.rows.every((row) => (row.readerCity ?? '(none)') === key)]).toEqual([
      key,
      10,
      true,
    ]);
    if (key === '(none)') continue; // lines of no click are in it, too
    const asked = { ...QUESTION, filters, sort: 'date', isDescending: true } as const;
    const lines = await readTransactions(sources, { ...asked, limit: 100 });
    const own = lines.rows.map(({ attribution }) => attribution?.readerCity);
    expect([own.length, new Set(own)]).toEqual([earned[0]?.now.lines, new Set([key])]);
    const [first] = lines.rows;
    if (first === undefined) throw new Error(`${key} has earned`);
    const why = await readEvidence(sources, first.id, async () => null);
    expect(why.shares[0]).toMatchObject({ readerCountry: 'US', readerCity: key });
    const [row] = await rowsOf(exportTransactions(sources, asked, 'json'));
    expect([row?.['reader_country'], row?.['reader_city']]).toEqual(['US', key]);
  }
  const part = parseFilter('readerCity:contains:springfield');
  const both = await readEarners(sources, {
    ...{ ...QUESTION, ...PAGED, by: 'readerCity', filters: typeof part === 'string' ? [] : [part] },
  });
  expect(both.rows.map(({ key }) => key).sort()).toEqual(towns.filter((town) => town.startsWith('Springfield')));
  let file = '';
  for await (const text of exportClicks(sources, { ...days, filters: [], earning: 'all' })) file += text;
  expect(file.split('\n')[0]).toContain('reader_country,reader_city,click_id');
  expect(file.match(/,US,"Springfield, Missouri, US",/g)).toHaveLength(10);
}

/** The reports beside the breakdown say the same. */
async function checkDetails(sources: ReportSources, byPage: Earners): Promise<void> {
  const row = byPage.rows.find(({ key }) => key === `${HOST}/page-2`);
  const page = await readPage(sources, { ...QUESTION, page: `${HOST}/page-2`, step: 'day' });
  expect(page.page).toMatchObject({ title: 'Page 2', site: 'site-1' });
  expect(page.total.earned[0]?.now).toEqual(row?.earned[0]?.now);
  const points = page.curves[0]?.commission.reduce((sum, text) => sum + BigInt(text.replace('.', '')), 0n);
  expect(points).toBe(BigInt((row?.earned[0]?.now.commission ?? '').replace('.', '')));
  expect((page.clicks ?? []).reduce((sum, count) => sum + count, 0)).toBe(row?.traffic.clicks);
  expect((page.pageviews ?? []).reduce((sum, count) => sum + count, 0)).toBe(row?.traffic.pageviews);
  const filter = parseFilter(`page:is:${HOST}/page-2`);
  const filters = typeof filter === 'string' ? [] : [filter];
  const days = await readEarners(sources, { ...QUESTION, ...PAGED, by: 'day', filters });
  expect(days.total.traffic).toEqual(row?.traffic);
  const shifted = await readEarners(sources, {
    ...{ ...QUESTION, ...PAGED, by: 'day', from: '2026-03-10', to: '2026-03-11', compare: 'previous' },
  });
  const plain = await readEarners(sources, { ...QUESTION, ...PAGED, by: 'day' });
  for (const { key, trafficBefore, earned } of shifted.rows) {
    const under = plain.rows.find((one) => one.key === (key === '2026-03-10' ? '2026-03-08' : '2026-03-09'));
    expect([key, trafficBefore?.clicks]).toEqual([key, under?.traffic.clicks ?? 0]);
    expect([key, earned[0]?.before?.commission]).toEqual([key, under?.earned[0]?.now.commission ?? '0.0000']);
  }
  const running = await readEarners(
    { ...sources, today: '2026-03-11' },
    { ...QUESTION, ...PAGED, by: 'day', from: '2026-03-10', to: '2026-03-11', compare: 'previous' },
  );
  expect(running.rows.map(({ key, day, earned }) => [key, day, earned[0]?.before === null])).toEqual([
    ['2026-03-11', { isOver: false, comparedWith: null }, true],
    ['2026-03-10', { isOver: true, comparedWith: '2026-03-08' }, false],
  ]);
  const ofShop = parseFilter('advertiser:is:3358');
  const narrow = await readPage(sources, {
    ...{ ...QUESTION, page: `${HOST}/page-2`, step: 'day' },
    filters: typeof ofShop === 'string' ? [] : [ofShop],
  });
  expect([narrow.pageviews, narrow.clicks]).toEqual([null, page.clicks]);
  expect(narrow.curves[0]?.rpm.every((one) => one === null)).toBe(true);
  for (const [place, { from }] of page.buckets.entries()) {
    const day = days.rows.find(({ key }) => key === from);
    expect([from, day?.traffic.pageviews ?? 0, day?.traffic.clicks ?? 0]).toEqual([
      ...[from, page.pageviews?.[place], page.clicks?.[place]],
    ]);
    const { epc, rpm } = day?.earned[0]?.now ?? { epc: null, rpm: null };
    expect([from, page.curves[0]?.epc[place], page.curves[0]?.rpm[place]]).toEqual([
      ...[from, epc ?? ((page.clicks?.[place] ?? 0) > 0 ? '0.0000' : null)],
      rpm ?? ((page.pageviews?.[place] ?? 0) > 0 ? '0.0000' : null),
    ]);
  }

  const first = await readClicks(sources, {
    from: '2026-03-01',
    to: '2026-03-31',
    filters: [],
    earning: 'all',
    limit: 25,
  });
  expect([first.count, first.rows.length]).toEqual([40, 25]);
  const rest = await readClicks(sources, {
    from: '2026-03-01',
    to: '2026-03-31',
    filters: [],
    earning: 'all',
    limit: 25,
    cursor: first.nextCursor ?? '',
  });
  const ids = [...first.rows, ...rest.rows].map(({ id }) => id);
  expect([new Set(ids).size, rest.nextCursor]).toEqual([40, null]);
  expect(first.rows[0]).toMatchObject({ id: 'event-40', advertiser: 'Example, Inc.', placement: 'hero' });
  expect(ids.map((id) => Number(id.slice(6)))).toEqual(Array.from({ length: 40 }, (_, n) => 40 - n));
  const paid = await readClicks(sources, {
    from: '2026-03-01',
    to: '2026-03-31',
    filters: [],
    earning: 'yes',
    limit: 100,
  });
  expect(paid.rows.every(({ earned }) => earned.length > 0)).toBe(true);

  const coverage = await readSubIds(sources, { ...QUESTION, by: 'network', limit: 10, offset: 0 });
  const kinds = coverage.rows[0]?.kinds;
  expect(Object.fromEntries(Object.entries(kinds ?? {}).map(([kind, { lines }]) => [kind, lines]))).toEqual({
    ...{ click: 6, mended: 12, rule: 6, 'unknown-click': 0, cut: 1, damaged: 0, unmatched: 5, none: 6 },
  });
  const unmatched = await readSubIds(sources, { ...QUESTION, by: 'subId', kind: 'unmatched', limit: 10, offset: 0 });
  expect(unmatched.rows.map(({ key, lines }) => [key, lines])).toEqual([
    ['other-2', 3],
    [OF_LATER, 2],
  ]);

  const quality = await readAttributionQuality(sources, QUESTION);
  expect(quality.methods.map(({ method }) => method)).toEqual(expect.arrayContaining(['click-id', 'label-rule']));
  expect(quality.methods.reduce((sum, one) => sum + BigInt(one.commission.replace('.', '')), 0n)).toBe(
    summed(byPage, 'commission')['USD'],
  );
  expect(quality.checks.map(({ method }) => method)).toEqual(['model', 'last-click', 'share-of-clicks']);

  const list = await readTransactions(sources, { ...QUESTION, sort: 'date', isDescending: true, limit: 100 });
  expect(list.rows.every(({ attribution }) => attribution !== null)).toBe(true);
  for (const { id, subId, commission, attribution } of list.rows) {
    const why = await readEvidence(sources, id, async (rule) => ({ id: rule, text: 'POST-*', match: 'wildcard' }));
    expect(why.shares.reduce((sum, share) => sum + BigInt(share.commission.replace('.', '')), 0n)).toBe(
      BigInt(commission.replace('.', '')),
    );
    expect(why.shares[0]?.method).toBe(attribution?.method);
    if (why.click === null) continue;
    expect(why.click.isCut).toBe(subId?.length === 14);
    expect(why.visit.at(-1)).toMatchObject({ pagePath: why.click.pagePath });
  }
}

type FileRow = Readonly<Record<string, string | number | null>>;

async function rowsOf(file: AsyncIterable<Uint8Array | string>): Promise<FileRow[]> {
  let text = '';
  for await (const part of file) text += String(part);
  return JSON.parse(text) as FileRow[]; // an array of objects, as docs/data-model.md says
}

const unitsIn = (rows: readonly FileRow[]): bigint =>
  rows.reduce((sum, { commission }) => sum + BigInt(String(commission).replace('.', '')), 0n);

/** Files have a row for each line with its largest share, and add up to the screens. */
async function checkFiles(sources: ReportSources, byPage: Earners): Promise<void> {
  const asked = { ...QUESTION, sort: 'date', isDescending: true } as const;
  const rows = await rowsOf(exportTransactions(sources, asked, 'json'));
  const list = await readTransactions(sources, { ...asked, limit: 100 });
  const told = list.rows.map(({ id, attribution: by }) => [
    ...[id, by?.method, by?.confidence, by?.pageHost == null ? null : by.pageHost + (by.pagePath ?? ''), by?.pages],
    ...[by?.link, by?.placement, by?.position],
  ]);
  const ofFile = ({ id, method, confidence, page, pages, link, placement, position }: FileRow): unknown[] => [
    ...[id, method, confidence, page, pages, link, placement, position],
  ];
  expect(rows.map(ofFile)).toEqual(told);
  expect(new Set(rows.map(({ method }) => method))).toEqual(new Set(list.rows.map((row) => row.attribution?.method)));
  expect(unitsIn(rows)).toBe(summed(byPage, 'commission')['USD']);
  // each page's file names the page alone, with its part of each line
  for (const { key, earned } of byPage.rows.filter((row) => row.earned.length > 0)) {
    const filter = parseFilter(`page:is:${key}`);
    if (typeof filter === 'string') throw new Error(filter);
    const part = await rowsOf(exportTransactions(sources, { ...asked, filters: [filter] }, 'json'));
    expect([key, unitsIn(part)]).toEqual([key, BigInt((earned[0]?.now.commission ?? '').replace('.', ''))]);
    expect(new Set(part.map(({ page }) => page))).toEqual(new Set([key === '(none)' ? null : key]));
    const shown = await readTransactions(sources, { ...asked, filters: [filter], limit: 100 });
    expect(part.map(ofFile).map(([id, method, confidence]) => [id, method, confidence])).toEqual(
      shown.rows.map(({ id, attribution }) => [id, attribution?.method, attribution?.confidence]),
    );
  }
  const beside = await attributionOfEntries(sources);
  const entries = await rowsOf(exportEntries(sources.facts, 'json', null, tmpdir(), 90, beside));
  const sorted = (some: readonly FileRow[]): string[] =>
    some
      .map(({ transaction_id, method, confidence, page }) => [transaction_id, method, confidence, page].join())
      .sort();
  expect(sorted(entries)).toEqual(sorted(rows));
  const parquet: Uint8Array[] = [];
  for await (const part of exportEntries(sources.facts, 'parquet', null, tmpdir(), 90, beside)) {
    parquet.push(Buffer.from(part));
  }
  expect(Buffer.concat(parquet).subarray(0, 4).toString()).toBe('PAR1');
}

/** The cells of a line of CSV without quotes inside of texts. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,"]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** The file of clicks has the clicks of the list, in its order, with what the list says of each. */
async function checkClickFile(sources: ReportSources): Promise<void> {
  for (const earning of ['all', 'yes', 'no'] as const) {
    for (const text of ['', `page:is:${HOST}/page-1|${HOST}/page-2`, 'source:is:Google']) {
      const filter = parseFilter(text);
      const filters = typeof filter === 'string' ? [] : [filter];
      const asked = { from: '2026-03-01', to: '2026-03-31', filters, earning };
      let file = '';
      for await (const part of exportClicks(sources, asked)) file += part;
      let inPieces = '';
      for await (const part of exportClicks(sources, asked, 20)) inPieces += part;
      expect(inPieces).toBe(file);
      const [head = [], ...rows] = file.split('\r\n').map(cellsOf);
      const told = rows.slice(0, -1).map((cells) => Object.fromEntries(head.map((name, n) => [name, cells[n]])));
      const list = await readClicks(sources, { ...asked, limit: 100 });
      expect(told.length).toBe(list.count);
      expect(
        told.map((row) => [
          row['id'],
          row['at'],
          row['page'],
          row['title'],
          row['source'],
          row['click_id'],
          row['reader_city'],
        ]),
      ).toEqual(
        list.rows.map((row) => [
          ...[row.id, row.at, row.pageHost + row.pagePath, row.title ?? '', row.source ?? '', row.clickId ?? ''],
          row.readerCity ?? '',
        ]),
      );
      expect(told.map((row) => [row['currency'], row['commission'], row['more_earned']])).toEqual(
        list.rows.map(({ earned }) => [earned[0]?.currency ?? '', earned[0]?.commission ?? '', '']),
      );
    }
  }
}
