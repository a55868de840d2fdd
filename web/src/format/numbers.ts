/** How figures are written: money, counts, rates. From decimal text, by the reader's locale, exactly rounded. */
import { type Decimal, decimal, isZero, trimmed } from './decimal.ts';

/** What stands where a figure is not available; nought is written as 0. */
export const NOT_AVAILABLE = '—';
const MINUS = '−';

const cache = new Map<string, Intl.NumberFormat>();

function formatter(options: Intl.NumberFormatOptions, locale: string | undefined): Intl.NumberFormat {
  const key = `${locale ?? ''} ${JSON.stringify(options)}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(locale, options);
  cache.set(key, made);
  return made;
}

/** Intl takes decimal text as the exact number it says (ES2023), and rounds it half away from nought. */
function written(text: Decimal | number, options: Intl.NumberFormatOptions, locale: string | undefined): string {
  return formatter(options, locale).format(text).replaceAll('-', MINUS);
}

/** Money in a currency, to that currency's own decimals: ("12480.3300", "USD") → $12,480.33. Null → —. */
export function formatMoney(amount: string | null, currency: string, locale?: string): string {
  if (amount === null) return NOT_AVAILABLE;
  const options: Intl.NumberFormatOptions = { style: 'currency', currency, currencyDisplay: 'symbol' };
  return written(unsignedZero(amount), isZero(amount) ? { ...options, maximumFractionDigits: 0 } : options, locale);
}

/** The amount alone, for columns whose head names the currency: ("-84.1", "USD") → −84.10; nought → 0. */
export function formatAmount(amount: string | null, currency: string, locale?: string): string {
  if (amount === null) return NOT_AVAILABLE;
  if (isZero(amount)) return written(0, {}, locale);
  const places = formatter({ style: 'currency', currency }, locale).resolvedOptions().maximumFractionDigits ?? 2;
  return written(decimal(amount), { minimumFractionDigits: places, maximumFractionDigits: places }, locale);
}

/** Every decimal that there is, for the hover: ("12480.3345", "USD") → USD 12,480.3345. */
export function formatExact(amount: string, currency: string, locale?: string): string {
  const options: Intl.NumberFormatOptions = { style: 'currency', currency, currencyDisplay: 'code' };
  const places = trimmed(amount).split('.')[1]?.length ?? 0;
  const own = formatter(options, locale).resolvedOptions().maximumFractionDigits ?? 2;
  const shown = Math.min(20, Math.max(own, places));
  return written(decimal(amount), { ...options, minimumFractionDigits: own, maximumFractionDigits: shown }, locale);
}

/** Short, for axes: ("12480.33", "USD") → $12.5K. */
export function formatCompactMoney(amount: string | number, currency: string, locale?: string): string {
  const options: Intl.NumberFormatOptions = {
    style: 'currency',
    currency,
    currencyDisplay: 'symbol', // a narrow one would write US and Canadian dollars alike
    notation: 'compact',
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
  };
  return written(typeof amount === 'number' ? amount : decimal(amount), options, locale);
}

/** A count, or a decimal of at most `places` decimals. Null → —. */
export function formatNumber(value: string | number | null, places = 0, locale?: string): string {
  if (value === null) return NOT_AVAILABLE;
  return written(typeof value === 'number' ? value : unsignedZero(value), { maximumFractionDigits: places }, locale);
}

/** A count on an axis: between whole numbers nothing is written, as rounding would write one of them twice. */
export function formatCountTick(value: number, locale?: string): string {
  return Number.isInteger(value) ? formatNumber(value, 0, locale) : '';
}

/** A ratio as per cent: ("0.0764") → 7.6%. Null → —. */
export function formatPercent(ratio: string | null, places = 1, locale?: string): string {
  if (ratio === null) return NOT_AVAILABLE;
  return written(unsignedZero(ratio), { style: 'percent', maximumFractionDigits: isZero(ratio) ? 0 : places }, locale);
}

/** "-0.0000" is nought, not less. */
function unsignedZero(text: string): Decimal {
  return isZero(text) ? '0' : decimal(text);
}

/** So many of something: 1 line, 2,310 lines. */
export function formatCount(count: number, one: string, locale?: string): string {
  return `${formatNumber(count, 0, locale)} ${count === 1 ? one : `${one}s`}`;
}
