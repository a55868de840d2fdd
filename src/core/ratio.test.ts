import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ratioText } from './ratio.ts';

test('rounds half away from zero, exactly', () => {
  expect(ratioText(1n, 3n, 4)).toBe('0.3333');
  expect(ratioText(2n, 3n, 4)).toBe('0.6667');
  expect(ratioText(-1n, 8n, 2)).toBe('-0.13');
  expect(ratioText(1n, -8n, 2)).toBe('-0.13');
  expect(ratioText(5n, 2n, 0)).toBe('3');
  expect(ratioText(-1n, 1000n, 2)).toBe('0.00');
  expect(ratioText(0n, -7n, 2)).toBe('0.00');
  expect(ratioText(10n ** 30n + 1n, 10n ** 30n, 30)).toBe(`1.${'0'.repeat(29)}1`);
});

test('there is no quotient by nothing', () => expect(ratioText(5n, 0n, 2)).toBeNull());

test('is never further off than half a unit of its last place', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt(), fc.nat(8), (over, under, decimals) => {
      fc.pre(under !== 0n);
      const count = BigInt((ratioText(over, under, decimals) ?? '').replace('.', ''));
      const off = 2n * (count * under - over * 10n ** BigInt(decimals));
      expect(off <= (under < 0n ? -under : under) && -off <= (under < 0n ? -under : under)).toBe(true);
    }),
  );
});
