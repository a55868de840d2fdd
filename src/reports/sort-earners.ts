/** The order of rows of earners: exact, and the same whichever engine answered. Pure. */
import type { Part } from './earned.ts';

/** What rows are sorted by. Amounts are of one currency. */
export const EARNER_SORTS = [
  'commission',
  'sales',
  'orders',
  'items',
  'lines',
  'clicks',
  'pageviews',
  'impressions',
  'epc',
  'rpm',
  'ctr',
  'name',
  'change',
] as const;
export type EarnerSort = (typeof EARNER_SORTS)[number];

/** What a row is sorted by, as a fraction of whole numbers. */
type Place = readonly [bigint, bigint];

/** The rows in their order; `currency` is the one whose amounts they are sorted by. */
export function sortKeys(
  keys: readonly string[],
  { sort, isDescending }: { readonly sort: EarnerSort; readonly isDescending: boolean },
  now: (key: string) => Part,
  before: (key: string) => Part | null,
  currency: string,
  nameOf: (key: string) => string,
): string[] {
  const placeOf = (key: string): Place => {
    const { sums: all, counts } = now(key);
    const sums = all.get(currency);
    const commission = sums?.commission ?? 0n;
    const per = (count: number | null): Place =>
      count === null || count === 0 ? [0n, 0n] : [commission, BigInt(count)];
    switch (sort) {
      case 'commission':
      case 'sales':
        return [sums?.[sort] ?? 0n, 1n];
      case 'orders':
      case 'items':
      case 'lines':
        return [BigInt(sums?.[sort] ?? 0), 1n];
      case 'clicks':
      case 'pageviews':
      case 'impressions':
        return [BigInt(counts[sort] ?? 0), 1n];
      case 'epc':
        return per(counts.clicks);
      case 'rpm':
        return per(counts.pageviews);
      case 'ctr':
        return [BigInt(counts.clicks ?? 0), BigInt(counts.pageviews ?? 0)];
      case 'change': {
        const old = before(key);
        // what is compared with nothing did not change by all it has
        return old === null ? [0n, 0n] : [commission - (old.sums.get(currency)?.commission ?? 0n), 1n];
      }
      case 'name':
        return [0n, 1n];
    }
  };
  const turn = isDescending ? -1 : 1;
  const placed = keys.map((key) => {
    const { sums, counts } = now(key);
    const commission = sums.get(currency)?.commission ?? 0n;
    return { key, place: placeOf(key), name: nameOf(key).toLowerCase(), commission, counts };
  });
  placed.sort((a, b) => {
    const byPlace = sort === 'name' ? compareTexts(a.name, b.name) : comparePlaces(a.place, b.place, turn);
    return turn * byPlace || compareWeights(b, a) || compareTexts(a.key, b.key);
  });
  return placed.map(({ key }) => key);
}

type Weight = Pick<Part, 'counts'> & { readonly commission: bigint };

/** Of rows that are alike the one that says more: with the larger commission, then with more clicks, then more pageviews. */
function compareWeights(a: Weight, b: Weight): number {
  if (a.commission !== b.commission) return a.commission < b.commission ? -1 : 1;
  const clicks = (a.counts.clicks ?? 0) - (b.counts.clicks ?? 0);
  return clicks || (a.counts.pageviews ?? 0) - (b.counts.pageviews ?? 0);
}

/** What has no quotient comes last, whichever way it is sorted. */
function comparePlaces([a, b]: Place, [c, d]: Place, turn: number): number {
  if (b === 0n || d === 0n) return b === d ? 0 : b === 0n ? turn : -turn;
  const difference = a * d - c * b;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
