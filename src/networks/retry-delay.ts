/** How long to wait before a request is tried again. Pure. */

/** No `Retry-After` is believed beyond this; it also keeps the instant inside what a date can hold. */
const LONGEST_RETRY_AFTER_MS = 7 * 86_400_000;

/** A date of HTTP: `Wed, 25 Nov 2026 21:45:00 GMT` or one of the two obsolete forms, of which the second has no zone. */
const HTTP_DATE = /^[A-Z][a-z]{2,8},? .+/;

/** The wait in ms that a `Retry-After` header asks for, at least 0; null where there is none or it is not understood. */
export function retryAfterMs(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, LONGEST_RETRY_AFTER_MS);
  if (!HTTP_DATE.test(text)) return null;
  const atMs = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  if (Number.isNaN(atMs)) return null;
  return Math.min(Math.max(atMs - now.getTime(), 0), LONGEST_RETRY_AFTER_MS);
}

/**
 * Exponential back-off with full jitter: anything from 0 to `firstMs` after the first failure, to twice that after the
 * second, and so on up to `longestMs`.
 * @param random from 0 (included) to 1 (excluded)
 */
export function backOffMs(failures: number, firstMs: number, longestMs: number, random: number): number {
  return Math.round(random * Math.min(longestMs, firstMs * 2 ** (failures - 1)));
}
