import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTimeZone, zoneShift } from './zone-shift.ts';

const ZONES = [
  ...['UTC', 'Europe/Berlin', 'America/Los_Angeles', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia'],
  ...['Australia/Lord_Howe', 'Europe/London', 'America/St_Johns', 'Africa/Casablanca', 'Pacific/Kiritimati'],
];

/** What the clocks of a zone show at an instant. */
function clockOf(zone: string, instant: Date): string {
  const format = { timeZone: zone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('sv-SE', format).format(instant);
}

function moved(from: string, to: string, wall: string): string {
  const [day = '', time = ''] = wall.split(' ');
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  const at = hour * 3600 + minute * 60 + second;
  const shift = zoneShift(from, to, day);
  const seconds = at < shift.change1 ? shift.shift0 : at < shift.change2 ? shift.shift1 : shift.shift2;
  return new Date(Date.parse(`${wall.replace(' ', 'T')}Z`) + seconds * 1000)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ');
}

test('a time of one zone becomes what the clocks of another showed at that moment', () => {
  const zone = fc.constantFrom(...ZONES);
  const instant = fc.integer({ min: Date.UTC(2009, 0, 1) / 1000, max: Date.UTC(2030, 0, 1) / 1000 });
  fc.assert(
    fc.property(zone, zone, instant, (from, to, seconds) => {
      const at = new Date(seconds * 1000);
      const wall = clockOf(from, at);
      const found = moved(from, to, wall);
      // a time that the clocks showed twice is the first of the two
      const earlier = [1800, 3600, 86_400].map((before) => new Date(at.getTime() - before * 1000));
      const times = [at, ...earlier].filter((one) => clockOf(from, one) === wall).map((one) => clockOf(to, one));
      expect(times).toContain(found);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['UTC', 'Europe/Berlin', '2026-03-29 00:59:59', '2026-03-29 01:59:59'],
  ['UTC', 'Europe/Berlin', '2026-03-29 01:00:00', '2026-03-29 03:00:00'],
  ['UTC', 'Europe/Berlin', '2026-10-25 00:59:59', '2026-10-25 02:59:59'],
  ['UTC', 'Europe/Berlin', '2026-10-25 01:00:00', '2026-10-25 02:00:00'],
  ['Europe/Berlin', 'UTC', '2026-03-29 02:30:00', '2026-03-29 01:30:00'],
  ['Europe/Berlin', 'UTC', '2026-10-25 02:30:00', '2026-10-25 00:30:00'],
  ['UTC', 'Pacific/Apia', '2011-12-30 09:59:59', '2011-12-29 23:59:59'],
  ['UTC', 'Pacific/Apia', '2011-12-30 10:00:00', '2011-12-31 00:00:00'],
  ['America/New_York', 'America/Los_Angeles', '2026-03-08 01:59:59', '2026-03-07 22:59:59'],
  ['America/New_York', 'America/Los_Angeles', '2026-03-08 03:00:00', '2026-03-07 23:00:00'],
  ['America/New_York', 'America/Los_Angeles', '2026-03-08 05:59:59', '2026-03-08 01:59:59'],
  ['America/New_York', 'America/Los_Angeles', '2026-03-08 06:00:00', '2026-03-08 03:00:00'],
  ['GMT', 'Asia/Kolkata', '2026-01-01 18:29:59', '2026-01-01 23:59:59'],
  ['GMT', 'Asia/Kolkata', '2026-01-01 18:30:00', '2026-01-02 00:00:00'],
])('%s to %s: %s is %s', (from, to, wall, wanted) => {
  expect(moved(from, to, wall)).toBe(wanted);
});

test('names of zones', () => {
  expect(['Europe/Berlin', 'UTC', 'Etc/GMT+5'].map(isTimeZone)).toEqual([true, true, true]);
  expect(['', 'Berlin', '+02:00', "UTC'; drop"].map(isTimeZone)).toEqual([false, false, false, false]);
});
