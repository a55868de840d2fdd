import { expect, it } from 'vitest';
import { readFilter } from '../../view/filter.ts';
import type { OrderRow, TransactionRow } from '../../report/queries.ts';
import { groupedRows, linesOfOrder, orderKey } from './grouped-rows.ts';

const order: OrderRow = {
  id: '7',
  network: 'rakuten',
  networkLabel: 'Rakuten',
  country: 'rakuten:1',
  countryLabel: 'United States',
  advertiserId: '13',
  advertiser: 'Acme',
  orderId: 'A|1',
  occurredOn: '2026-11-01',
  currency: 'USD',
  sales: '1.0000',
  commission: '1.0000',
  items: 1,
  lines: 1,
  statuses: ['approved'],
};

it('unfolds the lines of open orders below them, once they are there', () => {
  const line = { id: '70' } as TransactionRow; // nothing else of it is looked at
  const other = { ...order, id: '8' };
  const keys = (lines: readonly TransactionRow[] | undefined) =>
    groupedRows([order, other], new Set([orderKey(order)]), new Map([[orderKey(order), lines]])).map(({ key }) => key);
  expect(keys(undefined)).toEqual(['order 7 USD', 'order 8 USD']);
  expect(keys([line])).toEqual(['order 7 USD', '70', 'order 8 USD']);
});

it('tells the same order number of two currencies apart', () => {
  expect(orderKey(order)).not.toBe(orderKey({ ...order, currency: 'CAD' }));
});

it('asks for the lines of this order alone, whatever signs its number has', () => {
  const { f = [] } = linesOfOrder({ f: ['status:is:approved'], sort: '-date' }, order);
  expect(f[0]).toBe('status:is:approved');
  expect(f.map(readFilter)).toContainEqual({ dimension: 'orderId', word: 'is', values: ['A|1'] });
  expect(f).toHaveLength(5);
});
