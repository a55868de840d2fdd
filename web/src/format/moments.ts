/** How days and instants are written. Days are text (`2026-11-25`) and stay in their zone; instants are shown in the reader's. */
import { now } from '../clock.ts';

function utc(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** A day: 25 Nov 2026; without the year where it goes without saying. */
export function formatDay(
  day: string,
  options: { readonly year?: boolean; readonly weekday?: boolean } = {},
  locale?: string,
): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    ...(options.year === false ? {} : { year: 'numeric' }),
    ...(options.weekday === true ? { weekday: 'short' } : {}),
  }).format(utc(day));
}

/** A month: Nov 2026. */
export function formatMonth(month: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'short', year: 'numeric' }).format(
    utc(`${month.slice(0, 7)}-01`),
  );
}

/** Days, both included, as short as they can be read: 1 – 25 Nov 2026. */
export function formatRange(from: string, to: string, locale?: string): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' });
  return format.formatRange(utc(from), utc(to));
}

/** An instant: 25 Nov 2026, 14:30. */
export function formatInstant(instant: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** How long ago or until, in the largest unit that fits: 12 minutes ago, in 2 hours. */
export function formatAgo(instant: string, at: Date = now(), locale?: string): string {
  const seconds = Math.round((Date.parse(instant) - at.getTime()) / 1000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return 'just now';
}

/** A span: 840 ms, 12 s, 3 min 20 s. */
export function formatSpan(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return rest === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
}

/** From a click to its order, in whole minutes, hours or days: 3 days. Less than none: the two clocks differ. */
export function formatLag(minutes: number): string {
  const size = Math.abs(minutes);
  if (size < 1) return 'less than a minute';
  if (size < 120) return `${size} ${size === 1 ? 'minute' : 'minutes'}`;
  return size < 48 * 60 ? `${Math.floor(size / 60)} hours` : `${Math.floor(size / (24 * 60))} days`;
}
