/**
 * Reports against each other (P10 of the promises): whatever is filtered, by whatever it is divided, the parts are the
 * whole, to the last digit: by day, month, advertiser, status … = the total = the ledger's figures = the exported file.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { amountOf, formatAmount, parseAmount, sumAmounts } from '../../src/core/index.ts';
import {
  BREAKDOWNS,
  DATE_KINDS,
  exportTransactions,
  type Filter,
  FIGURES,
  ORDER_SORTS,
  readBreakdown,
  readChanges,
  readEarners,
  readOrders,
  readOverview,
  readTransactions,
  type ReportSources,
  STACKED,
  STACKS,
  STATUSES,
  STEPS,
  TRANSACTION_SORTS,
} from '../../src/reports/index.ts';
import { Publisher, reportOf } from '../scenarios/publisher.ts';
import { AWKWARD, fillLedger, sourcesOf, tickingClock } from '../scenarios/report-ledger.ts';

const RUNS = process.env['TRIBUTARY_LONG'] === '1' ? 400 : 30;
const SIZE = 700;

let publisher: Publisher;
let sources: ReportSources;
beforeAll(async () => {
  publisher = await Publisher.create(undefined, tickingClock());
  await fillLedger(publisher, SIZE);
  sources = sourcesOf(publisher);
}, 60_000);
afterAll(() => publisher.leaves());

const text = fc.constantFrom(...AWKWARD, 'Mug', 'mug', 'acme', 'post', '(none)', '3001', '3002', '1', 'no such');
const filter: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({
    dimension: fc.constantFrom(
      'product' as const,
      'brand' as const,
      'subId' as const,
      'orderId' as const,
      'sku' as const,
    ),
    operator: fc.constantFrom('is' as const, 'is-not' as const, 'contains' as const),
    values: fc.array(text, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    dimension: fc.constant('advertiser' as const),
    operator: fc.constantFrom('is' as const, 'is-not' as const),
    values: fc.uniqueArray(fc.integer({ min: 3000, max: 3010 }).map(String), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    dimension: fc.constant('status' as const),
    operator: fc.constantFrom('is' as const, 'is-not' as const),
    values: fc.uniqueArray(fc.constantFrom(...STATUSES), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    dimension: fc.constantFrom('network' as const, 'country' as const, 'connection' as const, 'currency' as const),
    operator: fc.constantFrom('is' as const, 'is-not' as const, 'contains' as const),
    values: fc.array(fc.constantFrom('rakuten', 'US', 'rakuten:3', 'My shop', 'USD', 'GBP'), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
);
const day = fc.integer({ min: 0, max: 170 }).map((n) => new Date(Date.UTC(2025, 9, 25 + n)).toISOString().slice(0, 10));
const question = fc
  .record({
    filters: fc.array(filter, { maxLength: 2 }),
    days: fc.option(fc.tuple(day, day)),
    date: fc.constantFrom(...DATE_KINDS),
    figure: fc.constantFrom(...FIGURES),
  })
  .map(({ days, ...rest }) => {
    const [from, to] = days === null ? [undefined, undefined] : [...days].sort();
    return { ...rest, match: 'date' as const, from, to };
  });

function sum(texts: Iterable<string>): string {
  return formatAmount(
    sumAmounts(
      [...texts].map((one) => {
        const amount = parseAmount(one);
        if (typeof amount === 'string') throw new Error(amount);
        return amount;
      }),
    ),
  );
}

async function exported(choice: Parameters<typeof exportTransactions>[1]): Promise<Record<string, string>[]> {
  let file = '';
  for await (const part of exportTransactions(sources, choice)) file += part;
  const [head = [], ...rows] = readCsv(file);
  return rows.map((cells) => Object.fromEntries(head.map((name, n) => [name, cells[n] ?? ''])));
}

/** RFC 4180, as a spreadsheet reads it. */
function readCsv(file: string): string[][] {
  const rows: string[][] = [];
  for (const line of file.matchAll(/((?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*)\r\n/g)) {
    const cells = (line[1] ?? '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g);
    rows.push([...cells].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''));
  }
  return rows;
}

describe('the parts are the whole', () => {
  test('for any filter, period, figure and division', async () => {
    await fc.assert(
      fc.asyncProperty(
        question,
        fc.constantFrom(...STEPS),
        fc.constantFrom(...STACKS),
        fc.constantFrom(...STACKED),
        fc.constantFrom(...BREAKDOWNS),
        async (any, step, stackBy, stackOf, by) => {
          let asked = any;
          const days = step === 'hour' ? { from: '2026-01-01', to: '2026-01-31' } : {};
          asked = { ...asked, ...days };
          const overview = await readOverview(sources, { ...asked, step, stackBy, stackOf });
          const breakdown = await readBreakdown(sources, {
            ...{ ...asked, by, sort: 'commission', isDescending: true, limit: 1000, offset: 0 },
          });
          const lines = await exported({ ...asked, sort: 'date', isDescending: true });
          const isShown = (line: Record<string, string>): boolean => {
            if (['lost', 'withdrawn', 'conflict'].includes(line['status'] ?? '')) return false;
            if (asked.figure === 'net') return line['status'] === 'approved';
            const figures = [line['commission'], line['sales'], line['items']].map(Number);
            return asked.figure === 'total' || (figures.find((one) => one !== 0) ?? 0) >= 0;
          };
          const currencies = new Set(lines.map((line) => line['currency']));
          expect(overview.currencies.map(({ currency }) => currency)).toEqual(
            [...currencies].sort((a = '', b = '') => (a < b ? -1 : 1)),
          );
          for (const { currency, now, curves, stacks, withoutTime } of overview.currencies) {
            const ofFile = lines.filter((line) => line['currency'] === currency);
            const mine = ofFile.filter(isShown);
            const rows = breakdown.rows.filter((row) => row.currency === currency);
            const total = breakdown.totals.find((row) => row.currency === currency);
            for (const figure of ['commission', 'sales'] as const) {
              expect(sum(mine.map((line) => line[figure] ?? '')), figure).toBe(now[figure]);
              expect(sum([...curves[figure], withoutTime?.[figure] ?? '0']), figure).toBe(now[figure]);
              expect(sum(rows.map((row) => row.now[figure])), figure).toBe(now[figure]);
              expect(total?.now[figure] ?? '0.0000').toBe(now[figure]);
            }
            expect([mine.length, rows.reduce((all, row) => all + row.now.lines, 0)]).toEqual([now.lines, now.lines]);
            expect(new Set(mine.map((line) => `${line['advertiser_id']} ${line['order_id']}`)).size).toBe(now.orders);
            expect(total?.now.orders ?? 0).toBe(now.orders);
            expect(sum(stacks.map((stack) => stack.commission))).toBe(now.commission);
            for (const [place, point] of curves[stackOf].entries()) {
              expect(sum(stacks.map((stack) => stack.points[place] ?? ''))).toBe(sum([String(point)]));
            }
            for (const apart of ['lost', 'withdrawn'] as const) {
              const beside = ofFile.filter((line) => line['status'] === apart);
              expect([beside.length, sum(beside.map((line) => line['sales'] ?? ''))]).toEqual([
                now[apart].lines,
                now[apart].sales,
              ]);
            }
          }
        },
      ),
      { numRuns: RUNS },
    );
  }, 120_000);

  test('everything together is what the ledger says', async () => {
    const all = { filters: [], match: 'date', date: 'transaction', figure: 'total' } as const;
    const figures = await publisher.figures();
    const { currencies } = await readOverview(sources, { ...all, stackBy: 'status' });
    expect(figures.totals.length).toBe(2);
    expect(figures.withdrawn[0]?.lines).toBeGreaterThan(10);
    for (const total of figures.totals) {
      const mine = currencies.find(({ currency }) => currency === total.currency);
      expect(mine?.now).toMatchObject({
        sales: total.sales,
        commission: total.commission,
        lines: total.lines,
        items: total.items,
      });
      const lost = figures.lost.find(({ currency }) => currency === total.currency);
      expect(mine?.now.lost.sales).toBe(lost?.sales ?? '0.0000');
      for (const stack of mine?.stacks ?? []) {
        const status = figures.byStatus.find((one) => one.status === stack.key && one.currency === total.currency);
        expect(stack.commission).toBe(status?.commission);
      }
      expect(new Set(mine?.stacks.map(({ key }) => key))).toEqual(new Set(['pending', 'approved', 'reversed']));
    }
    const advertisers = await readBreakdown(sources, {
      ...{ ...all, by: 'advertiser', sort: 'name', isDescending: false, limit: 1000, offset: 0 },
    });
    expect(new Map(advertisers.rows.map((row) => [`${row.key} ${row.currency}`, row.now.commission]))).toEqual(
      new Map(figures.byAdvertiser.map((row) => [`${row.advertiserId} ${row.currency}`, row.commission])),
    );
  });

  test('a day that is not over says its figures and those of before, and no change', async () => {
    const running = { ...sources, today: '2026-03-10' };
    const asked = { date: 'transaction', filters: [], figure: 'total', compare: 'previous', match: 'date' } as const;
    const list = { by: 'advertiser', sort: 'commission', isDescending: true, limit: 50, offset: 0 } as const;
    const earned = { ...list, credit: 'last', creditOf: 'page' } as const;
    for (const [from, hasChanges] of [
      ['2026-03-10', false],
      ['2026-03-09', true],
    ] as const) {
      const days = { ...asked, from, to: '2026-03-10' };
      const overview = await readOverview(running, { ...days, stackBy: 'status' });
      const breakdown = await readBreakdown(running, { ...days, ...list });
      const earners = await readEarners(running, { ...days, ...earned });
      for (const { head } of [overview, breakdown, earners]) expect(head.compared).toMatchObject({ hasChanges });
      const told = [
        ...overview.currencies,
        ...breakdown.rows,
        ...breakdown.totals,
        ...earners.rows.flatMap((row) => row.earned),
        ...earners.total.earned,
      ];
      expect(told.length).toBeGreaterThan(3);
      for (const one of told) expect([one.before !== null, one.changes !== null]).toEqual([true, hasChanges]);
    }
  });

  test('the changes of the last runs are the total now less the total then', async () => {
    const now = await publisher.figures();
    for (const runs of [1, 2, 3, 9]) {
      const changes = await readChanges(sources, { runs, limit: 20 });
      expect(changes.runs.length).toBe(Math.min(runs, 3));
      const then =
        changes.since === null
          ? { totals: [] }
          : await publisher.figures(changes.since.replace('T', ' ').replace('Z', ''));
      for (const { currency, commission } of now.totals) {
        const was = then.totals.find((row) => row.currency === currency)?.commission ?? '0.0000';
        const added = sum(changes.sums.filter((row) => row.currency === currency).map((row) => row.change));
        expect(sum([was, added])).toBe(commission);
      }
      for (const { line } of changes.lines) expect(line.id).toMatch(/^\d+$/);
    }
    const { sums } = await readChanges(sources, { runs: 1, limit: 0 });
    expect(sums.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['amount-changed', 'withdrawn', 'approved']));
  });
});

