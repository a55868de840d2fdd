/** The cards of a period, folded from sums by status and sign. Pure, exact. */
import type { SqlRow } from '../facts/index.ts';
import { type Changes, changesOf, type Figure, type Metrics, metricsOf } from './figures.ts';
import { amountText, changeText, exact, NO_SUMS, shareText, type Sums } from './figures.ts';

/** Sums of lines that stand beside every figure: lost, withdrawn, conflicts. Amounts have 4 decimals. */
export interface Apart {
  readonly sales: string;
  readonly commission: string;
  readonly items: number;
  readonly lines: number;
}

/** The cards of one currency in one period. */
export interface Cards extends Metrics {
  /** Commission that was taken back ÷ gross commission, 6 decimals; null without any. */
  readonly reversalRate: string | null;
  readonly lost: Apart;
  readonly withdrawn: Apart;
  readonly conflicts: Apart;
}

/** How the cards changed against the compared period. */
export interface CardChanges extends Changes {
  readonly reversalRate: string | null;
  readonly lostSales: string | null;
}

/** What cards are made of; amounts in 1/10 000. */
export interface CardSums {
  /** The lines of the figure that is shown. */
  readonly shown: Sums;
  readonly lost: Sums;
  readonly withdrawn: Sums;
  readonly conflicts: Sums;
  /** Commission of negative entries, turned round, and of positive ones that their network calls reversed. */
  readonly takenBack: bigint;
  /** Commission of the positive entries. */
  readonly gross: bigint;
}

const APART = new Set(['lost', 'withdrawn', 'conflict']);

/**
 * Folds rows of `order_status`, `sign`, `taken_back` with their sums. `orders` is counted apart, as orders do not add up.
 */
export function foldCards(rows: readonly SqlRow[], orders: number, figure: Figure): CardSums {
  const sumOf = (which: (row: SqlRow) => boolean): Sums => rows.filter(which).reduce(added, NO_SUMS);
  const isCounted = (row: SqlRow): boolean => !APART.has(String(row['order_status']));
  const isPositive = (row: SqlRow): boolean => Number(row['sign']) > 0;
  const isShown: Readonly<Record<Figure, (row: SqlRow) => boolean>> = {
    total: isCounted,
    gross: (row) => isCounted(row) && isPositive(row),
    net: (row) => row['order_status'] === 'approved',
  };
  const ofStatus = (status: string): Sums => sumOf((row) => row['order_status'] === status);
  const negative = sumOf((row) => isCounted(row) && !isPositive(row)).commission;
  const calledReversed = sumOf(
    (row) => isCounted(row) && isPositive(row) && Number(row['taken_back']) === 1,
  ).commission;
  return {
    shown: { ...sumOf(isShown[figure]), orders },
    lost: ofStatus('lost'),
    withdrawn: ofStatus('withdrawn'),
    conflicts: ofStatus('conflict'),
    takenBack: calledReversed - negative,
    gross: sumOf((row) => isCounted(row) && isPositive(row)).commission,
  };
}

function added(sums: Sums, row: SqlRow): Sums {
  return {
    sales: sums.sales + exact(row['sales']),
    commission: sums.commission + exact(row['commission']),
    orders: sums.orders,
    items: sums.items + Number(row['items']),
    lines: sums.lines + Number(row['line_count']),
  };
}

/** What is shown of them. */
export function cardsOf(sums: CardSums): Cards {
  return {
    ...metricsOf(sums.shown),
    reversalRate: shareText(sums.takenBack, sums.gross),
    lost: apartOf(sums.lost),
    withdrawn: apartOf(sums.withdrawn),
    conflicts: apartOf(sums.conflicts),
  };
}

/** Sums as they are shown beside a figure. */
export function apartOf({ sales, commission, items, lines }: Sums): Apart {
  return { sales: amountText(sales), commission: amountText(commission), items, lines };
}

/** The changes of all cards. */
export function cardChangesOf(now: CardSums, before: CardSums): CardChanges {
  const hasRates = now.gross !== 0n && before.gross !== 0n; // sums of positive entries: never below 0
  return {
    ...changesOf(now.shown, before.shown),
    reversalRate: hasRates ? changeText(now.takenBack * before.gross, before.takenBack * now.gross) : null,
    lostSales: changeText(now.lost.sales, before.lost.sales),
  };
}
