import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unitsOf } from '../testing/report-text.ts';
import { formatUnits, roundUnits } from './units.ts';

test('amounts are written with their least decimals, further ones when needed, and commas', () => {
  const plain = { leastDecimals: 2, hasThousandsCommas: false };
  expect(formatUnits(799_000, plain)).toBe('79.90');
  expect(formatUnits(39_950, { leastDecimals: 3, hasThousandsCommas: true })).toBe('3.995');
  expect(formatUnits(55_179, { leastDecimals: 3, hasThousandsCommas: true })).toBe('5.5179');
  expect(formatUnits(-12_345_600, { leastDecimals: 2, hasThousandsCommas: true })).toBe('-1,234.56');
  expect(formatUnits(0, { leastDecimals: 0, hasThousandsCommas: true })).toBe('0');
  expect(formatUnits(10_000_000_000, { leastDecimals: 2, hasThousandsCommas: true })).toBe('1,000,000.00');
});

test('what is written reads back exactly', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e13, max: 1e13 }),
      fc.integer({ min: 0, max: 4 }),
      fc.boolean(),
      (units, least, commas) => {
        expect(unitsOf(formatUnits(units, { leastDecimals: least, hasThousandsCommas: commas }))).toBe(units + 0);
      },
    ),
  );
});

test('rounding is half away from zero and never gives minus zero', () => {
  expect(roundUnits(12_350, 2)).toBe(12_400);
  expect(roundUnits(-12_350, 2)).toBe(-12_400);
  expect(roundUnits(-12_349, 2)).toBe(-12_300);
  expect(Object.is(roundUnits(-3, 2), 0)).toBe(true);
});
