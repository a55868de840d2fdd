import { expect, test } from 'vitest';
import { extentOf, type Point, shownLabels, stack, totalOf } from './chart-data.ts';

const SERIES = ['a', 'b', 'c'].map((id, place) => ({ id, label: id, colour: place + 1 }));
const point = (values: Readonly<Record<string, string>>, compare?: string): Point => ({
  key: 'k',
  label: 'k',
  title: 'k',
  values,
  ...(compare === undefined ? {} : { compare: { value: compare, title: '' } }),
});

test('negative parts hang below nought, and the total is exact', () => {
  const one = point({ a: '0.1000', b: '-2.0000', c: '0.2000' });
  expect(stack(one, SERIES).map(({ low, high }) => [low, Number(high.toFixed(4))])).toEqual([
    [0, 0.1],
    [-2, 0],
    [0.1, 0.3],
  ]);
  expect(totalOf(one)).toBe('-1.7000');
  expect(stack(point({ a: '0.0000' }), SERIES)).toEqual([]);
});

test('the compared line is within sight, and an empty chart has a height', () => {
  expect(extentOf([point({ a: '5' }, '9'), point({ b: '-3' })], SERIES)).toEqual([-3, 9]);
  expect(extentOf([point({})], SERIES)).toEqual([0, 1]);
});

test('labels never run into each other, and the last is shown', () => {
  const isShown = shownLabels(30, 600, 64);
  const shown = Array.from({ length: 30 }, (_, place) => place).filter(isShown);
  expect(shown.at(-1)).toBe(29);
  expect(600 / shown.length).toBeGreaterThanOrEqual(60);
});
