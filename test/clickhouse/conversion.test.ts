/** Converted amounts and local days on both engines, against whole numbers and the clocks that Node knows. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { amountOf, formatAmount, parseAmount, sumAmounts } from '../../src/core/index.ts';
import type { FactsStore } from '../../src/facts/index.ts';
import { loadRates } from '../../src/ledger/index.ts';
import {
  exportTransactions,
  PLAIN_VIEW,
  readBreakdown,
  readOrders,
  readOverview,
  readTransactions,
  type ReportSources,
} from '../../src/reports/index.ts';
import { Publisher, reportOf, type WorldLine } from '../scenarios/publisher.ts';
import { NAMES, tickingClock } from '../scenarios/report-ledger.ts';
import { startClickhouse } from './server.ts';

const clickhouse = await startClickhouse();
afterAll(async () => {
  if ('stop' in clickhouse) await clickhouse.stop();
});

/** Half away from zero, in whole numbers. */
function rounded(amount: bigint, over: bigint, under: bigint): bigint {
  const size = amount < 0n ? -amount : amount;
  const result = (2n * size * over + under) / (2n * under);
  return amount < 0n ? -result : result;
}

/** A generator of whole numbers, the same in every run. */
function numbers(seed: number): (below: bigint) => bigint {
  let state = BigInt(seed);
  return (below) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
    return (state >> 11n) % below;
  };
}

const NO_MATCH = { match: 'date', date: 'transaction', figure: 'total', filters: [] } as const;

/** Around midnights of several zones, on the days on which clocks change. */
const DAYS = [
  '3/28/26',
  '3/29/26',
  '3/30/26',
  '10/24/26',
  '10/25/26',
  '10/26/26',
  '3/8/26',
  '11/1/26',
  '4/5/26',
  '12/31/25',
];
const TIMES = [
  '00:00:00',
  '00:59:59',
  '01:00:00',
  '02:30:00',
  '06:59:59',
  '10:00:00',
  '18:30:00',
  '22:00:00',
  '23:59:59',
];
const LINES: readonly WorldLine[] = DAYS.flatMap((on, n) =>
  TIMES.map((at, m) => ({
    ...{ id: `T${n}-${m}`, order: `${n}-${m}`, sku: 'A', on, at, processedOn: on, processedAt: at },
    sales: `${(n + 1) * (m + 3)}.${n}${m}`,
    commission: `${m % 2 === 0 ? '' : '-'}0.${n}${m}33`,
  })),
);

/** The day that the clocks of a zone showed. */
function dayIn(zone: string, instant: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date(instant));
}

function isoOf({ on = '', at = '' }: WorldLine): string {
  const [month = '', day = '', year = ''] = on.split('/');
  return `20${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${at}Z`;
}

function sum(texts: readonly string[]): string {
  return formatAmount(
    sumAmounts(
      texts.map((text) => {
        const amount = parseAmount(text);
        if (typeof amount === 'string') throw new Error(amount);
        return amount;
      }),
    ),
  );
}

