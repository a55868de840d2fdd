import { expect, test } from 'vitest';
import { type Column, nextSort, readSort, shownColumns, withColumn, writeSort } from './columns.ts';

const column = (id: string, more: Partial<Column<string>> = {}): Column<string> => ({
  id,
  label: id,
  cell: () => id,
  ...more,
});
const COLUMNS = [
  column('date', { isFixed: true }),
  column('order'),
  column('brand', { isHidden: true }),
  column('rate'),
];
const ids = (chosen: readonly string[] | undefined): readonly string[] =>
  shownColumns(COLUMNS, chosen).map((one) => one.id);

test('without a choice the usual columns are shown; fixed ones always', () => {
  expect(ids(undefined)).toEqual(['date', 'order', 'rate']);
  expect(ids(['brand', 'unknown'])).toEqual(['date', 'brand']);
});

test('a choice that is the usual one leaves the URL', () => {
  const chosen = withColumn(COLUMNS, undefined, 'brand', true);
  expect(chosen).toEqual(['order', 'brand', 'rate']);
  expect(withColumn(COLUMNS, chosen, 'brand', false)).toBeUndefined();
  expect(withColumn(COLUMNS, ['order'], 'order', false)).toEqual([]);
});

test('clicks on a head go round', () => {
  expect(nextSort(undefined, 'rate')).toBe('-rate');
  expect(nextSort('-rate', 'rate')).toBe('rate');
  expect(nextSort('rate', 'rate')).toBeUndefined();
  expect(nextSort('rate', 'date')).toBe('-date');
  expect([readSort('-'), readSort(''), readSort(undefined)]).toEqual([null, null, null]);
  for (const text of ['rate', '-rate']) expect(writeSort(readSort(text) ?? { id: '', isDescending: false })).toBe(text);
});
