import { expect, it } from 'vitest';
import { changeRows } from './change-words.ts';

const sum = (kind: 'new' | 'reversal', currency: string, lines: number, change: string) => ({
  kind,
  currency,
  lines,
  change,
  commission: change,
  sales: '0.0000',
});

it('counts lines of a kind over currencies, and leaves their amounts apart', () => {
  const rows = changeRows({
    sums: [sum('reversal', 'USD', 2, '-3.0000'), sum('new', 'USD', 5, '9.0000'), sum('new', 'GBP', 1, '2.0000')],
  });
  expect(
    rows.map(({ kind, lines, sums }) => [kind, lines, sums.map(({ currency, change }) => `${currency} ${change}`)]),
  ).toEqual([
    ['new', 6, ['USD 9.0000', 'GBP 2.0000']],
    ['reversal', 2, ['USD -3.0000']],
  ]);
});
