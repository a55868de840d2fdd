/** Past moments as people write them. */
import { instantText } from '../core/index.ts';

const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?$/;

/**
 * Reads a day (its end) or an instant, both ISO 8601 and UTC unless they say otherwise, into the form in which the
 * ledger is asked; null if it is neither.
 */
export function parseMoment(text: string): string | null {
  const isDay = DAY.test(text);
  if (!isDay && !INSTANT.test(text)) return null;
  const zoned = isDay ? `${text}T23:59:59.999Z` : /(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`;
  const instant = new Date(zoned);
  return isOfCalendar(text.slice(0, 10)) && !Number.isNaN(instant.getTime()) ? instantText(instant) : null;
}

/** `Date` takes 2026-02-31 for the third of March. */
function isOfCalendar(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}
