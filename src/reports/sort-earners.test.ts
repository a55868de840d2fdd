import { expect, test } from 'vitest';
import { NOTHING_EARNED, type Part } from './earned.ts';
import { sortKeys } from './sort-earners.ts';

const part = (amounts: Readonly<Record<string, bigint>>, clicks = 0, pageviews = 0): Part => ({
  counts: { pageviews, impressions: 0, clicks },
  sums: new Map(Object.entries(amounts).map(([currency, commission]) => [currency, { ...NOTHING_EARNED, commission }])),
});
const ROWS: Readonly<Record<string, Part>> = {
  knives: part({ USD: 900n, GBP: 1n }),
  tents: part({ GBP: 800n }),
  pans: part({ USD: 500n }, 0, 40),
  boots: part({ GBP: 70n }, 3),
  hats: part({}, 3, 9),
};
const sorted = (sort: 'commission' | 'change', currency: string, before: (key: string) => Part | null = () => null) =>
  sortKeys(Object.keys(ROWS), { sort, isDescending: true }, (key) => ROWS[key] ?? part({}), before, currency, String);

test('rows are sorted by the amounts of the currency that is asked for; rows alike by what else happened there', () => {
  expect(sorted('commission', 'USD')).toEqual(['knives', 'pans', 'hats', 'boots', 'tents']);
  expect(sorted('commission', 'GBP')).toEqual(['tents', 'boots', 'knives', 'hats', 'pans']);
});

test('what is compared with nothing comes last by change', () => {
  const before = (key: string): Part | null => (key === 'tents' ? null : part({ GBP: 60n }));
  expect(sorted('change', 'GBP', before)).toEqual(['boots', 'knives', 'hats', 'pans', 'tents']);
});
