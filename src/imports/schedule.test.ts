import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueKind, isDue, nextPull, nextTry } from './schedule.ts';

const NOW = new Date('2026-11-25T10:00:00Z');

test('a pull is due from its time on, once, however long the program was off', () => {
  expect(isDue(null, NOW)).toBe(false);
  expect(isDue('2026-11-25T10:00:01.000Z', NOW)).toBe(false);
  expect(isDue('2026-11-22T00:00:00.000Z', NOW)).toBe(true);
  const next = nextPull({ everyHours: 4, settleDays: 90, lookBackDays: 3 }, NOW).toISOString();
  expect(next).toBe('2026-11-25T14:00:00.000Z');
  expect(isDue(next, NOW)).toBe(false);
});

test('once a day the settle period, else the last days', () => {
  expect(dueKind(null, '2026-11-25')).toBe('settle');
  expect(dueKind('2026-11-24', '2026-11-25')).toBe('settle');
  expect(dueKind('2026-11-25', '2026-11-25')).toBe('look-back');
});

test('back-off doubles from 5 minutes to 6 hours with jitter, and never comes before the time the network named', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const waitMs = nextTry(failures, null, NOW, random).getTime() - NOW.getTime();
      const full = Math.min(6 * 3_600_000, 300_000 * 2 ** (failures - 1));
      expect(waitMs).toBeGreaterThanOrEqual(full / 2 - 1);
      expect(waitMs).toBeLessThanOrEqual(full + 1);
      const retryAt = new Date(NOW.getTime() + 86_400_000);
      expect(nextTry(failures, retryAt, NOW, random)).toEqual(retryAt);
    }),
  );
});
