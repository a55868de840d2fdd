import { expect, it } from 'vitest';
import { totalsOf } from './totals.ts';

const sum = (currency: string, status: string, commission: string, lines: number) => ({
  currency,
  status,
  commission,
  sales: '10.0000',
  items: lines,
  lines,
});

it('adds what counts, by currency; lost lines stand apart and are lines all the same', () => {
  const totals = totalsOf([
    sum('USD', 'lost', '0.0000', 3),
    sum('USD', 'reversed', '-1.5000', 1),
    sum('USD', 'approved', '4.0000', 2),
    sum('GBP', 'approved', '7.0000', 1),
  ]);
  expect(totals.lines).toBe(7);
  expect(totals.counted).toEqual([
    { currency: 'GBP', sales: '10.0000', commission: '7.0000', items: 1, lines: 1 },
    { currency: 'USD', sales: '20.0000', commission: '2.5000', items: 3, lines: 3 },
  ]);
  expect(totals.statuses.map(({ status, lines }) => `${status} ${lines}`)).toEqual([
    'approved 3',
    'reversed 1',
    'lost 3',
  ]);
});

it('says that amounts are hidden instead of adding what it was not given', () => {
  const hidden = { ...sum('USD', 'approved', '1.0000', 1), commission: null as unknown as string }; // what the server sends
  expect(totalsOf([hidden]).counted[0]?.commission).toBeNull();
});
