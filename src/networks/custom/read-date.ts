/** Reads days, times and instants in the format that the mapping names. Nothing is guessed: what does not fit is null. */
import type { BusinessDate } from '../contract.ts';

/**
 * The formats a mapping can name. D, M and Y are day, month and year, one letter a digit; leading zeros of day and month
 * may be missing except in YYYY-MM-DD. A two-digit year is of this century. `instant` is ISO 8601 with an offset.
 */
export const DATE_FORMATS = [
  'YYYY-MM-DD',
  'DD.MM.YYYY',
  'D.M.YY',
  'DD/MM/YYYY',
  'D/M/YY',
  'DD-MM-YYYY',
  'MM/DD/YYYY',
  'M/D/YY',
  'instant',
] as const;

/** How a file writes its days. */
export type DateFormat = (typeof DATE_FORMATS)[number];

/** A day and, where the cell has one, a time of day `HH:MM:SS`, both in the zone of the mapping. */
export interface Moment {
  readonly day: BusinessDate;
  readonly time: string | null;
}

const TIME = String.raw`(?<time>\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)`;
const CLOCK = new RegExp(`^${TIME}$`);

const PARTS: Readonly<Record<Exclude<DateFormat, 'instant'>, string>> = {
  'YYYY-MM-DD': String.raw`(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})`,
  'DD.MM.YYYY': String.raw`(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})`,
  'D.M.YY': String.raw`(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{2})`,
  'DD/MM/YYYY': String.raw`(?<day>\d{1,2})/(?<month>\d{1,2})/(?<year>\d{4})`,
  'D/M/YY': String.raw`(?<day>\d{1,2})/(?<month>\d{1,2})/(?<year>\d{2})`,
  'DD-MM-YYYY': String.raw`(?<day>\d{1,2})-(?<month>\d{1,2})-(?<year>\d{4})`,
  'MM/DD/YYYY': String.raw`(?<month>\d{1,2})/(?<day>\d{1,2})/(?<year>\d{4})`,
  'M/D/YY': String.raw`(?<month>\d{1,2})/(?<day>\d{1,2})/(?<year>\d{2})`,
};

const INSTANT = new RegExp(`^${PARTS['YYYY-MM-DD']}[T ]${TIME} ?(?<offset>Z|[+-]\\d{2}:?\\d{2})$`, 'i');

/** Most different cells a reader remembers; a file has a few hundred days, one of instants must not fill the memory. */
const MOST_KEPT = 20_000;

const HOUR_MS = 3_600_000;

/** The time of day of a cell as `HH:MM:SS`, fractions of a second dropped; null if it is none. */
export function readTime(cell: string): string | null {
  return wholeTime(CLOCK.exec(cell.trim())?.groups?.['time']);
}

function wholeTime(text: string | undefined): string | null {
  if (text === undefined) return null;
  const [hour = '', minute = '', second = '00'] = text.split(/[:.,]/);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return `${hour.padStart(2, '0')}:${minute}:${second}`;
}

/**
 * A reader of one format. Days may be followed by a time of day after a space or a `T`; an instant becomes the day and
 * time that the clocks of `timeZone` showed.
 */
export function momentReader(format: DateFormat, timeZone: string): (cell: string) => Moment | null {
  const read = format === 'instant' ? instantReader(timeZone) : dayReader(format);
  const known = new Map<string, Moment | null>();
  return (cell) => {
    let moment = known.get(cell);
    if (moment === undefined) {
      moment = read(cell.trim());
      if (known.size < MOST_KEPT) known.set(cell, moment);
    }
    return moment;
  };
}

function dayReader(format: Exclude<DateFormat, 'instant'>): (text: string) => Moment | null {
  const pattern = new RegExp(`^${PARTS[format]}(?:[ T]${TIME})?$`);
  return (text) => {
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) return null;
    const day = businessDate(groups);
    const time = wholeTime(groups['time']);
    if (day === null || (groups['time'] !== undefined && time === null)) return null;
    return { day, time };
  };
}

function businessDate(parts: Readonly<Record<string, string | undefined>>): BusinessDate | null {
  const [year, month, day] = [Number(parts['year']), Number(parts['month']), Number(parts['day'])];
  const whole = parts['year']?.length === 2 ? year + 2000 : year;
  if (whole < 1970 || whole > 2099 || month < 1 || month > 12 || day < 1 || day > daysIn(whole, month)) return null;
  return `${whole}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 ? 29 : 28; // true of all years from 1970 to 2099
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function instantReader(timeZone: string): (text: string) => Moment | null {
  const clocks = new ZoneClocks(timeZone);
  return (text) => {
    const groups = INSTANT.exec(text)?.groups;
    const day = groups === undefined ? null : businessDate(groups);
    const time = wholeTime(groups?.['time']);
    const offset = offsetMinutes(groups?.['offset'] ?? '');
    if (day === null || time === null || offset === null) return null;
    const instant = Date.parse(`${day}T${time}Z`) - offset * 60_000;
    const shown = new Date(instant + clocks.aheadAt(instant)).toISOString();
    return { day: shown.slice(0, 10), time: shown.slice(11, 19) };
  };
}

/** What the clocks of a zone show. Asking Intl takes 25 µs, so an hour without a change of the clocks is asked once. */
class ZoneClocks {
  readonly #format: Intl.DateTimeFormat;
  /** Milliseconds ahead of UTC by hour since 1970; null for an hour in which that changes. */
  readonly #hours = new Map<number, number | null>();

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** Milliseconds by which the clocks are ahead of UTC at an instant, itself in whole seconds as milliseconds. */
  aheadAt(instant: number): number {
    const hour = Math.floor(instant / HOUR_MS);
    let ahead = this.#hours.get(hour);
    if (ahead === undefined) {
      const first = this.#asked(hour * HOUR_MS);
      ahead = first === this.#asked((hour + 1) * HOUR_MS - 1000) ? first : null;
      if (this.#hours.size < MOST_KEPT) this.#hours.set(hour, ahead);
    }
    return ahead ?? this.#asked(instant);
  }

  #asked(instant: number): number {
    const parts = new Map(this.#format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? Number.NaN;
    const day = Date.UTC(part('year'), part('month') - 1, part('day'));
    return day + ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000 - instant;
  }
}

/** Minutes that clocks with this offset are ahead of UTC; null beyond 14 hours, where no zone is. */
function offsetMinutes(offset: string): number | null {
  if (offset.toUpperCase() === 'Z') return 0;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return null;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
