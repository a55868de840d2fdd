/** The bars of the chart: the commission of each bucket, divided without remainder. Pure, exact. */
import type { SqlRow } from '../facts/index.ts';
import { amountText, exact } from './figures.ts';
import { groupRows } from './group-rows.ts';
import { isWithoutTime } from './period.ts';

/** Bars are told apart by colour: more than these are one, the last. */
const MOST_STACKS = 8;

/** The commission of one network, advertiser or status, and in each bucket (by hour without lines of unknown time); `key` null = all that are not shown apart. */
export interface Stack {
  readonly key: string | null;
  readonly label: string;
  readonly commission: string;
  /** Of what the bars are of: commission, sales or items. */
  readonly points: readonly string[];
}

interface Part {
  readonly key: string | null;
  readonly label: string;
  readonly sum: bigint;
  readonly points: readonly bigint[];
}

/** Stacks of rows of `bucket`, `part`, `label`, `commission`, `amount` (of the points), the largest commission first; `buckets` by name, in their order. */
export function stacksOf(
  rows: readonly SqlRow[],
  buckets: readonly string[],
  label: (key: string, stated: string) => string,
): Stack[] {
  const placeOf = new Map(buckets.map((bucket, place) => [bucket, place]));
  const parts = [...groupRows(rows, (row) => String(row['part']))].map(([key, mine]): Part => {
    const points = buckets.map(() => 0n);
    for (const row of mine) {
      const place = placeOf.get(String(row['bucket']));
      if (place === undefined && isWithoutTime(String(row['bucket']))) continue;
      if (place === undefined) throw new Error(`the bucket ${String(row['bucket'])} is not in the period`);
      points[place] = (points[place] ?? 0n) + exact(row['amount']);
    }
    const stated = mine.map((row) => String(row['label'])).find((name) => name !== '') ?? '';
    return { key, label: label(key, stated), sum: total(mine.map((row) => exact(row['commission']))), points };
  });
  parts.sort((a, b) => (a.sum === b.sum ? 0 : a.sum > b.sum ? -1 : 1));
  const shownCount = parts.length > MOST_STACKS ? MOST_STACKS - 1 : MOST_STACKS;
  const rest = parts.slice(shownCount);
  const others: Part = {
    key: null,
    label: `${rest.length} others`,
    sum: total(rest.map(({ sum }) => sum)),
    points: buckets.map((_, place) => total(rest.map(({ points }) => points[place] ?? 0n))),
  };
  return [...parts.slice(0, shownCount), ...(rest.length === 0 ? [] : [others])].map(
    ({ key, label: name, sum, points }) => ({
      key,
      label: name,
      commission: amountText(sum),
      points: points.map(amountText),
    }),
  );
}

function total(counts: readonly bigint[]): bigint {
  return counts.reduce((sum, count) => sum + count, 0n);
}
