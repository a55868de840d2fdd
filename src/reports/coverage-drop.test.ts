import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasDropped, newDrops, watchedDays } from './coverage-drop.ts';

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

test('the watched days are the last 7 that are over, and the 28 before them', () => {
  expect(watchedDays('2026-03-10')).toEqual({
    ...{ from: '2026-03-03', to: '2026-03-09', compareFrom: '2026-02-03', compareTo: '2026-03-02' },
  });
});

test('what was told is quiet until it is back, is old, or has too few lines to say so', () => {
  const shop = { network: 'n', advertiserId: '1' };
  const watched = (covered: number, lines = 100, before = of(90, 100)) => ({
    ...{ ...shop, advertiser: null, now: of(covered, lines), before },
  });
  const told = (toldOn: string) => ({ ...shop, toldOn, before: of(90, 100) });
  const today = '2026-03-10';
  const decided = (now: ReturnType<typeof watched>[], old: ReturnType<typeof told>[]): [number, number] => {
    const { tell, over } = newDrops(now, old, today);
    return [tell.length, over.length];
  };
  expect(decided([watched(40)], [])).toEqual([1, 0]);
  expect(decided([watched(40)], [told('2026-03-09')])).toEqual([0, 0]);
  expect(decided([watched(84)], [told('2026-03-09')])).toEqual([0, 0]);
  expect(decided([watched(85)], [told('2026-03-09')])).toEqual([0, 1]);
  expect(decided([watched(29, 29)], [told('2026-03-09')])).toEqual([0, 0]);
  expect(decided([], [told('2026-02-04')])).toEqual([0, 0]);
  expect(decided([], [told('2026-02-03')])).toEqual([0, 1]);
  // it is as low as it was told, and yet lower than the days before: that is another drop
  expect(decided([watched(40)], [told('2026-02-03')])).toEqual([1, 1]);
  // another advertiser of the same number, at another network, is another
  expect(decided([{ ...watched(40), network: 'm' }], [told('2026-03-09')])).toEqual([1, 0]);
});
