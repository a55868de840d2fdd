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

/** As whole units of the last decimal place of all of them. */
function aligned(texts: readonly string[]): { readonly units: readonly bigint[]; readonly places: number } {
  const parts = texts.map((text) => decimal(text).split('.'));
  const places = Math.max(0, ...parts.map(([, fraction = '']) => fraction.length));
  return {
    units: parts.map(([whole = '0', fraction = '']) => BigInt(`${whole}${fraction.padEnd(places, '0')}`)),
    places,
  };
}

function fromUnits(units: bigint, places: number): Decimal {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const text = places === 0 ? whole : `${whole}.${digits.slice(-places)}`;
  return decimal(units < 0n ? `-${text}` : text);
}

/** The exact sum. */
export function sumOf(texts: readonly string[]): Decimal {
  const { units, places } = aligned(texts);
  return fromUnits(
    units.reduce((total, one) => total + one, 0n),
    places,
  );
}

/** The exact difference: first minus second. */
export function differenceOf(first: string, second: string): Decimal {
  const { units, places } = aligned([first, second]);
  const [a = 0n, b = 0n] = units;
  return fromUnits(a - b, places);
}

const RATIO_PLACES = 6;

/** One by the other, to 6 decimals, cut off. Null where there is nothing to divide by. */
export function ratioOf(part: string, whole: string): Decimal | null {
  const [a = 0n, b = 0n] = aligned([part, whole]).units;
  return b === 0n ? null : fromUnits((a * 10n ** BigInt(RATIO_PLACES)) / b, RATIO_PLACES);
}

/** How much more than before, as a ratio of what was before; null where that was nought. */
export function changeRatio(present: string, before: string): Decimal | null {
  return isZero(before) ? null : ratioOf(differenceOf(present, before), absolute(before));
}
