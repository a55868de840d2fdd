import { expect, test } from 'vitest';
import { addMonths, DAY_MS, dayNumberOf, formatDay, HOUR_MS, parseDay, wallClockOf } from './calendar.ts';

test('days read and write, impossible ones are refused', () => {
  expect(formatDay(parseDay('2024-02-29') ?? 0)).toBe('2024-02-29');
  expect(parseDay('2025-02-29')).toBeNull();
  expect(parseDay('2025-2-1')).toBeNull();
  expect(dayNumberOf(2025, 13, 1)).toBeNull();
});

test('months end on their last day', () => {
  expect(formatDay(addMonths(parseDay('2025-01-31') ?? 0, 1))).toBe('2025-02-28');
  expect(formatDay(addMonths(parseDay('2025-03-31') ?? 0, -1))).toBe('2025-02-28');
  expect(formatDay(addMonths(parseDay('2025-12-01') ?? 0, 1))).toBe('2026-01-01');
});

test('days on which clocks change have 23 and 25 hours', () => {
  const berlin = wallClockOf('Europe/Berlin');
  const hoursOf = (text: string): number => {
    const day = parseDay(text) ?? 0;
    const around = Array.from({ length: 72 }, (_, hour) => (day - 1) * DAY_MS + hour * HOUR_MS);
    return around.filter((instant) => berlin(instant).dayNumber === day).length;
  };
  expect([hoursOf('2025-03-30'), hoursOf('2025-06-01'), hoursOf('2025-10-26')]).toEqual([23, 24, 25]);
});

test('a zone that is not GMT shows its own date and hour', () => {
  const clock = wallClockOf('America/New_York')(Date.UTC(2025, 0, 1, 3, 4, 5));
  expect(clock).toMatchObject({ year: 2024, month: 12, day: 31, hour: 22, minute: 4, second: 5 });
  expect(() => wallClockOf('Nowhere/Town')).toThrow(RangeError);
});
