/** What is true in a world: the final state of every line, its state at an instant, and totals per currency. */
import type { CommissionLine } from './commission-line.ts';

/** State of an order line: all lines of one (country network, advertiser, order id, SKU). */
export type LineState = 'pending' | 'approved' | 'reversed' | 'lost';

/** One line with its truth. Amounts in 1/10 000; instants as ISO 8601 in GMT. */
export interface TruthLine extends Omit<CommissionLine, 'occurredAtMs' | 'processedAtMs' | 'lockedAtMs'> {
  readonly occurredAt: string;
  readonly processedAt: string;
  readonly lockedAt: string;
  /** At the instant that was asked for. */
  readonly state: LineState;
  /** After everything has happened. */
  readonly finalState: LineState;
  /** Partly taken back in the end. */
  readonly isAdjusted: boolean;
}

/** Sums of one currency in 1/10 000; non-commissionable lines are apart. */
export interface CurrencyTotal {
  readonly currency: string;
  readonly lines: number;
  readonly items: number;
  readonly salesUnits: number;
  readonly commissionUnits: number;
  readonly lostLines: number;
  readonly lostSalesUnits: number;
}

interface OrderLineSum {
  salesUnits: number;
  commissionUnits: number;
  hasReversal: boolean;
}

function orderLineKey(line: CommissionLine): string {
  return `${line.networkId}|${line.mid}|${line.orderId}|${line.sku}`;
}

function sumOrderLines(lines: Iterable<CommissionLine>): ReadonlyMap<string, OrderLineSum> {
  const sums = new Map<string, OrderLineSum>();
  for (const line of lines) {
    if (line.kind === 'non-commissionable') continue;
    const key = orderLineKey(line);
    const sum = sums.get(key) ?? { salesUnits: 0, commissionUnits: 0, hasReversal: false };
    sum.salesUnits += line.salesUnits;
    sum.commissionUnits += line.commissionUnits;
    sum.hasReversal ||= line.kind === 'reversal';
    sums.set(key, sum);
  }
  return sums;
}

function isReversed(sum: OrderLineSum | undefined): boolean {
  return sum?.hasReversal === true && sum.salesUnits === 0 && sum.commissionUnits === 0;
}

/** The lines processed by `nowMs`, each with its state then and in the end, in the order of `lines`. */
export function* truthLines(lines: readonly CommissionLine[], nowMs: number): Generator<TruthLine> {
  const finalSums = sumOrderLines(lines);
  const visible = lines.filter((line) => line.processedAtMs <= nowMs);
  const sums = sumOrderLines(visible);
  for (const line of visible) {
    const { occurredAtMs, processedAtMs, lockedAtMs, ...rest } = line;
    const key = orderLineKey(line);
    const finalSum = finalSums.get(key);
    const isLost = line.kind === 'non-commissionable';
    const settled = isReversed(sums.get(key)) ? 'reversed' : lockedAtMs <= nowMs ? 'approved' : 'pending';
    const finalState = isReversed(finalSum) ? 'reversed' : 'approved';
    yield {
      ...rest,
      occurredAt: new Date(occurredAtMs).toISOString(),
      processedAt: new Date(processedAtMs).toISOString(),
      lockedAt: new Date(lockedAtMs).toISOString(),
      state: isLost ? 'lost' : settled,
      finalState: isLost ? 'lost' : finalState,
      isAdjusted: !isLost && finalSum?.hasReversal === true && finalState === 'approved',
    };
  }
}

/** Totals per currency of the lines processed by `nowMs`, by currency code. */
export function currencyTotals(lines: Iterable<CommissionLine>, nowMs: number): readonly CurrencyTotal[] {
  const totals = new Map<string, { -readonly [Key in keyof CurrencyTotal]: CurrencyTotal[Key] }>();
  for (const line of lines) {
    if (line.processedAtMs > nowMs) continue;
    const { currency } = line;
    const none = { currency, lines: 0, items: 0, salesUnits: 0, commissionUnits: 0, lostLines: 0, lostSalesUnits: 0 };
    const total = totals.get(currency) ?? none;
    totals.set(currency, total);
    if (line.kind === 'non-commissionable') {
      total.lostLines += 1;
      total.lostSalesUnits += line.salesUnits;
      continue;
    }
    total.lines += 1;
    total.items += line.items;
    total.salesUnits += line.salesUnits;
    total.commissionUnits += line.commissionUnits;
  }
  return [...totals.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}
