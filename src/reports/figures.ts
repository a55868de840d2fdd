/** The figures of a report: which lines count, how they are summed, and what is computed from the sums, exactly. */
import { amountOf, formatAmount, ratioText, readSum } from '../core/index.ts';
import type { SqlRow } from '../facts/index.ts';

/** `total` = pending + approved + reversed · `gross`: the positive entries · `net`: approved only. */
export const FIGURES = ['total', 'gross', 'net'] as const;
export type Figure = (typeof FIGURES)[number];

/** Which lines of `ledger_lines` l a figure is the sum of. */
export function figureSql(figure: Figure): string {
  if (figure === 'net') return `l.order_status = 'approved' and l.state = 'counted'`;
  return figure === 'gross' ? `l.state = 'counted' and l.sign > 0` : `l.state = 'counted'`;
}

/** Sums over lines of one currency, and what follows from them. Amounts have 4 decimals. */
export interface Metrics {
  readonly sales: string;
  readonly commission: string;
  readonly orders: number;
  readonly items: number;
  readonly lines: number;
  /** Commission ÷ sales, 6 decimals; null without sales. */
  readonly rate: string | null;
  /** Sales ÷ orders, 4 decimals; null without orders. */
  readonly averageOrder: string | null;
}

/** Exact sums; amounts in 1/10 000. */
export interface Sums {
  readonly sales: bigint;
  readonly commission: bigint;
  readonly orders: number;
  readonly items: number;
  readonly lines: number;
}

export const NO_SUMS: Sums = { sales: 0n, commission: 0n, orders: 0, items: 0, lines: 0 };

const AGGREGATES = {
  sales: 'sum(l.sales)',
  commission: 'sum(l.commission)',
  items: 'sum(l.items)',
  lines: 'count(*)',
} as const;

/** Holds for every line. */
export const ALL = '1 = 1';

/** Sums of the lines that `which` holds for, as columns that begin with `prefix`, for `sumsOf`. Orders: `ordersSql`. */
export function sumsSql(which: string, prefix: string): string {
  return Object.entries(AGGREGATES)
    .map(([name, sum]) => `${sum}${which === ALL ? '' : ` filter (where ${which})`} as ${prefix}_${name}`)
    .join(', ');
}

/** How many orders the lines have that `which` holds for. Distinct counts cost most: leave out what is not shown. */
export function ordersSql(which: string, prefix: string): string {
  return `count(distinct case when ${which} then l.order_key end) as ${prefix}_orders`;
}

/** Reads the columns of `sumsSql`; what is not there is 0. */
export function sumsOf(row: SqlRow | undefined, prefix: string): Sums {
  const count = (name: string): number => Number(row?.[`${prefix}_${name}`] ?? 0);
  return {
    sales: exact(row?.[`${prefix}_sales`]),
    commission: exact(row?.[`${prefix}_commission`]),
    orders: count('orders'),
    items: count('items'),
    lines: count('lines'),
  };
}

/** An amount as SQL gave it back, in 1/10 000; null (a sum of nothing) is 0. */
export function exact(value: string | number | null | undefined): bigint {
  return readSum(String(value ?? '0'));
}

/** An amount in 1/10 000 as text. */
export function amountText(count: bigint): string {
  return formatAmount(amountOf(count));
}

/** What is shown of sums. */
export function metricsOf(sums: Sums): Metrics {
  return {
    sales: amountText(sums.sales),
    commission: amountText(sums.commission),
    orders: sums.orders,
    items: sums.items,
    lines: sums.lines,
    rate: ratioText(sums.commission, sums.sales, RATE_DECIMALS),
    averageOrder: ratioText(sums.sales, BigInt(sums.orders) * TEN_THOUSANDTHS, 4),
  };
}

const TEN_THOUSANDTHS = 10_000n;
const RATE_DECIMALS = 6;

/** A part of a whole, 6 decimals; null where the whole is 0. */
export function shareText(part: bigint, whole: bigint): string | null {
  return ratioText(part, whole, RATE_DECIMALS);
}

/** How much more than before, as a part of what was before (0.082 = 8.2 % more), 6 decimals; null where that was 0. */
export function changeText(now: bigint, before: bigint): string | null {
  return ratioText(now - before, before < 0n ? -before : before, RATE_DECIMALS);
}

/** The changes of all metrics against the compared period. */
export interface Changes {
  readonly sales: string | null;
  readonly commission: string | null;
  readonly orders: string | null;
  readonly items: string | null;
  readonly lines: string | null;
  readonly rate: string | null;
  readonly averageOrder: string | null;
}

/** Changes between two sums. */
export function changesOf(now: Sums, before: Sums): Changes {
  const quotient = (dividend: (sums: Sums) => bigint, divisor: (sums: Sums) => bigint): string | null =>
    divisor(now) === 0n || divisor(before) === 0n
      ? null
      : changeText(
          dividend(now) * divisor(before) * signOf(divisor(now) * divisor(before)),
          dividend(before) * divisor(now) * signOf(divisor(now) * divisor(before)),
        );
  const [sales, orders] = [(sums: Sums) => sums.sales, (sums: Sums) => BigInt(sums.orders)];
  return {
    sales: changeText(now.sales, before.sales),
    commission: changeText(now.commission, before.commission),
    orders: changeText(BigInt(now.orders), BigInt(before.orders)),
    items: changeText(BigInt(now.items), BigInt(before.items)),
    lines: changeText(BigInt(now.lines), BigInt(before.lines)),
    rate: quotient((sums) => sums.commission, sales),
    averageOrder: quotient(sales, orders),
  };
}

function signOf(value: bigint): bigint {
  return value < 0n ? -1n : 1n;
}
