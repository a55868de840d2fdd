/** Splitting an amount so that the parts add up to it, to the last digit. Pure. */
import { type Amount, amountOf } from './money.ts';

/**
 * Splits an amount in proportion to whole weights by largest remainder: each part is the exact share rounded towards
 * zero, and the 1/10 000 that are left go one by one to the largest remainders, of equal ones to the earlier. The parts
 * always add up to the amount; a weight of 0 gets nothing. Throws RangeError for a negative weight, or where all are 0.
 */
export function splitAmount(amount: Amount, weights: readonly bigint[]): Amount[] {
  let total = 0n;
  for (const weight of weights) {
    if (weight < 0n) throw new RangeError(`a weight of ${weight}`);
    total += weight;
  }
  if (total === 0n) throw new RangeError('nothing has any weight');
  const sign = amount < 0n ? -1n : 1n;
  const size = sign * amount;
  const parts = weights.map((weight) => (size * weight) / total);
  let left = size;
  for (const part of parts) left -= part;
  const byRemainder = weights
    .map((weight, place) => ({ place, remainder: (size * weight) % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.place - b.place : a.remainder > b.remainder ? -1 : 1));
  // fewer are left than parts have a remainder: each took less than one with it
  const raised = new Set(byRemainder.slice(0, Number(left)).map(({ place }) => place));
  return parts.map((part, place) => amountOf(sign * (raised.has(place) ? part + 1n : part)));
}
