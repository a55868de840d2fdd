/** One ranking of the overview: its rows as bars, its file. Pure. */
import { absolute, isZero, ratioOf } from '../../format/decimal.ts';
import type { BreakdownReply, BreakdownRow } from '../../report/queries.ts';
import type { Metric } from './metrics.ts';

/** What rankings are sorted by; any other figure of the chart leaves them by commission. */
export type RankedBy = 'commission' | 'sales' | 'orders' | 'items';

/** By what the lists are ranked when the chart shows a metric. */
export function rankedBy(metric: Metric): RankedBy {
  return metric === 'sales' || metric === 'orders' || metric === 'items' ? metric : 'commission';
}

/** The value of a row; null where amounts are hidden. */
export function rankedValue(metrics: BreakdownRow['now'], by: RankedBy): string | null {
  const value: string | number | null = metrics[by];
  return value === null ? null : String(value);
}

/** The part of the whole that a row is, as a ratio; null where the whole is nought or hidden. */
export function rankedShare(reply: BreakdownReply, row: BreakdownRow, by: RankedBy): string | null {
  if (by === 'commission') return row.share;
  const total = reply.totals.find(({ currency }) => currency === row.currency);
  const [part, whole] = [rankedValue(row.now, by), total === undefined ? null : rankedValue(total.now, by)];
  return part === null || whole === null || isZero(whole) ? null : ratioOf(part, absolute(whole));
}

const NOW = ['sales', 'commission', 'orders', 'items', 'lines', 'rate', 'averageOrder'] as const;

/** The head of the file of a ranking. */
export const RANKING_COLUMNS: readonly string[] = [
  'key',
  'name',
  'currency',
  ...NOW,
  'commission_share',
  'sales_before',
  'commission_before',
  'orders_before',
  'commission_change',
];

/** Its lines: every row of every currency, exact. */
export function rankingLines(rows: readonly BreakdownRow[]): readonly (readonly (string | number | null)[])[] {
  return rows.map(({ key, label, currency, now, share, before, changes }) => [
    key,
    label,
    currency,
    ...NOW.map((name) => now[name]),
    share,
    before?.sales ?? null,
    before?.commission ?? null,
    before?.orders ?? null,
    changes?.commission ?? null,
  ]);
}
