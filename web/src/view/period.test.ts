import { expect, test } from 'vitest';
import { addDays, addMonths, comparedDays, daysOf, lengthOf, neighbour, PERIODS, PRESETS } from './period.ts';

const TODAY = '2026-03-31';

test('every preset has a letter of its own', () => {
  expect(PRESETS.map((one) => one.period).toSorted()).toEqual([...PERIODS].toSorted());
  expect(PRESETS.map((one) => one.letter).join('')).toBe('DEWFTNMPYLAC');
});

test('the days of the presets', () => {
  const days = (period: (typeof PERIODS)[number], today = TODAY): string => {
    const found = daysOf(period, today);
    return found === null ? 'all' : `${found.from} ${found.to}`;
  };
  expect(days('today')).toBe('2026-03-31 2026-03-31');
  expect(days('yesterday', '2026-01-01')).toBe('2025-12-31 2025-12-31');
  expect(days('7d')).toBe('2026-03-25 2026-03-31');
  expect(days('30d')).toBe('2026-03-02 2026-03-31');
  expect(days('month')).toBe('2026-03-01 2026-03-31');
  expect(days('last-month')).toBe('2026-02-01 2026-02-28');
  expect(days('last-month', '2024-03-31')).toBe('2024-02-01 2024-02-29');
  expect(days('last-month', '2026-01-15')).toBe('2025-12-01 2025-12-31');
  expect(days('year')).toBe('2026-01-01 2026-03-31');
  expect(days('12mo')).toBe('2025-04-01 2026-03-31');
  expect(days('all')).toBe('all');
  for (const [period, length] of [
    ['7d', 7],
    ['28d', 28],
    ['30d', 30],
    ['91d', 91],
  ] as const) {
    expect(lengthOf(daysOf(period, TODAY) ?? { from: '', to: '' })).toBe(length);
  }
  expect(daysOf('custom', TODAY, { from: '2026-02-09', to: '2026-02-03' })).toEqual({
    from: '2026-02-03',
    to: '2026-02-09',
  });
});

test('days cross clock changes and months keep their ends', () => {
  expect([addDays('2026-03-28', 2), addDays('2026-03-01', -1), addDays('2024-02-28', 1)]).toEqual([
    '2026-03-30',
    '2026-02-28',
    '2024-02-29',
  ]);
  expect([addMonths('2026-03-31', -1), addMonths('2024-02-29', 12), addMonths('2026-01-31', 1)]).toEqual([
    '2026-02-28',
    '2025-02-28',
    '2026-02-28',
  ]);
});

test('the compared days are as long; with weekdays Mondays lie under Mondays', () => {
  const days = { from: '2026-03-02', to: '2026-03-31' };
  expect(comparedDays(days, 'prev', 'date')).toEqual({ from: '2026-01-31', to: '2026-03-01' });
  expect(comparedDays(days, 'prev', 'dow')).toEqual({ from: '2026-01-26', to: '2026-02-24' });
  expect(comparedDays(days, 'year', 'date')).toEqual({ from: '2025-03-02', to: '2025-03-31' });
  expect(comparedDays(days, 'year', 'dow')).toEqual({ from: '2025-03-03', to: '2025-04-01' });
  expect(comparedDays(days, 'custom', 'date', { from: '2024-01-01', to: '2024-01-09' })).toEqual({
    from: '2024-01-01',
    to: '2024-01-09',
  });
  expect(comparedDays(days, 'custom', 'date')).toBeNull();
  expect(comparedDays(null, 'prev', 'date')).toBeNull();
  expect(comparedDays(days, undefined, 'date')).toBeNull();
});

test('arrows move by the period; whole months by months', () => {
  expect(neighbour({ from: '2026-03-25', to: '2026-03-31' }, -1)).toEqual({ from: '2026-03-18', to: '2026-03-24' });
  expect(neighbour({ from: '2026-03-01', to: '2026-03-31' }, -1)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  expect(neighbour({ from: '2026-01-01', to: '2026-01-31' }, 1)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
});
