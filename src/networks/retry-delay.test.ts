import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backOffMs, retryAfterMs } from './retry-delay.ts';

const NOW = new Date('2026-11-25T21:45:00Z');

test('Retry-After is read as seconds and as every form of a date, and nothing else is guessed', () => {
  expect(retryAfterMs('12', NOW)).toBe(12_000);
  expect(retryAfterMs(' 0 ', NOW)).toBe(0);
  expect(retryAfterMs('Wed, 25 Nov 2026 21:46:30 GMT', NOW)).toBe(90_000);
  expect(retryAfterMs('Wednesday, 25-Nov-26 21:46:30 GMT', NOW)).toBe(90_000);
  expect(retryAfterMs('Wed Nov 25 21:46:30 2026', NOW)).toBe(90_000);
  expect(retryAfterMs('Wed, 25 Nov 2026 21:40:00 GMT', NOW)).toBe(0);
  for (const text of [null, '', '-5', '1.5', '12s', 'soon', '2026-11-25', 'Wed, 99 Nov 2026']) {
    expect(retryAfterMs(text, NOW), String(text)).toBeNull();
  }
});

test('a Retry-After beyond all bounds still gives an instant that a date can hold', () => {
  expect(retryAfterMs('9'.repeat(40), NOW)).toBe(7 * 86_400_000);
  expect(retryAfterMs('Wed, 25 Nov 9998 21:46:30 GMT', NOW)).toBe(7 * 86_400_000);
});

test('the back-off doubles, stays within its bounds and uses all of them', () => {
  expect([1, 2, 3, 4, 5, 6].map((failures) => backOffMs(failures, 2_000, 60_000, 0.5))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000,
  ]);
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), random, (failures, value) => {
      const waitMs = backOffMs(failures, 2_000, 60_000, value);
      return waitMs >= 0 && waitMs <= Math.min(60_000, 2_000 * 2 ** (failures - 1));
    }),
  );
});
