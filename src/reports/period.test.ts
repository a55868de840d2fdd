import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketName, bucketsOf, comparedDays, lengthOf, STEPS, stepFor } from './period.ts';

const days = (from: string, to: string) => ({ from, to });
const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

test('compares with as many days before, and with the year before, also around 29 February', () => {
  expect(comparedDays(days('2026-03-01', '2026-03-31'), 'previous', 'date', null)).toEqual(
    days('2026-01-29', '2026-02-28'),
  );
  expect(comparedDays(days('2024-02-29', '2024-03-01'), 'previous', 'date', null)).toEqual(
    days('2024-02-27', '2024-02-28'),
  );
  expect(comparedDays(days('2024-02-29', '2024-02-29'), 'year', 'date', null)).toEqual(
    days('2023-02-28', '2023-02-28'),
  );
  expect(comparedDays(days('2025-02-01', '2025-02-28'), 'year', 'date', null)).toEqual(
    days('2024-02-01', '2024-02-28'),
  );
  const custom = days('2020-01-01', '2020-01-02');
  expect(comparedDays(days('2026-01-01', '2026-01-05'), 'custom', 'dow', custom)).toBe(custom);
});

const day = fc
  .integer({ min: 0, max: 40_000 })
  .map((n) => new Date(Date.UTC(1990, 0, 1 + n)).toISOString().slice(0, 10));
const period = fc.tuple(day, fc.nat(800)).map(([from, length]) => ({
  from,
  to: new Date(Date.parse(from) + length * 86_400_000).toISOString().slice(0, 10),
}));

test('matching weekdays: same length, same weekdays, no overlap with the period', () => {
  fc.assert(
    fc.property(period, fc.constantFrom('previous' as const, 'year' as const), (now, comparison) => {
      const before = comparedDays(now, comparison, 'dow', null);
      if (before === null) throw new Error('there is a comparison');
      expect(lengthOf(before)).toBe(lengthOf(now));
      expect(weekday(before.from)).toBe(weekday(now.from));
      if (comparison === 'previous') expect(before.to < now.from).toBe(true);
    }),
  );
});

test('buckets cover every day of a period once, each day in the bucket of its name', () => {
  fc.assert(
    fc.property(period, fc.constantFrom(...STEPS), fc.constantFrom('monday', 'sunday'), (any, step, weekStart) => {
      const now = step === 'hour' ? { from: any.from, to: any.from } : any;
      const buckets = bucketsOf(now, step, '2026-11-25', weekStart);
      expect(buckets[0]?.from).toBe(now.from);
      expect(buckets.at(-1)?.to).toBe(now.to);
      const each = step === 'hour' ? 24 : 1;
      expect(buckets.reduce((sum, bucket) => sum + lengthOf(bucket), 0)).toBe(lengthOf(now) * each);
      expect(new Set(buckets.map((bucket) => bucketName(bucket, step, weekStart))).size).toBe(buckets.length);
      for (const bucket of buckets) {
        const atEnd = { ...bucket, from: bucket.to };
        expect(bucketName(atEnd, step, weekStart)).toBe(bucketName(bucket, step, weekStart));
      }
      const first = weekStart === 'monday' ? 1 : 0;
      if (step === 'week') for (const { from } of buckets.slice(1)) expect(weekday(from)).toBe(first);
    }),
  );
});

test('today and later are incomplete', () => {
  const buckets = bucketsOf(days('2026-11-23', '2026-11-27'), 'day', '2026-11-25', 'monday');
  expect(buckets.map(({ isIncomplete }) => isIncomplete)).toEqual([false, false, true, true, true]);
});

test('more than a year is shown by month', () => {
  expect(stepFor(days('2024-01-01', '2024-12-31'))).toBe('day');
  expect(stepFor(days('2024-01-01', '2025-01-01'))).toBe('month');
});
