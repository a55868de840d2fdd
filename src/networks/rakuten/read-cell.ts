/** Reads single cells of Rakuten's reports. Character loops instead of patterns: these run for every cell. */
import type { BusinessDate } from '../contract.ts';
import { type Amount, type AmountFault, parseAmount } from '../../core/index.ts';

const ZERO = 48;
const MINUS = 45;
const COLON = 58;
const SPACE = 32;
/** The no-break space: from here on there are other blank characters. */
const FIRST_WIDE_SPACE = 160;

/** Rakuten writes an absent text as nothing or as `null`. */
export function isBlank(cell: string): boolean {
  const first = cell.charCodeAt(0); // NaN for an empty cell
  if (first > SPACE && first < FIRST_WIDE_SPACE) return cell === 'null';
  return cell.trim() === '';
}

/** Undoes the network's bad escape: a quote inside a name arrives as `\"`. */
export function unescapeName(cell: string): string {
  return cell.includes('\\"') ? cell.replaceAll('\\"', '"') : cell;
}

/** The amount in a cell; a dollar sign before the digits is allowed. */
export function readAmount(cell: string): Amount | AmountFault {
  const text = cell.trim();
  if (text.startsWith('$')) return parseAmount(text.slice(1));
  if (text.startsWith('-$')) return parseAmount(`-${text.slice(2)}`);
  return parseAmount(text);
}

/** A whole number, thousands commas and zero decimals allowed; null if it is not one. */
export function readCount(cell: string): number | null {
  const isNegative = cell.charCodeAt(0) === MINUS;
  const digits = digitsValue(cell, isNegative ? 1 : 0, cell.length);
  if (digits >= 0 && cell.length < 10) return isNegative && digits !== 0 ? -digits : digits;
  const amount = parseAmount(cell.trim());
  return typeof amount === 'bigint' && amount % 10_000n === 0n ? Number(amount / 10_000n) : null;
}

/** An advertiser's number without the thousands commas some exports give it; null if it is not a number. */
export function readMid(cell: string): string | null {
  if (digitsValue(cell, 0, cell.length) >= 0) return cell;
  const text = cell.trim();
  return /^(?:\d+|\d{1,3}(?:,\d{3})+)$/.test(text) ? text.replaceAll(',', '') : null;
}

/** A time of day as `HH:MM:SS`; null if it is not one. Seconds may be left out. */
export function readTime(cell: string): string | null {
  if (cell.length === 8 && isTime(cell)) return cell;
  const text = cell.trim();
  const padded = text.charCodeAt(1) === COLON ? `0${text}` : text;
  const whole = padded.length === 5 ? `${padded}:00` : padded;
  return whole.length === 8 && isTime(whole) ? whole : null;
}

function isTime(text: string): boolean {
  if (text.charCodeAt(2) !== COLON || text.charCodeAt(5) !== COLON) return false;
  return (
    isBetween(digitsValue(text, 0, 2), 0, 23) &&
    isBetween(digitsValue(text, 3, 5), 0, 59) &&
    isBetween(digitsValue(text, 6, 8), 0, 59)
  );
}

/** A calendar day from `M/D/YY`, `M/D/YYYY`, `M-D-YY`, `M-D-YYYY` or `YYYY-MM-DD`; null if there is no such day. */
export function readDay(cell: string): BusinessDate | null {
  const text = cell.trim();
  if (text.length === 10 && text.charCodeAt(4) === MINUS && text.charCodeAt(7) === MINUS) {
    return businessDate(digitsValue(text, 0, 4), digitsValue(text, 5, 7), digitsValue(text, 8, 10));
  }
  const separator = text.indexOf('/') < 0 ? '-' : '/';
  const month = text.indexOf(separator);
  const day = text.indexOf(separator, month + 1);
  if (month < 1 || month > 2 || day - month < 2 || day - month > 3) return null;
  const digits = text.length - day - 1;
  const written = digits === 2 || digits === 4 ? digitsValue(text, day + 1, text.length) : -1;
  if (written < 0) return null;
  const year = digits === 4 ? written : written + (written >= 70 ? 1900 : 2000);
  return businessDate(year, digitsValue(text, 0, month), digitsValue(text, month + 1, day));
}

/** Longest memory of a day reader; a report has far fewer days, a damaged one must not fill the memory. */
const MOST_DAYS_KEPT = 20_000;

/** A `readDay` that remembers: a million rows have a few hundred different days. */
export function dayReader(): (cell: string) => BusinessDate | null {
  const known = new Map<string, BusinessDate | null>();
  return (cell) => {
    let day = known.get(cell);
    if (day === undefined) {
      day = readDay(cell);
      if (known.size < MOST_DAYS_KEPT) known.set(cell, day);
    }
    return day;
  };
}

function businessDate(year: number, month: number, day: number): BusinessDate | null {
  if (!isBetween(year, 1970, 2099) || !isBetween(month, 1, 12) || !isBetween(day, 1, daysIn(year, month))) return null;
  return `${year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 ? 29 : 28; // true of all years from 1970 to 2099
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isBetween(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

/** The value of the digits from `from` to `to`, or -1 if anything else stands there. */
function digitsValue(text: string, from: number, to: number): number {
  if (from >= to) return -1;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
