/** The days (weeks, months) of a page as a CSV file: a line for each of them and currency. Pure. */
import type { PageReply } from './earner-queries.ts';

/** The head of the file. */
export const DAY_COLUMNS = [
  'from',
  'to',
  'pageviews',
  'clicks',
  'currency',
  'commission',
  'sales',
  'epc',
  'rpm',
] as const;

type Cell = string | number | null;
type Series = Pick<PageReply, 'buckets' | 'pageviews' | 'clicks' | 'curves'>;

/** Its lines; a page that earned nothing has its days all the same. Counts that cannot be told are left empty. */
export function dayLines({ buckets, pageviews, clicks, curves }: Series): readonly (readonly Cell[])[] {
  return buckets.flatMap(({ from, to }, n): readonly (readonly Cell[])[] => {
    const head: readonly Cell[] = [from, to, pageviews?.[n] ?? null, clicks?.[n] ?? null];
    if (curves.length === 0) return [[...head, null, null, null, null, null]];
    return curves.map(({ currency, commission, sales, epc, rpm }) => [
      ...head,
      ...[currency, commission[n] ?? null, sales[n] ?? null, epc[n] ?? null, rpm[n] ?? null],
    ]);
  });
}
