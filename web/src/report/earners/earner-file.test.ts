import { expect, it } from 'vitest';
import { EARNER_COLUMNS, earnerLines } from './earner-file.ts';
import type { EarnerRow } from './earner-queries.ts';

const traffic = { pageviews: 10, impressions: null, clicks: 2, ctr: '0.200000', seenRate: null };
const row: EarnerRow = {
  key: 'a.example/',
  label: 'a.example/',
  page: null,
  link: null,
  traffic,
  trafficBefore: null,
  day: null,
  earned: [],
};

it('gives a row that earned nothing a line of its own, and every column a cell', () => {
  const [line] = earnerLines([row]);
  expect(line).toHaveLength(EARNER_COLUMNS.length);
  expect(line?.slice(0, 2)).toEqual(['a.example/', 'a.example/']);
  expect(line?.[EARNER_COLUMNS.indexOf('clicks')]).toBe(2);
  expect(line?.[EARNER_COLUMNS.indexOf('commission')]).toBeNull();
});
