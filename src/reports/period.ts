/** Days of a report: its period, what it is compared with, and the buckets of its series. Pure; days are `YYYY-MM-DD`. */
import { dayBefore } from '../core/index.ts';

/** Days, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** `previous`: as many days just before · `year`: a year before · `custom`: the days that are given. */
export const COMPARISONS = ['previous', 'year', 'custom'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** `date`: the same date · `dow`: shifted by whole weeks, so that Mondays meet Mondays. */
export const MATCHES = ['date', 'dow'] as const;
export type Match = (typeof MATCHES)[number];

/** How long a point of a series is; weeks begin on Monday. */
export const STEPS = ['day', 'week', 'month'] as const;
export type Step = (typeof STEPS)[number];

/** One point of a series, cut at the ends of the period. `isIncomplete`: its last day is not over yet. */
export interface Bucket extends Days {
  readonly isIncomplete: boolean;
}

/** A year of days is shown by month unless something else is asked for. */
const MOST_DAYS_BY_DAY = 366;

/** How many days a period has. */
export function lengthOf({ from, to }: Days): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

/** A step that shows a period well. */
export function stepFor(days: Days): Step {
  return lengthOf(days) <= MOST_DAYS_BY_DAY ? 'day' : 'month';
}

/** The days a period is compared with. With `custom` the given days stay as they are, whatever is to match. */
export function comparedDays(days: Days, comparison: Comparison, match: Match, custom: Days | null): Days | null {
  if (comparison === 'custom') return custom;
  if (comparison === 'year' && match === 'date') return { from: yearBefore(days.from), to: yearBefore(days.to) };
  const wanted = comparison === 'year' ? 364 : lengthOf(days); // 364 days are 52 weeks
  const shift = match === 'dow' ? Math.ceil(wanted / 7) * 7 : wanted;
  return { from: dayBefore(days.from, shift), to: dayBefore(days.to, shift) };
}

/** The same date a year before; 29 February becomes the 28th. */
function yearBefore(day: string): string {
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, '0');
  const rest = day.slice(4);
  return year + (rest === '-02-29' ? '-02-28' : rest);
}

/** Every point of a period, in order, those without a line too. */
export function bucketsOf(days: Days, step: Step, today: string): Bucket[] {
  const buckets: Bucket[] = [];
  for (let from = days.from; from <= days.to; ) {
    const whole = lastDayOf(from, step);
    const to = whole < days.to ? whole : days.to;
    buckets.push({ from, to, isIncomplete: to >= today });
    from = dayBefore(to, -1);
  }
  return buckets;
}

function lastDayOf(day: string, step: Step): string {
  if (step === 'day') return day;
  if (step === 'week') return dayBefore(bucketStart(day, 'week'), -6);
  const nextMonth = dayBefore(`${day.slice(0, 7)}-28`, -4); // four days after the 28th is always in the next month
  return dayBefore(`${nextMonth.slice(0, 7)}-01`, 1);
}

/** The text by which `bucketSql` names the bucket of a day. */
export function bucketStart(day: string, step: Step): string {
  if (step === 'day') return day;
  if (step === 'month') return day.slice(0, 7);
  return dayBefore(day, (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7);
}

/** The bucket of a day in SQL; the texts are those of `bucketStart`. */
export function bucketSql(day: string, step: Step): string {
  if (step === 'day') return `day_text(${day})`;
  return step === 'week' ? `monday_text(${day})` : `substring(day_text(${day}), 1, 7)`;
}
