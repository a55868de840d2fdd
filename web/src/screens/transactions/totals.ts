/** The sums of everything that is filtered, not of the rows that are loaded. Pure; currencies are never added. */
import { sumOf } from '../../format/decimal.ts';
import type { StatusSums } from '../../report/queries.ts';

/** Statuses whose lines are counted; the others stand apart. */
const COUNTED: ReadonlySet<string> = new Set(['pending', 'approved', 'reversed']);
const ORDER = ['pending', 'approved', 'reversed', 'lost', 'withdrawn', 'conflict'] as const;

/** Sums in one currency. Amounts are null where they are hidden. */
export interface CurrencyTotal {
  readonly currency: string;
  readonly sales: string | null;
  readonly commission: string | null;
  readonly items: number;
  readonly lines: number;
}

export interface StatusTotal {
  readonly status: string;
  readonly lines: number;
  readonly sums: readonly CurrencyTotal[];
}

export interface Totals {
  /** All lines, those that stand apart too. */
  readonly lines: number;
  /** Of the counted lines. */
  readonly counted: readonly CurrencyTotal[];
  readonly statuses: readonly StatusTotal[];
}

function sumOrHidden(amounts: readonly (string | null)[]): string | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length < amounts.length ? null : sumOf(known);
}

function byCurrency(sums: readonly StatusSums[]): readonly CurrencyTotal[] {
  return [...new Set(sums.map(({ currency }) => currency))].sort().map((currency) => {
    const own = sums.filter((one) => one.currency === currency);
    return {
      currency,
      sales: sumOrHidden(own.map(({ sales }) => sales)),
      commission: sumOrHidden(own.map(({ commission }) => commission)),
      items: own.reduce((count, { items }) => count + items, 0),
      lines: own.reduce((count, { lines }) => count + lines, 0),
    };
  });
}

/** Totals from the sums by currency and status that the first page brings. */
export function totalsOf(sums: readonly StatusSums[]): Totals {
  const found = [...new Set(sums.map(({ status }) => status))];
  const placeOf = (status: string): number => (ORDER as readonly string[]).indexOf(status);
  return {
    lines: sums.reduce((count, { lines }) => count + lines, 0),
    counted: byCurrency(sums.filter(({ status }) => COUNTED.has(status))),
    statuses: found
      .sort((a, b) => placeOf(a) - placeOf(b))
      .map((status) => {
        const own = sums.filter((one) => one.status === status);
        return { status, lines: own.reduce((count, { lines }) => count + lines, 0), sums: byCurrency(own) };
      }),
  };
}
