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

/** How long a point of a series is. Hours are those of the clock: on a day of 25 hours one of them is two hours long. */
export const STEPS = ['hour', 'day', 'week', 'month'] as const;
export type Step = (typeof STEPS)[number];

/** On which day a week begins. */
export type WeekStart = 'monday' | 'sunday';

/** One point of a series, cut at the ends of the period. `isIncomplete`: its last day is not over yet. */
export interface Bucket extends Days {
  /** 0 to 23 in a series by hour, else null. */
  readonly hour: number | null;
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
export function bucketsOf(days: Days, step: Step, today: string, weekStart: WeekStart): Bucket[] {
  const buckets: Bucket[] = [];
  for (let from = days.from; from <= days.to; ) {
    const whole = lastDayOf(from, step, weekStart);
    const to = whole < days.to ? whole : days.to;
    const bucket = { from, to, isIncomplete: to >= today };
    buckets.push(...(step === 'hour' ? HOURS.map((hour) => ({ ...bucket, hour })) : [{ ...bucket, hour: null }]));
    from = dayBefore(to, -1);
  }
  return buckets;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

function lastDayOf(day: string, step: Step, weekStart: WeekStart): string {
  if (step === 'day' || step === 'hour') return day;
  if (step === 'week') return dayBefore(firstOfWeek(day, weekStart), -6);
  const nextMonth = dayBefore(`${day.slice(0, 7)}-28`, -4); // four days after the 28th is always in the next month
  return dayBefore(`${nextMonth.slice(0, 7)}-01`, 1);
}

function firstOfWeek(day: string, weekStart: WeekStart): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return dayBefore(day, weekStart === 'sunday' ? weekday : (weekday + 6) % 7);
}

/** The text by which `bucketSql` names a bucket. */
export function bucketName({ from, hour }: Pick<Bucket, 'from' | 'hour'>, step: Step, weekStart: WeekStart): string {
  if (step === 'hour') return `${from}T${String(hour).padStart(2, '0')}`;
  if (step === 'day') return from;
  return step === 'month' ? from.slice(0, 7) : firstOfWeek(from, weekStart);
}

/** Whether a bucket by hour is that of the lines without a time of day. */
export function isWithoutTime(name: string): boolean {
  return name.endsWith('T');
}

/** The bucket of a day and a time of day in SQL; the texts are those of `bucketName`. */
export function bucketSql(
  { day, time }: { readonly day: string; readonly time: string },
  step: Step,
  weekStart: WeekStart,
): string {
  if (step === 'day') return day; // a day comes back as its text, and is grouped four times as fast
  if (step === 'hour') return `concat(day_text(${day}), 'T', substring(${time}, 1, 2))`;
  return step === 'week' ? `${weekStart}_text(${day})` : `substring(day_text(${day}), 1, 7)`;
}
