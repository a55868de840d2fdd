/** Periods: the presets with their letters, the days they mean today, and the period they are compared with. Pure. */

/** A preset, or days of one's own. */
export const PERIODS = [
  'today',
  'yesterday',
  '7d',
  '28d',
  '30d',
  '91d',
  'month',
  'last-month',
  'year',
  '12mo',
  'all',
  'custom',
] as const;
export type Period = (typeof PERIODS)[number];

/** A preset as the picker shows it, with its letter on the keyboard (Plausible's). */
export interface Preset {
  readonly period: Period;
  readonly label: string;
  readonly letter: string;
}

export const PRESETS: readonly Preset[] = [
  { period: 'today', label: 'Today', letter: 'D' },
  { period: 'yesterday', label: 'Yesterday', letter: 'E' },
  { period: '7d', label: 'Last 7 days', letter: 'W' },
  { period: '28d', label: 'Last 28 days', letter: 'F' },
  { period: '30d', label: 'Last 30 days', letter: 'T' },
  { period: '91d', label: 'Last 91 days', letter: 'N' },
  { period: 'month', label: 'Month to date', letter: 'M' },
  { period: 'last-month', label: 'Last month', letter: 'P' },
  { period: 'year', label: 'Year to date', letter: 'Y' },
  { period: '12mo', label: 'Last 12 months', letter: 'L' },
  { period: 'all', label: 'All time', letter: 'A' },
  { period: 'custom', label: 'Custom range', letter: 'C' },
];

/** Days, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

export type Compare = 'prev' | 'year' | 'custom';
/** What of the compared period lies under a day: the same weekday, or the same date. */
export type Match = 'dow' | 'date';

const DAY_MS = 86_400_000;

/** The day `count` days later (earlier when negative). */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** The same day `count` months later; the month's last day where it has no such day. */
export function addMonths(day: string, count: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + count, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/** Whether a text is a day of the calendar: 2026-02-30 is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const atMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text);
}

/** How many days a range has. */
export function lengthOf({ from, to }: Days): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS) + 1;
}

/** The days of a period. Presets that count days end with today, which is not over yet. Null: all time. */
export function daysOf(period: Period, today: string, custom?: Days): Days | null {
  const monthStart = `${today.slice(0, 7)}-01`;
  switch (period) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case '7d':
    case '28d':
    case '30d':
    case '91d':
      return { from: addDays(today, 1 - Number.parseInt(period, 10)), to: today };
    case 'month':
      return { from: monthStart, to: today };
    case 'last-month':
      return { from: addMonths(monthStart, -1), to: addDays(monthStart, -1) };
    case 'year':
      return { from: `${today.slice(0, 4)}-01-01`, to: today };
    case '12mo':
      return { from: addMonths(monthStart, -11), to: today };
    case 'all':
      return null;
    case 'custom': {
      const { from, to } = custom ?? { from: today, to: today };
      return from <= to ? { from, to } : { from: to, to: from };
    }
  }
}

/** The days to compare with. `dow` moves by whole weeks, so that Mondays lie under Mondays. Null: nothing to compare with. */
export function comparedDays(
  days: Days | null,
  compare: Compare | undefined,
  match: Match,
  custom?: Partial<Days>,
): Days | null {
  if (days === null || compare === undefined) return null;
  if (compare === 'custom')
    return custom?.from !== undefined && custom.to !== undefined ? { from: custom.from, to: custom.to } : null;
  if (compare === 'year') {
    if (match === 'dow') return moved(days, -364);
    return { from: addMonths(days.from, -12), to: addMonths(days.to, -12) };
  }
  const length = lengthOf(days);
  return moved(days, -(match === 'dow' ? Math.ceil(length / 7) * 7 : length));
}

function moved({ from, to }: Days, by: number): Days {
  return { from: addDays(from, by), to: addDays(to, by) };
}

/** The range before or after, of the same length; whole months stay whole months. */
export function neighbour(days: Days, direction: -1 | 1): Days {
  const isWholeMonth =
    days.from.endsWith('-01') && addDays(days.to, 1).endsWith('-01') && days.from.slice(0, 7) === days.to.slice(0, 7);
  if (isWholeMonth) {
    const from = addMonths(days.from, direction);
    return { from, to: addDays(addMonths(from, 1), -1) };
  }
  return moved(days, direction * lengthOf(days));
}
