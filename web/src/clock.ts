/** The browser's clock: the only place that asks for the present. */

/** The present moment. */
export function now(): Date {
  return new Date();
}

/** Today's day (`2026-11-25`) in a time zone; without one, in the browser's. */
export function today(timeZone?: string): string {
  // Sweden writes days as ISO does
  return new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(now());
}
