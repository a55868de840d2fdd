/** Transactions grouped by order: a row for each order with what is left of it; its lines unfold below. */
import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useHidesMoney } from '../../api/use-may.ts';
import {
  type ListQuestion,
  type OrderRow,
  orderLinesQuery,
  ordersQuery,
  type TransactionRow,
} from '../../report/queries.ts';
import { ErrorState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { orderColumns } from './order-columns.tsx';
import type { Totals } from './totals.ts';
import { groupedRows, linesOfOrder, orderKey } from './grouped-rows.ts';
import { useTableHeight } from './use-table-height.ts';

interface OrdersTableProps {
  /** Higher rows, for touch. */
  readonly rowPx?: number;
  readonly question: ListQuestion;
  /** Of everything that is filtered. */
  readonly totals: Totals | undefined;
  readonly sort: string;
  readonly onSort: (sort: string | undefined) => void;
  readonly openLine: string | undefined;
  readonly onOpenLine: (line: TransactionRow) => void;
}

export function OrdersTable({ rowPx, question, totals, sort, onSort, openLine, onOpenLine }: OrdersTableProps) {
  const isHidden = useHidesMoney();
  const height = useTableHeight();
  const columns = useMemo(() => orderColumns(totals, isHidden), [totals, isHidden]);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    ordersQuery(question),
  );
  const orders = data?.pages.flatMap((page) => page.rows);
  const opened = orders?.filter((order) => open.has(orderKey(order))) ?? [];
  const lines = useQueries({
    queries: opened.map((order) => orderLinesQuery(linesOfOrder(question, order))),
  });
  const linesOf = new Map(opened.map((order, place) => [orderKey(order), lines[place]?.data?.rows]));
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const toggle = (order: OrderRow): void => {
    const next = new Set(open);
    const key = orderKey(order);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
  if (error !== null && data === undefined) {
    return (
      <ErrorState title="The orders could not be read" error={error} onRetry={() => void refetch()}>
        Your ledger is not affected; its single lines may be readable.
      </ErrorState>
    );
  }
  return (
    <DataTable
      label="Orders"
      className={height}
      columns={columns}
      {...(rowPx === undefined ? {} : { rowPx })}
      totalsLabel={totals === undefined ? undefined : 'All orders'}
      rows={orders === undefined ? undefined : groupedRows(orders, open, linesOf)}
      rowKey={(row) => row.key}
      sort={sort}
      onSort={onSort}
      openKey={openLine}
      onOpen={(row) => (row.kind === 'order' ? toggle(row.order) : onOpenLine(row.line))}
      onEnd={onEnd}
    />
  );
}
