/** Days as whole numbers since 1970-01-01, instants as epoch milliseconds, and wall clocks of time zones. */

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** What a clock on the wall of one time zone shows at one instant. */
export interface WallClock {
  readonly year: number;
  /** 1–12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Days since 1970-01-01 of that local date. */
  readonly dayNumber: number;
}

/** The day number of a calendar date; null when there is no such date. `month` is 1–12. */
export function dayNumberOf(year: number, month: number, day: number): number | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isSame = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isSame ? date.getTime() / DAY_MS : null;
}

/** The day number of `YYYY-MM-DD`; null when the text is not such a day. */
export function parseDay(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match === null ? null : dayNumberOf(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** `YYYY-MM-DD` of a day number. */
export function formatDay(dayNumber: number): string {
  return new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);
}

/** The same day of the month `months` later, or that month's last day. */
export function addMonths(dayNumber: number, months: number): number {
  const { year, month, day } = gmtClock(dayNumber * DAY_MS);
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return Date.UTC(year, month - 1 + months, Math.min(day, lastDay)) / DAY_MS;
}

/** Months since January of year 0, in GMT. */
export function monthNumberOf(instantMs: number): number {
  const date = new Date(instantMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function gmtClock(instantMs: number): WallClock {
  const date = new Date(instantMs);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    dayNumber: Math.floor(instantMs / DAY_MS),
  };
}

/** The wall clock of an IANA time zone ('GMT' is fastest); throws RangeError for an unknown zone. */
export function wallClockOf(timeZone: string): (instantMs: number) => WallClock {
  if (timeZone === 'GMT' || timeZone === 'UTC') return gmtClock;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instantMs) => {
    const values = new Map(format.formatToParts(instantMs).map((part) => [part.type, Number(part.value)]));
    const read = (type: Intl.DateTimeFormatPartTypes): number => values.get(type) ?? 0;
    const [year, month, day] = [read('year'), read('month'), read('day')];
    const dayNumber = Date.UTC(year, month - 1, day) / DAY_MS;
    return { year, month, day, hour: read('hour'), minute: read('minute'), second: read('second'), dayNumber };
  };
}
