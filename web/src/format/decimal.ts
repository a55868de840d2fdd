/** Decimal text as the API gives it ("-1204.5000"): read and formatted exactly, never through a float. */

/** Decimal text: digits, perhaps a minus and a fraction. */
export type Decimal = `${number}`;

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Whether a text is a decimal. Anything else is a fault of the sender, and formatting refuses it. */
export function isDecimal(text: string): text is Decimal {
  return DECIMAL.test(text);
}

/** The text as a decimal. Throws on anything else: a figure that cannot be read must not be shown as one. */
export function decimal(text: string): Decimal {
  if (!isDecimal(text)) throw new TypeError(`"${text}" is not a decimal number.`);
  return text;
}

/** Whether the value is nought, however many zeros it is written with. */
export function isZero(text: string): boolean {
  return /^-?0+(\.0+)?$/.test(text);
}

/** Whether the value is below nought. */
export function isNegative(text: string): boolean {
  return text.startsWith('-') && !isZero(text);
}

/** Without the zeros that end its fraction; at least `places` decimals stay: ("12.5000", 2) → "12.50". */
export function trimmed(text: string, places = 0): string {
  const [whole = '', fraction = ''] = decimal(text).split('.');
  const kept = fraction.replace(/0+$/, '').padEnd(places, '0');
  return kept === '' ? whole : `${whole}.${kept}`;
}

/** The same value without its sign. */
export function absolute(text: string): string {
  return text.replace(/^-/, '');
}

/** For the length of a bar only, where a pixel is the exactness that matters. Never for a figure that is read. */
export function approximate(text: string): number {
  return Number(decimal(text));
}
