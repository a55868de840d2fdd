/**
 * Exact amounts. An `Amount` is an integer count of 1/10 000 of the currency's main unit; no float ever holds money.
 */

/** An exact amount in 1/10 000 of the main unit (12.5 USD is 125000n). The currency always travels beside it. */
export type Amount = bigint & { readonly __amount: unique symbol };

/** A three-letter ISO 4217 code in upper case. */
export type CurrencyCode = string & { readonly __currency: unique symbol };

/** `decimal(18,4)` in SQL holds 14 digits before the point: the limit of every amount that enters the ledger. */
const MOST_WHOLE_DIGITS = 14;

const PLAIN = /^(-?)(\d+)(?:\.(\d*))?$/;
const GROUPED = /^(-?)(\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/;

/** Why a text is not an amount: not a number, more than 4 decimals, or more digits than the ledger holds. */
export type AmountFault = 'not-an-amount' | 'too-many-decimals' | 'too-large';

/** An amount from a count of 1/10 000. The only other door is `parseAmount`. */
export function amountOf(tenThousandths: bigint): Amount {
  return tenThousandths as Amount; // the brand is the point: this function is where it is given
}

/**
 * Reads a reported decimal text digit by digit: optional leading minus, digits (thousands commas only in groups of
 * three), at most 4 decimals that are not zero. Returns the fault instead of guessing.
 */
export function parseAmount(text: string): Amount | AmountFault {
  return parseShortAmount(text) ?? parseAnyAmount(text);
}

/** Whole digits that a 32-bit integer always holds. */
const SHORT = 9;
/** What a count of decimals is worth in 1/10 000, by their number. */
const WORTH = [10_000, 1000, 100, 10, 1] as const;

/**
 * The usual amount (up to 9 digits or 999,999, up to 4 decimals), counted in small integers: 5 times as fast as the patterns below,
 * which read whatever this does not (it answers null).
 */
function parseShortAmount(text: string): Amount | null {
  const isNegative = text.startsWith('-');
  const first = isNegative ? 1 : 0;
  const point = text.indexOf('.');
  const end = point < 0 ? text.length : point;
  const decimals = point < 0 ? 0 : text.length - point - 1;
  const worth = WORTH[decimals];
  if (worth === undefined || end <= first || end - first > SHORT) return null;
  const comma = text.indexOf(',');
  const whole = comma < 0 ? countOf(text, first, end) : thousandsOf(text, first, comma, end);
  const part = countOf(text, end + 1, text.length);
  if (whole < 0 || part < 0) return null;
  const count = BigInt(whole) * 10_000n + BigInt(part * worth);
  return amountOf(isNegative ? -count : count);
}

/** The count that digits with one thousands comma say, or -1. */
function thousandsOf(text: string, from: number, comma: number, to: number): number {
  const thousands = comma > from && comma <= from + 3 && to === comma + 4 ? countOf(text, from, comma) : -1;
  const rest = countOf(text, comma + 1, to);
  return thousands < 0 || rest < 0 ? -1 : thousands * 1000 + rest;
}

/** The count that the digits between two places say (0 if there are none), or -1 if anything else stands there. */
function countOf(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    count = count * 10 + digit;
  }
  return count;
}

function parseAnyAmount(text: string): Amount | AmountFault {
  const match = PLAIN.exec(text) ?? GROUPED.exec(text);
  if (match === null) return 'not-an-amount';
  const whole = (match[2] ?? '').replaceAll(',', '').replace(/^0+(?=\d)/, '');
  let decimals = match[3] ?? '';
  if (decimals.length > 4) {
    if (!/^0*$/.test(decimals.slice(4))) return 'too-many-decimals';
    decimals = decimals.slice(0, 4);
  }
  if (whole.length > MOST_WHOLE_DIGITS) return 'too-large';
  const count = BigInt(whole + decimals.padEnd(4, '0'));
  return amountOf(match[1] === '-' ? -count : count);
}

/** A sum as a store of ours answers it: of more digits than one amount may have. Throws on anything else than a decimal. */
export function readSum(text: string): Amount {
  const read = parseShortAmount(text);
  if (read !== null) return read;
  const [, minus, whole, decimals = ''] = /^(-?)(\d+)(?:\.(\d{0,4}))?$/.exec(text) ?? [];
  if (whole === undefined) throw new Error(`a store answered ${text} for an amount`);
  const count = BigInt(whole + decimals.padEnd(4, '0'));
  return amountOf(minus === '-' ? -count : count);
}

/** Prints an amount with exactly 4 decimals and no thousands marks; zero is never negative. */
export function formatAmount(amount: Amount): string {
  const digits = (amount < 0n ? 0n - amount : amount).toString().padStart(5, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

/** The sum of amounts of one currency (the caller keeps currencies apart). */
export function sumAmounts(amounts: Iterable<Amount>): Amount {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return amountOf(sum);
}
