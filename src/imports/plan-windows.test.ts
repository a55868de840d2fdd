import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayBefore } from '../core/index.ts';
import { planPull } from './plan-pull.ts';
import {
  daysOf,
  halves,
  historyWindows,
  lookBackWindows,
  settleWindows,
  uncovered,
  windowsBetween,
} from './plan-windows.ts';

const day = fc.integer({ min: 0, max: 4000 }).map((days) => dayBefore('2030-12-31', days));

/** Every day of a list of windows. */
function daysIn(windows: readonly { from: string; to: string }[]): string[] {
  return windows.flatMap(({ from, to }) => {
    const days: string[] = [];
    for (let one = from; one <= to; one = dayBefore(one, -1)) days.push(one);
    return days;
  });
}

describe('windows', () => {
  test('cover every day once, newest first, at most 31 days, never across the end of a month', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 800 }), (today, days) => {
        const windows = windowsBetween(dayBefore(today, days), today);
        const all = daysIn(windows);
        expect(new Set(all).size).toBe(all.length);
        expect(all).toHaveLength(days + 1);
        for (const window of windows) {
          expect(daysOf(window)).toBeLessThanOrEqual(31);
          expect(window.from.slice(0, 7)).toBe(window.to.slice(0, 7));
        }
        expect(windows.map((window) => window.to)).toEqual(
          windows
            .map((window) => window.to)
            .toSorted()
            .reverse(),
        );
      }),
    );
  });
  test('12 months are this one and the 11 before', () => {
    const windows = historyWindows('2026-11-25', 12);
    expect(windows).toHaveLength(12);
    expect(windows[0]).toEqual({ from: '2026-11-01', to: '2026-11-25' });
    expect(windows.at(-1)).toEqual({ from: '2025-12-01', to: '2025-12-31' });
  });
  test('the settle period is read in whole months', () => {
    expect(settleWindows('2026-03-05', 90).map((window) => window.from)).toEqual([
      '2026-03-01',
      '2026-02-01',
      '2026-01-01',
      '2025-12-01',
    ]);
  });
  test('a look-back over the end of a month is two windows', () => {
    expect(lookBackWindows('2026-03-02', 3)).toEqual([
      { from: '2026-03-01', to: '2026-03-02' },
      { from: '2026-02-27', to: '2026-02-28' },
    ]);
  });
  test('halves are the whole, newest first, down to a single day', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 30 }), (to, days) => {
        const window = { from: dayBefore(to, days), to };
        const parts = halves(window);
        if (days === 0) expect(parts).toBeNull();
        else expect(daysIn([...(parts ?? [])].reverse())).toEqual(daysIn([window]));
      }),
    );
  });
});

describe('what was never covered', () => {
  const march = { from: '2026-03-01', to: '2026-03-31' };
  test.each([
    ['nothing asked', [], true],
    ['asked whole, after its end', [{ ...march, answeredOn: '2026-04-01' }], false],
    ['asked on its last day: more may have come that day', [{ ...march, answeredOn: '2026-03-31' }], true],
    [
      'asked in halves',
      [
        { from: '2026-03-01', to: '2026-03-15', answeredOn: '2026-04-02' },
        { from: '2026-03-16', to: '2026-03-31', answeredOn: '2026-04-02' },
      ],
      false,
    ],
    [
      'asked with a gap',
      [
        { from: '2026-03-01', to: '2026-03-15', answeredOn: '2026-04-02' },
        { from: '2026-03-17', to: '2026-03-31', answeredOn: '2026-04-02' },
      ],
      true,
    ],
    [
      'asked while it ran, then to its end',
      [
        { from: '2026-03-01', to: '2026-03-20', answeredOn: '2026-03-20' },
        { from: '2026-03-18', to: '2026-03-31', answeredOn: '2026-04-03' },
      ],
      false,
    ],
  ] as const)('%s', (_, answered, isOpen) => {
    expect(uncovered([march], answered, '2026-06-10')).toEqual(isOpen ? [march] : []);
  });
});

test('a settle pull also asks for older months that one report was never answered for', () => {
  const items = { reportId: 'items', name: 'Items', isRequired: true };
  const lost = { reportId: 'lost', name: 'Lost', isRequired: false };
  const answered = historyWindows('2026-11-20', 12).map((window) => ({ ...window, answeredOn: '2026-11-20' }));
  const tasks = planPull('settle', {
    today: '2026-11-25',
    months: 12,
    settleDays: 20,
    lookBackDays: 3,
    reports: [items, lost],
    answered: new Map([['items', answered]]),
  });
  expect(tasks.filter((task) => task.reportId === 'items').map((task) => task.from)).toEqual(['2026-11-01']);
  expect(tasks.filter((task) => task.reportId === 'lost')).toHaveLength(12);
  expect(tasks.slice(0, 2).map((task) => task.reportId)).toEqual(['items', 'lost']);
});
