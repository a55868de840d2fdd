/** Orders and the lines that are unfolded below them, as rows of one table. Pure. */
import type { ListQuestion, OrderRow, TransactionRow } from '../../report/queries.ts';
import { writeFilter } from '../../view/filter.ts';

export type GroupedRow =
  | { readonly kind: 'order'; readonly key: string; readonly order: OrderRow; readonly isOpen: boolean }
  | { readonly kind: 'line'; readonly key: string; readonly line: TransactionRow };

/** What tells two orders apart: a network's order in one currency. */
export function orderKey({ id, currency }: OrderRow): string {
  return `order ${id} ${currency}`;
}

/** The rows: each order, and below an open one its lines once they are there. */
export function groupedRows(
  orders: readonly OrderRow[],
  open: ReadonlySet<string>,
  linesOf: ReadonlyMap<string, readonly TransactionRow[] | undefined>,
): readonly GroupedRow[] {
  return orders.flatMap((order): GroupedRow[] => {
    const key = orderKey(order);
    const isOpen = open.has(key);
    const lines = isOpen ? (linesOf.get(key) ?? []) : [];
    return [
      { kind: 'order', key, order, isOpen },
      ...lines.map((line) => ({ kind: 'line' as const, key: line.id, line })),
    ];
  });
}

/** The question for the lines of one order, among those that were asked for. */
export function linesOfOrder(
  question: ListQuestion,
  { orderId, advertiserId, country, currency }: OrderRow,
): ListQuestion {
  const own = { orderId, advertiser: advertiserId, country, currency };
  const filters = Object.entries(own).map(([dimension, value]) =>
    writeFilter({ dimension, word: 'is', values: [value] }),
  );
  return { ...question, sort: 'date', f: [...(question.f ?? []), ...filters] };
}
