/** Money of the sandbox: safe integers that count 1/10 000 of a currency's main unit. */

export const UNITS_PER_CENT = 100;
const UNITS_PER_WHOLE = 10_000;

/** How an amount is written. */
export interface AmountFormat {
  /** 0–4 decimals that always show; further ones show only when they are not zero. */
  readonly leastDecimals: number;
  readonly hasThousandsCommas: boolean;
}

/** `12345600` → `1,234.56` with 2 decimals and commas. */
export function formatUnits(units: number, format: AmountFormat): string {
  const size = Math.abs(units);
  const whole = String(Math.floor(size / UNITS_PER_WHOLE));
  const grouped = format.hasThousandsCommas ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
  let decimals = String(size % UNITS_PER_WHOLE).padStart(4, '0');
  while (decimals.length > format.leastDecimals && decimals.endsWith('0')) decimals = decimals.slice(0, -1);
  return `${units < 0 ? '-' : ''}${grouped}${decimals === '' ? '' : `.${decimals}`}`;
}

/** Rounded to 0–4 decimals, halves away from zero. */
export function roundUnits(units: number, decimals: number): number {
  const step = 10 ** (4 - decimals);
  const rounded = Math.floor((Math.abs(units) + step / 2) / step) * step;
  return units < 0 ? 0 - rounded : rounded;
}

/** A share of an amount in 1/100 of a percent, rounded to a whole unit. */
export function shareOf(units: number, basisPoints: number): number {
  return Math.round((units * basisPoints) / 10_000);
}
