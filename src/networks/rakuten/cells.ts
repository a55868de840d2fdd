/** Readers of single cells: text in, value or the reason why not. Fast: a million rows pass through here. */
import { type Amount, amountOf, parseAmount } from '../../core/index.ts';
import type { RejectCode } from '../contract.ts';

/** Thrown by the cell readers and caught once a row: it carries the reject. */
export class CellFault extends Error {
  readonly code: RejectCode;

  constructor(code: RejectCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Optional text: `null`, blank and absent all mean that nothing was said. */
export function optionalText(text: string): string | null {
  const value = text.trim();
  return value === '' || value === 'null' ? null : value;
}

/** Text that must be there. */
export function requiredText(text: string): string {
  const value = text.trim();
  if (value === '' || value === 'null')
    throw new CellFault('missing-value', 'the cell is empty, but a line cannot be identified without it');
  return value;
}

/** Names of products and shops: the network escapes a quote as `\""`, which leaves a backslash behind. */
export function nameText(text: string): string | null {
  return optionalText(text.includes('\\"') ? text.replaceAll('\\"', '"') : text);
}

/** A sub-id as it came back; '' = reported as empty (the old host wrote `<none>`). */
export function subIdText(text: string): string {
  const value = text.trim();
  return value === '<none>' || value === 'null' ? '' : value;
}

/** An advertiser's number; some exports write it with thousands commas. */
export function advertiserNumber(text: string): string {
  const value = requiredText(text);
  return value.includes(',') ? value.replaceAll(',', '') : value;
}

/** An exact amount; a currency sign and thousands commas are allowed, anything else is not. */
export function amount(text: string): Amount {
  let value = text.trim();
  if (value.includes('$')) value = value.replace('$', '');
  if (value === '') throw new CellFault('missing-value', 'the amount is empty; a number is expected');
  const parsed = parseAmount(value);
  if (typeof parsed === 'bigint') return parsed;
  if (parsed === 'too-many-decimals')
    throw new CellFault(
      'too-many-decimals',
      `"${text}" has more than 4 decimals; the ledger holds 4 exactly and rounds nothing`,
    );
  if (parsed === 'too-large') throw new CellFault('amount-too-large', `"${text}" is larger than the ledger can hold`);
  throw new CellFault('unreadable-amount', `"${text}" is not an amount; a number like 1,234.56 is expected`);
}

/** A whole number of items. */
export function itemCount(text: string): number {
  const value = text.trim();
  if (value.length === 1) {
    const digit = value.charCodeAt(0) - 48;
    if (digit >= 0 && digit <= 9) return digit;
  }
  const count = amount(value);
  if (count % 10_000n !== 0n) throw new CellFault('unreadable-count', `"${text}" is not a whole number of items`);
  return Number(count / 10_000n);
}

/** Zero, for columns that a report need not have. */
export const NOTHING = amountOf(0n);

const DAYS = new Map<string, string>();
const MOST_DAYS_KEPT = 20_000;

/** A day as `YYYY-MM-DD` from M/D/YY, M-D-YY, with four-digit years, or ISO; padded or not. */
export function day(text: string): string {
  const known = DAYS.get(text);
  if (known !== undefined) return known;
  const value = text.trim();
  if (value === '' || value === 'null')
    throw new CellFault('missing-value', 'the date is empty; a day like 8/4/25 is expected');
  const american = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})$/.exec(value);
  const iso = american === null ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) : null;
  const year = american === null ? Number(iso?.[1]) : fullYear(american[4] ?? '');
  const month = Number(american === null ? iso?.[2] : american[1]);
  const dayOfMonth = Number(american === null ? iso?.[3] : american[3]);
  const instant = new Date(Date.UTC(year, month - 1, dayOfMonth));
  if (Number.isNaN(instant.getTime()) || instant.getUTCMonth() !== month - 1 || instant.getUTCDate() !== dayOfMonth) {
    throw new CellFault('unreadable-date', `"${text}" is not a date; month/day/year like 8/4/25 is expected`);
  }
  const result = instant.toISOString().slice(0, 10);
  if (DAYS.size > MOST_DAYS_KEPT) DAYS.clear();
  DAYS.set(text, result);
  return result;
}

function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 4) return year;
  return year >= 70 ? 1900 + year : 2000 + year;
}

/** A time as `HH:MM:SS`; '' where the report gives none. */
export function timeOfDay(text: string): string {
  if (isPlainTime(text)) return text;
  const value = text.trim();
  if (value === '' || value === 'null') return '';
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(value);
  const result = match === null ? '' : `${(match[1] ?? '').padStart(2, '0')}:${match[2]}:${match[3] ?? '00'}`;
  if (!isPlainTime(result))
    throw new CellFault('unreadable-time', `"${text}" is not a time of day; HH:MM:SS is expected`);
  return result;
}

function isPlainTime(text: string): boolean {
  if (text.length !== 8 || text.charCodeAt(2) !== 58 || text.charCodeAt(5) !== 58) return false;
  const hours = twoDigits(text, 0);
  const minutes = twoDigits(text, 3);
  const seconds = twoDigits(text, 6);
  return hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 61;
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
