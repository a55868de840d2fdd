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
