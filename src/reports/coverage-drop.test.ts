import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasDropped } from './coverage-drop.ts';

const of = (covered: number, lines: number): { readonly covered: number; readonly lines: number } => ({
  covered,
  lines,
});

test('a clear drop is told, a small one, a rise and few lines are not', () => {
  expect(hasDropped(of(30, 100), of(380, 400))).toBe(true);
  expect(hasDropped(of(0, 30), of(30, 30))).toBe(true);
  expect(hasDropped(of(0, 29), of(300, 300))).toBe(false);
  expect(hasDropped(of(0, 300), of(29, 29))).toBe(false);
  expect(hasDropped(of(0, 0), of(0, 0))).toBe(false);
  // 9 points of very many lines are no chance, and no reason either
  expect(hasDropped(of(81_000, 100_000), of(90_000, 100_000))).toBe(false);
  expect(hasDropped(of(80_000, 100_000), of(90_000, 100_000))).toBe(true);
  // 15 points of few lines may be chance
  expect(hasDropped(of(18, 40), of(24, 40))).toBe(false);
  expect(hasDropped(of(100, 100), of(10, 100))).toBe(false);
});

test('what stays as it was is told about once in a thousand times', () => {
  let told = 0;
  const uniform = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  const samples = fc.sample(fc.array(uniform, { minLength: 200, maxLength: 200 }), { numRuns: 300, seed: 7 });
  for (const numbers of samples) {
    const covered = (from: number, count: number): number =>
      numbers.slice(from, from + count).filter((one) => one < 0.6).length;
    if (hasDropped(of(covered(0, 60), 60), of(covered(60, 140), 140))) told += 1;
  }
  expect(told).toBeLessThan(5);
});
