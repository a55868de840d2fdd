/** The life of a line as its detail tells it: every revision, its order, the report rows as they came. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rawRows } from '../../src/api/index.ts';
import { readTransaction, readTransactions } from '../../src/reports/index.ts';
import { Publisher, reportOf, type WorldLine } from './publisher.ts';
import { sourcesOf, tickingClock } from './report-ledger.ts';

let publisher: Publisher;
beforeAll(async () => {
  publisher = await Publisher.create(undefined, tickingClock());
});
afterAll(() => publisher.leaves());

const FIRST: readonly WorldLine[] = [
  { order: '77', sku: 'A', sales: '10.00', commission: '1.0000', subId: 'post-1' },
  { order: '77', sku: 'B', sales: '20.00', commission: '2.0000', subId: 'post-1' },
  { order: '78', sku: 'A', sales: '5.00', commission: '0.5000' },
];

test('a line that another report adds to and that is partly taken back', async () => {
  await publisher.drops([reportOf('signature', FIRST)]);
  const reversal: WorldLine = { order: '77', sku: 'A', sales: '-4.00', commission: '-0.4000', on: '3/20/26' };
  await publisher.drops([reportOf('items', [...FIRST, reversal])]);
  const sources = sourcesOf(publisher);
  const list = await readTransactions(sources, {
    ...{ filters: [], date: 'transaction', sort: 'date', isDescending: false, limit: 10, search: '77' },
  });
  expect(list.rows.map(({ sku, commission, flag }) => [sku, commission, flag])).toEqual([
    ['A', '1.0000', 'adjusted'],
    ['B', '2.0000', ''],
    ['A', '-0.4000', 'adjusted'],
  ]);
  const id = list.rows[0]?.id ?? '';
  const detail = await readTransaction(sources, id, rawRows(publisher.imports));
  expect({ ...detail.line, attribution: null }).toEqual(list.rows[0]); // the list says which page earned it, too
  expect(detail.history.map((one) => [one.replacedAt === null, one.changes.map(({ field }) => field)])).toEqual([
    [false, []],
    [true, ['money_report', 'product']],
  ]);
  expect(detail.history[1]?.changes[1]).toEqual({ field: 'product', before: null, after: 'Product A' });
  expect(detail.order.lines.map((one) => one.id)).toEqual(list.rows.map((one) => one.id));
  expect(detail.order.net).toEqual([{ currency: 'USD', sales: '26.0000', commission: '2.6000', items: 1, lines: 3 }]);
  expect(detail.runs.map(({ run }) => run)).toEqual(detail.history.map(({ run }) => run));
  const money = detail.reported.filter((one) => one.isMoney);
  expect(money.map(({ report, line, isCurrent }) => [report, line, isCurrent])).toEqual([
    ['individual-item-report', 2, true],
  ]);
  expect(money[0]?.source).toMatchObject({ file: 'report-2.csv', isCut: false });
  expect(money[0]?.source?.text).toMatch(
    /^77,3\/10\/26,"09:08:07",3358,"Example, Inc.","A","Product A",10\.00,1,1\.0000$/,
  );
  const other = detail.reported.find((one) => one.report === 'signature-orders-report');
  expect([other?.isMoney, other?.source?.file, other?.source?.text?.slice(0, 8)]).toEqual([
    false,
    'report-1.csv',
    '"post-1"',
  ]);
});

test('there is no line with a foreign id', async () => {
  await expect(readTransaction(sourcesOf(publisher), '5', async () => null)).rejects.toMatchObject({
    code: 'unknown-transaction',
  });
});