describe.each(['duckdb', 'clickhouse'])('%s', (engine) => {
  let publisher: Publisher | null = null;
  let folder = '';
  beforeAll(async () => {
    if (engine === 'clickhouse' && 'skipped' in clickhouse) return;
    folder = await mkdtemp(join(tmpdir(), 'tributary-rates-'));
    publisher = await Publisher.create(
      engine === 'clickhouse' && 'url' in clickhouse ? clickhouse.url : undefined,
      tickingClock(),
    );
    await publisher.drops([
      reportOf('better', LINES),
      reportOf('lost', [{ order: 'lost', sku: 'L', on: '3/29/26', sales: '5.00', commission: '0' }]),
    ]);
    await publisher.drops([reportOf('signature', LINES.slice(0, 30))], { country: 'UK' });
  }, 120_000);
  afterAll(async () => {
    await publisher?.leaves();
    await rm(folder, { recursive: true, force: true });
  });

  function factsFor(context: TestContext): FactsStore {
    if (publisher !== null) return publisher.facts;
    return context.skip('skipped' in clickhouse ? clickhouse.skipped : 'the publisher did not open');
  }

  function sources(
    facts: FactsStore,
    timeZone: string | null,
    weekStart: 'monday' | 'sunday' = 'monday',
  ): ReportSources {
    const making = { timeZone, zones: { rakuten: 'GMT' }, reversalDays: 90 };
    return { facts, names: NAMES, today: '2026-12-31', view: { ...PLAIN_VIEW, making, weekStart } };
  }

  test('an amount by a fraction is rounded half away from zero, to the last digit', async (context) => {
    const facts = factsFor(context);
    const next = numbers(7);
    const cases = Array.from({ length: 400 }, (_, n) => {
      const amount = (n % 2 === 0 ? 1n : -1n) * (n % 3 === 0 ? next(10n ** 16n) : next(2000n));
      const [over, under] = n % 5 === 0 ? [1n, 2n] : [1n + next(3n * 10n ** 12n), 1n + next(3n * 10n ** 12n)];
      return { amount, over, under, wanted: rounded(amount, over, under) };
    }).filter(({ wanted }) => wanted < 10n ** 17n && wanted > -(10n ** 17n));
    expect(cases.length).toBeGreaterThan(300);
    for (let from = 0; from < cases.length; from += 50) {
      const part = cases.slice(from, from + 50);
      const texts = part.map(
        ({ amount, over, under }, n) =>
          `select ${n} as n, converted(cast('${formatAmount(amountOf(amount))}' as decimal(18,4)), cast(${over} as bigint), cast(${under} as bigint)) as c`,
      );
      const rows = await facts.query(`select n, c from (${texts.join(' union all ')}) t order by n`);
      const found = rows.map((row) => sum([String(row['c'])]));
      expect(found).toEqual(part.map(({ wanted }) => formatAmount(amountOf(wanted))));
    }
  });

  test.each(['Europe/Berlin', 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Apia', 'UTC'])(
    'days of %s hold every row once, on the day its clocks showed',
    async (zone, ...rest) => {
      const facts = factsFor(rest.at(-1) as unknown as TestContext);
      const there = sources(facts, zone);
      const all = { filters: [], date: 'transaction', sort: 'date', isDescending: false, limit: 200 } as const;
      const { rows, head } = await readTransactions(there, all);
      expect([rows.length, head.timeZone, head.linesWithoutTime]).toEqual([121, zone, 1]);
      for (const row of rows) {
        const line = LINES.find(({ order }) => order === row.orderId);
        expect([row.orderId, row.localDay]).toEqual([
          row.orderId,
          line === undefined ? '2026-03-29' : dayIn(zone, isoOf(line)),
        ]);
      }
      const days = rows.map(({ localDay, localTime }) => `${localDay} ${localTime}`);
      expect(days).toEqual([...days].sort());
      const [whole, byHour] = [
        await readOverview(there, { ...NO_MATCH, step: 'day', stackBy: 'network' }),
        await readOverview(there, {
          ...NO_MATCH,
          from: '2026-03-28',
          to: '2026-03-31',
          step: 'hour',
          stackBy: 'network',
        }),
      ];
      const plain = await readOverview(sources(facts, null), { ...NO_MATCH, step: 'month', stackBy: 'network' });
      expect(whole.currencies.map(({ now }) => now)).toEqual(plain.currencies.map(({ now }) => now));
      for (const { curves, now } of whole.currencies) expect(sum(curves.commission)).toBe(now.commission);
      for (const { curves, now } of byHour.currencies) expect(sum(curves.commission)).toBe(now.commission);
      expect(byHour.buckets.length).toBe(96);
    },
    60_000,
  );

  test('weeks begin where the workspace says', async (context) => {
    const there = sources(factsFor(context), null, 'sunday');
    const { buckets, currencies } = await readOverview(there, { ...NO_MATCH, step: 'week', stackBy: 'status' });
    expect(new Set(buckets.slice(1).map(({ from }) => new Date(from).getUTCDay()))).toEqual(new Set([0]));
    for (const { curves, now } of currencies) expect(sum(curves.sales)).toBe(now.sales);
  });

  test('converted totals are the sums of converted rows; what has no rate stays and is told', async (context) => {
    const facts = factsFor(context);
    const rates = ['2026-03-06', '2026-03-27', '2026-10-23'].flatMap((day, n) => [
      { day, currency: 'USD', rate: `1.0${n + 1}37` },
      { day, currency: 'GBP', rate: `0.84${n}5` },
    ]);
    const first = await loadRates(facts, folder, rates, 'test', new Date('2026-11-01T00:00:00Z'));
    const again = await loadRates(facts, folder, rates, 'test', new Date('2026-11-01T00:00:00Z'));
    expect([first.added + first.unchanged, again.unchanged]).toEqual([6, 6]);
    const there = sources(facts, null);
    for (const currency of ['EUR', 'USD', 'GBP']) {
      const asked = { ...NO_MATCH, currency } as const;
      const { head, currencies } = await readOverview(there, { ...asked, step: 'month', stackBy: 'advertiser' });
      const list = await readTransactions(there, { ...asked, sort: 'commission', isDescending: true, limit: 200 });
      const breakdown = await readBreakdown(there, {
        ...{ ...asked, by: 'currency', sort: 'commission', isDescending: true, limit: 50, offset: 0 },
      });
      const orders = await readOrders(there, { ...asked, sort: 'commission', isDescending: true, limit: 200 });
      for (const one of currencies) {
        const mine = list.rows.filter((row) => row.currency === one.currency && row.status !== 'lost');
        for (const figure of ['sales', 'commission'] as const) {
          expect(sum(mine.map((row) => row[figure]))).toBe(one.now[figure]);
          expect(sum(one.curves[figure])).toBe(one.now[figure]);
          const parts = breakdown.rows.filter((row) => row.currency === one.currency).map((row) => row.now[figure]);
          expect(sum(parts)).toBe(one.now[figure]);
          const ofOrders = orders.rows.filter((row) => row.currency === one.currency).map((row) => row[figure]);
          expect(sum(ofOrders)).toBe(one.now[figure]);
        }
      }
      for (const row of list.rows) {
        const has = currency === row.reportedCurrency || row.currency !== row.reportedCurrency;
        const month = row.occurredOn.slice(0, 7);
        const covered = row.occurredOn !== '2026-03-05' && !['2025-12', '2026-04', '2026-11'].includes(month);
        expect([row.occurredOn, row.reportedCurrency, has]).toEqual([
          row.occurredOn,
          row.reportedCurrency,
          covered || currency === row.reportedCurrency,
        ]);
        if (row.currency === row.reportedCurrency) expect(row.commission).toBe(row.reportedCommission);
      }
      const without = list.rows.filter((row) => row.currency !== currency);
      expect(head.conversion?.withoutRate.reduce((all, { lines }) => all + lines, 0)).toBe(without.length);
      expect(without.length > 5).toBe(currency !== 'USD'); // the pounds are all of days with rates
      expect(head.conversion?.rates).toEqual({
        from: currency === 'USD' ? '2026-03-27' : '2026-03-06',
        to: '2026-10-23',
      });
      const file: string[] = [];
      for await (const part of exportTransactions(there, { ...asked, sort: 'date', isDescending: true }, 'json'))
        file.push(String(part));
      const lines = JSON.parse(file.join('')) as { currency: string; commission: string; status: string }[];
      expect(
        sum(
          lines.filter((line) => line.currency === currency && line.status !== 'lost').map((line) => line.commission),
        ),
      ).toBe(currencies.find((one) => one.currency === currency)?.now.commission);
    }
  }, 60_000);
});
