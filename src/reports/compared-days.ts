/** Rows of days beside the days that they are compared with. Pure; days are `YYYY-MM-DD`. */
import { dayBefore } from '../core/index.ts';
import { type Days, lengthOf } from './period.ts';

/** What the row of a day says of itself. */
export interface DayFacts {
  /** Whether the day has ended: until then its figures say little beside those of a whole day. */
  readonly isOver: boolean;
  /** The day that lies under it in the compared period; null: none does, or it is not over. */
  readonly comparedWith: string | null;
}

/**
 * Days that a period is compared with. `hasChanges`: whether what changed can be said. Of a period without a day that is
 * over it cannot: in the morning everything would be down by nearly all of it.
 */
export interface ComparedDays extends Days {
  readonly hasChanges: boolean;
}

/** The days that a period is compared with, and whether they can be. */
export function comparedWith(days: Days, compared: Days, today: string): ComparedDays {
  return { ...compared, hasChanges: days.from < today };
}

/** By what a row of a period and one of the compared period are the same. */
export interface Counterpart {
  /** The row under which one of the compared period lies; null: under none. */
  readonly forth: (key: string) => string | null;
  /** The row that lies under one; null: none does. */
  readonly back: (key: string) => string | null;
}

/** Rows of anything but days: a row is compared with the one of its own key. */
export const SAME_KEY: Counterpart = { forth: (key) => key, back: (key) => key };

/** Days: the first lies over the first of the compared period, and so on. */
export function dayCounterpart(days: Days, compared: Days, today: string): Counterpart {
  const shift = lengthOf({ from: compared.from, to: days.from }) - 1;
  const within = ({ from, to }: Days, day: string): string | null => (day >= from && day <= to ? day : null);
  return {
    forth: (key) => within(days, dayBefore(key, -shift)),
    back: (key) => (key >= today ? null : within(compared, dayBefore(key, shift))),
  };
}

/** What is said of the row of a day. */
export function dayFacts(day: string, { back }: Counterpart, isCompared: boolean, today: string): DayFacts {
  return { isOver: day < today, comparedWith: isCompared ? back(day) : null };
}