test('a line that has come of age is among the changes of the next run', async () => {
  let now = new Date('2026-03-12T10:00:00Z');
  const other = await Publisher.create(undefined, () => now);
  try {
    await other.drops([reportOf('signature', [{ order: '1', sku: 'A', sales: '10.00', commission: '1.00' }])]);
    now = new Date('2026-06-20T10:00:00Z');
    await other.drops([
      reportOf('signature', [{ order: '2', sku: 'A', sales: '10.00', commission: '2.00', processedOn: '6/19/26' }]),
    ]);
    const { sums, lines } = await readChanges(sourcesOf(other), { runs: 1, limit: 10 });
    expect(sums.map(({ kind, change, commission }) => [kind, change, commission])).toEqual([
      ['new', '2.0000', '2.0000'],
      ['approved', '0.0000', '1.0000'],
    ]);
    expect(lines.map(({ line, statusBefore }) => [line.orderId, line.status, statusBefore])).toEqual([
      ['2', 'pending', null],
      ['1', 'approved', 'pending'],
    ]);
  } finally {
    await other.leaves();
  }
});

test('pages hold every line exactly once, in the order of the file, under every sort, both ways', async () => {
  const choice = { filters: [], date: 'transaction', search: 'o' } as const;
  for (const sort of TRANSACTION_SORTS) {
    for (const isDescending of [false, true]) {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await readTransactions(sources, { ...choice, sort, isDescending, limit: 97, cursor });
        ids.push(...page.rows.map(({ id }) => id));
        expect(page.totals === null).toBe(cursor !== undefined);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      const file = await exported({ ...choice, sort, isDescending });
      expect(ids, sort).toEqual(file.map((line) => line['id']));
      expect([new Set(ids).size, ids.length > 300], sort).toEqual([ids.length, true]);
    }
  }
}, 60_000);

