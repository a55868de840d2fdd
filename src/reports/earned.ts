/** What was earned, and what happened there: the figures of pages, links and sources, computed from exact sums. */
import { ratioText } from '../core/index.ts';
import type { SqlRow } from '../facts/index.ts';
import { type Changes, changesOf, exact, type Metrics, metricsOf, NO_SUMS, shareText, type Sums } from './figures.ts';

/** Pageviews, links in view, clicks. null: it cannot be told. */
export interface Traffic {
  readonly pageviews: number | null;
  readonly impressions: number | null;
  readonly clicks: number | null;
  /** Clicks ÷ pageviews, and ÷ impressions; 6 decimals. */
  readonly ctr: string | null;
  readonly seenRate: string | null;
}

/** Figures of one currency. */
export interface EarnedFigures extends Metrics {
  /** Approved commission ÷ commission, 6 decimals. */
  readonly approvedShare: string | null;
  /** 0–1 with 4 decimals, weighted by commission; null where nothing is attributed. */
  readonly confidence: string | null;
  /** Commission ÷ clicks, and of 1 000 pageviews; 4 decimals. */
  readonly epc: string | null;
  readonly rpm: string | null;
}

export interface Earned {
  readonly currency: string;
  readonly now: EarnedFigures;
  readonly before: EarnedFigures | null;
  readonly changes: Changes | null;
  readonly share: string | null;
}

/** How often something happened. */
export interface Counts {
  readonly pageviews: number | null;
  readonly impressions: number | null;
  readonly clicks: number | null;
}

/** Sums of shares; amounts in 1/10 000. */
export interface EarnedSums extends Sums {
  readonly approved: bigint;
  /** Commission without its sign × confidence (1/10 000), and of what is attributed. */
  readonly sure: bigint;
  readonly attributed: bigint;
}

export const NOTHING_EARNED: EarnedSums = { ...NO_SUMS, approved: 0n, sure: 0n, attributed: 0n };

/** Sums of the shares l that are grouped, for `earnedSumsOf`. */
export const EARNED_COLUMNS = `sum(l.sales) as sales, sum(l.commission) as commission, sum(l.items) as items,
  count(distinct l.entry_id) as line_count, count(distinct l.order_key) as orders,
  sum(case when l.order_status = 'approved' then l.commission end) as approved,
  sum(huge(abs(units_of(l.commission))) * l.confidence) as sure,
  sum(case when l.method <> 'none' then huge(abs(units_of(l.commission))) else huge(0) end) as attributed`;

export function earnedSumsOf(row: SqlRow): EarnedSums {
  return {
    sales: exact(row['sales']),
    commission: exact(row['commission']),
    orders: Number(row['orders']),
    items: Number(row['items']),
    lines: Number(row['line_count']),
    approved: exact(row['approved']),
    sure: BigInt(String(row['sure'] ?? 0)),
    attributed: BigInt(String(row['attributed'] ?? 0)),
  };
}

/** What is shown of counts. */
export function trafficOf({ pageviews, impressions, clicks }: Counts): Traffic {
  const rate = (of: number | null): string | null =>
    clicks === null || of === null ? null : ratioText(BigInt(clicks), BigInt(of), 6);
  return { pageviews, impressions, clicks, ctr: rate(pageviews), seenRate: rate(impressions) };
}

const TEN_THOUSANDTHS = 10_000n;

/** Commission of so many times one click or pageview, 4 decimals; null where there was none, or where none can be told. */
export function earnedPer(commission: bigint, count: number | null, times: bigint): string | null {
  return count === null ? null : ratioText(commission * times, BigInt(count) * TEN_THOUSANDTHS, 4);
}

/** What is shown of sums. */
export function figuresOfEarned(sums: EarnedSums, { pageviews, clicks }: Counts): EarnedFigures {
  return {
    ...metricsOf(sums),
    approvedShare: shareText(sums.approved, sums.commission),
    confidence: ratioText(sums.sure, sums.attributed * TEN_THOUSANDTHS, 4),
    epc: earnedPer(sums.commission, clicks, 1n),
    rpm: earnedPer(sums.commission, pageviews, 1000n),
  };
}

/** One period of one thing: its counts and its sums by currency. */
export interface Part {
  readonly counts: Counts;
  readonly sums: ReadonlyMap<string, EarnedSums>;
}

/** The figures of every currency that either period has; `hasChanges`: whether what changed can be said. */
export function earnedOf(
  now: Part,
  before: Part | null,
  whole: ReadonlyMap<string, EarnedSums>,
  order: readonly string[],
  hasChanges: boolean,
): Earned[] {
  const has = (currency: string): boolean => now.sums.has(currency) || (before?.sums.has(currency) ?? false);
  return order.filter(has).map((currency): Earned => {
    const [sums, old] = [now.sums.get(currency) ?? NOTHING_EARNED, before?.sums.get(currency) ?? NOTHING_EARNED];
    return {
      currency,
      now: figuresOfEarned(sums, now.counts),
      before: before === null ? null : figuresOfEarned(old, before.counts),
      changes: before === null || !hasChanges ? null : changesOf(sums, old),
      share: shareText(sums.commission, whole.get(currency)?.commission ?? 0n),
    };
  });
}
