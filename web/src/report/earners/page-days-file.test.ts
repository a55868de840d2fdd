import { expect, test } from 'vitest';
import { DAY_COLUMNS, dayLines } from './page-days-file.ts';

const DAYS = {
  buckets: [
    { from: '2026-03-01', to: '2026-03-01', isIncomplete: false },
    { from: '2026-03-02', to: '2026-03-02', isIncomplete: true },
  ],
  pageviews: [1000, 0],
  clicks: [10, 0],
};

test('a line for each day and currency, and the days of a page that earned nothing', () => {
  const curve = {
    currency: 'USD',
    commission: ['5.0000', '0.0000'],
    sales: ['50.0000', '0.0000'],
    epc: ['0.5000', null],
    rpm: ['5.0000', null],
  };
  const lines = dayLines({ ...DAYS, curves: [curve] });
  expect(lines).toEqual([
    ['2026-03-01', '2026-03-01', 1000, 10, 'USD', '5.0000', '50.0000', '0.5000', '5.0000'],
    ['2026-03-02', '2026-03-02', 0, 0, 'USD', '0.0000', '0.0000', null, null],
  ]);
  expect(dayLines({ ...DAYS, pageviews: null, curves: [] })[0]?.slice(0, 4)).toEqual([
    ...['2026-03-01', '2026-03-01', null, 10],
  ]);
  const bare = dayLines({ ...DAYS, curves: [] });
  expect(bare.map((line) => line.length)).toEqual([DAY_COLUMNS.length, DAY_COLUMNS.length]);
});
