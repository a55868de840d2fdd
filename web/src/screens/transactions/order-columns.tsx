/** The columns of orders, and of the lines that unfold below them. */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { formatNumber } from '../../format/numbers.ts';
import { Money } from '../../ui/money.tsx';
import type { Column } from '../../ui/table/columns.ts';
import type { GroupedRow } from './grouped-rows.ts';
import { LineAmount, LineStatus, shortDay, Value } from './line-words.tsx';
import type { Totals } from './totals.ts';
import { totalCell } from './transaction-columns.tsx';

export function orderColumns(totals: Totals | undefined, isHidden: boolean): readonly Column<GroupedRow>[] {
  const sums = sumColumns(totals);
  return [...nameColumns, ...(isHidden ? sums.filter(({ id }) => id !== 'sales' && id !== 'commission') : sums)];
}

const nameColumns: readonly Column<GroupedRow>[] = [
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
    width: 96,
    isSortable: true,
    cell: (row) => (
      <span className="num">{shortDay(row.kind === 'order' ? row.order.occurredOn : row.line.occurredOn)}</span>
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
    width: 204,
    cell: (row) => (
      <span className="flex gap-1">
        {(row.kind === 'order' ? row.order.statuses : [row.line.status]).map((status) => (
          <LineStatus key={status} status={status} />
        ))}
      </span>
    ),
  },
];

function sumColumns(totals: Totals | undefined): readonly Column<GroupedRow>[] {
  return [
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
