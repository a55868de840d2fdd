import { describe, expect, it } from 'vitest';
import type { BreakdownReply, BreakdownRow } from '../../report/queries.ts';
import { overview } from './overview-fixture.ts';
import { RANKING_COLUMNS, rankedBy, rankedShare, rankingLines } from './ranking.ts';

const metrics = {
  sales: '50.0000',
  commission: '4.0000',
  orders: 2,
  items: 2,
  lines: 2,
  rate: '0.080000',
  averageOrder: '25.0000',
};
const row: BreakdownRow = {
  key: '1',
  label: 'Acme, Inc.',
  currency: 'USD',
  share: '0.500000',
  now: metrics,
  before: null,
  changes: null,
};
const reply: BreakdownReply = {
  head: overview.head,
  figure: 'total',
  by: 'advertiser',
  rows: [row],
  totals: [
    { currency: 'GBP', rowCount: 1, now: { ...metrics, sales: '1.0000' }, before: null, changes: null },
    { currency: 'USD', rowCount: 2, now: { ...metrics, sales: '200.0000', orders: 0 }, before: null, changes: null },
  ],
};

describe('a ranking', () => {
  it('is by the figure of the chart where the server can sort by it', () => {
    expect(rankedBy('sales')).toBe('sales');
    expect(rankedBy('rate')).toBe('commission');
  });

  it('has shares of its own currency’s total', () => {
    expect(rankedShare(reply, row, 'commission')).toBe('0.500000');
    expect(rankedShare(reply, row, 'sales')).toBe('0.250000');
    expect(rankedShare(reply, row, 'orders')).toBeNull();
  });

  it('gives every column of the file a value or an empty cell', () => {
    const [line] = rankingLines([row]);
    expect(line).toHaveLength(RANKING_COLUMNS.length);
    expect(line?.slice(0, 5)).toEqual(['1', 'Acme, Inc.', 'USD', '50.0000', '4.0000']);
  });
});
