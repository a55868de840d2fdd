import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountOf, sumAmounts } from './money.ts';
import { splitAmount } from './split-amount.ts';

test('three thirds of a cent add up to it', () => {
  expect(splitAmount(amountOf(100n), [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
  expect(splitAmount(amountOf(-100n), [1n, 1n, 1n])).toEqual([-34n, -33n, -33n]);
  expect(splitAmount(amountOf(101n), [1n, 0n, 1n])).toEqual([51n, 0n, 50n]);
});

test('parts add up, keep the sign and are less than one off their exact share, whatever the weights', () => {
  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 40 });
  const amounts = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
  fc.assert(
    fc.property(amounts, weights, (count, all) => {
      const total = all.reduce((sum, weight) => sum + weight, 0n);
      fc.pre(total > 0n);
      const parts = splitAmount(amountOf(count), all);
      expect(sumAmounts(parts)).toBe(count);
      for (const [place, part] of parts.entries()) {
        const weight = all[place] ?? 0n;
        const off = part * total - count * weight;
        expect(off < total && off > -total).toBe(true);
        if (weight === 0n) expect(part).toBe(0n);
      }
    }),
    { numRuns: 2000 },
  );
});

test('without any weight there is no share', () => {
  expect(() => splitAmount(amountOf(1n), [])).toThrow(RangeError);
  expect(() => splitAmount(amountOf(1n), [0n])).toThrow(RangeError);
  expect(() => splitAmount(amountOf(1n), [2n, -1n])).toThrow(RangeError);
});
