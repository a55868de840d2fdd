/** Transactions grouped by order: a row for each order with what is left of it; its lines unfold below. */
import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { formatDay } from '../../format/moments.ts';
import { formatNumber } from '../../format/numbers.ts';
import {
  type ListQuestion,
  type OrderRow,
  orderLinesQuery,
  ordersQuery,
  type TransactionRow,
} from '../../report/queries.ts';
import { Money } from '../../ui/money.tsx';
import { ErrorState } from '../../ui/states.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { LineAmount, LineStatus, Value } from './line-words.tsx';
import type { Totals } from './totals.ts';
import { totalCell } from './transaction-columns.tsx';
import { type GroupedRow, groupedRows, linesOfOrder, orderKey } from './grouped-rows.ts';

interface OrdersTableProps {
  readonly question: ListQuestion;
  /** Of everything that is filtered. */
  readonly totals: Totals | undefined;
  readonly sort: string;
  readonly onSort: (sort: string | undefined) => void;
  readonly openLine: string | undefined;
  readonly onOpenLine: (line: TransactionRow) => void;
}

export function OrdersTable({ question, totals, sort, onSort, openLine, onOpenLine }: OrdersTableProps) {
  const columns = useMemo(() => orderColumns(totals), [totals]);
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
    return <ErrorState title="The orders could not be read" error={error} onRetry={() => void refetch()} />;
  }
  return (
    <DataTable
      label="Orders"
      className="max-h-[calc(100dvh-13rem)] min-h-72"
      columns={columns}
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

function orderColumns(totals: Totals | undefined): readonly Column<GroupedRow>[] {
  return [
    {
      id: 'order',
      label: 'Order',
      isSortable: true,
      isFixed: true,
      cell: (row) =>
        row.kind === 'order' ? (
          <span className="flex items-center gap-1.5">
            {row.isOpen ? (
              <ChevronDown aria-hidden size={15} />
            ) : (
              <ChevronRight aria-hidden size={15} className="text-faint" />
            )}
            <span className="num truncate">{row.order.orderId}</span>
          </span>
        ) : (
          <span className="block truncate pl-6 text-muted" title={row.line.product ?? ''}>
            {row.line.product ?? row.line.sku}
          </span>
        ),
    },
    {
      id: 'date',
      label: 'Date',
      width: 112,
      isSortable: true,
      cell: (row) => (
        <span className="num">{formatDay(row.kind === 'order' ? row.order.occurredOn : row.line.occurredOn)}</span>
      ),
    },
    {
      id: 'advertiser',
      label: 'Advertiser',
      width: 160,
      isSortable: true,
      cell: (row) =>
        row.kind === 'order' ? (
          <Value field="advertiser" value={row.order.advertiserId}>
            {row.order.advertiser ?? row.order.advertiserId}
          </Value>
        ) : null,
    },
    {
      id: 'status',
      label: 'Status',
      width: 150,
      cell: (row) => (
        <span className="flex gap-1">
          {(row.kind === 'order' ? row.order.statuses : [row.line.status]).map((status) => (
            <LineStatus key={status} status={status} />
          ))}
        </span>
      ),
    },
    {
      id: 'lines',
      label: 'Lines',
      total: totals === undefined ? null : formatNumber(totals.lines),
      width: 72,
      align: 'right',
      isSortable: true,
      cell: (row) => (row.kind === 'order' ? formatNumber(row.order.lines) : null),
    },
    {
      id: 'items',
      label: 'Items',
      width: 72,
      align: 'right',
      isSortable: true,
      cell: (row) => formatNumber(row.kind === 'order' ? row.order.items : row.line.items),
    },
    {
      id: 'sales',
      label: 'Sale',
      total: totalCell(totals, 'sales'),
      width: 112,
      align: 'right',
      isSortable: true,
      cell: (row) =>
        row.kind === 'order' ? (
          <Money amount={row.order.sales} currency={row.order.currency} />
        ) : (
          <LineAmount line={row.line} of="sales" />
        ),
    },
    {
      id: 'commission',
      label: 'Commission',
      total: totalCell(totals, 'commission'),
      width: 112,
      align: 'right',
      isSortable: true,
      cell: (row) =>
        row.kind === 'order' ? (
          <Money amount={row.order.commission} currency={row.order.currency} />
        ) : (
          <LineAmount line={row.line} of="commission" />
        ),
    },
  ];
}