test('pages of orders hold every order exactly once and their sums are the total', async () => {
  const choice = { filters: [], date: 'transaction' } as const;
  const figures = await publisher.figures();
  for (const sort of ORDER_SORTS) {
    const rows: { id: string; currency: string; commission: string }[] = [];
    let cursor: string | undefined;
    do {
      const page = await readOrders(sources, { ...choice, sort, isDescending: true, limit: 60, cursor });
      rows.push(...page.rows);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(rows.map(({ id, currency }) => `${id} ${currency}`)).size, sort).toBe(rows.length);
    for (const total of figures.totals) {
      expect(sum(rows.filter(({ currency }) => currency === total.currency).map((row) => row.commission))).toBe(
        total.commission,
      );
    }
  }
});

test('a filter for a text finds the lines that have it and no others, whatever is in it', async () => {
  const all = await exported({ filters: [], date: 'transaction', sort: 'order', isDescending: false });
  const plain = (cell: string | undefined): string => (cell ?? '').replace(/^'(?=[=+\-@])/, '');
  for (const [dimension, column] of [
    ['subId', 'sub_id'],
    ['product', 'product'],
    ['brand', 'brand'],
    ['orderId', 'order_id'],
  ] as const) {
    for (const value of AWKWARD) {
      for (const operator of ['is', 'is-not', 'contains'] as const) {
        const found = await readTransactions(sources, {
          ...{
            filters: [{ dimension, operator, values: [value] }],
            date: 'transaction',
            sort: 'date',
            isDescending: true,
          },
          limit: 1,
        });
        const has = (cell: string): boolean =>
          operator === 'contains'
            ? cell.toLowerCase().includes(value.toLowerCase())
            : (cell === value) === (operator === 'is');
        const wanted = all.filter((line) => has(plain(line[column]))).length;
        const lines = (found.totals ?? []).reduce((count, row) => count + row.lines, 0);
        expect([dimension, operator, value, lines]).toEqual([dimension, operator, value, wanted]);
      }
    }
  }
  expect(formatAmount(amountOf(0n))).toBe('0.0000');
});

test('what is none is a row that can be filtered by', async () => {
  const asked = { filters: [], match: 'date', date: 'transaction', figure: 'total' } as const;
  const list = { sort: 'lines', isDescending: true, limit: 1000, offset: 0 } as const;
  const { rows } = await readBreakdown(sources, { ...asked, ...list, by: 'brand' });
  const none = rows.find(({ key, currency }) => key === '(none)' && currency === 'USD');
  expect(none?.now.lines).toBeGreaterThan(50);
  const filters = [{ dimension: 'brand', operator: 'is', values: ['(none)'] }] as const;
  const { currencies } = await readOverview(sources, { ...asked, filters, stackBy: 'network' });
  expect(currencies.find(({ currency }) => currency === 'USD')?.now.commission).toBe(none?.now.commission);
});
