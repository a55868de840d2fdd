/** The columns of a breakdown, and its card on phones. Their ids are what the server sorts by. */
import { formatRange } from '../../format/moments.ts';
import { formatCount, formatMoney, formatNumber, formatPercent } from '../../format/numbers.ts';
import { NONE } from '../../report/dimensions.ts';
import { FilterLink } from '../../report/filter-link.tsx';
import type { RowCard } from '../../report/list/row-cards.tsx';
import type { BreakdownReply, BreakdownRow } from '../../report/queries.ts';
import { Delta, NotOver } from '../../ui/delta.tsx';
import { Money } from '../../ui/money.tsx';
import { ShareBar } from '../../ui/share-bar.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { type BrokenBy, ROW_NAMES } from './breakdown-words.ts';

type Total = BreakdownReply['totals'][number];
type BreakdownColumn = Column<BreakdownRow>;
/** What is compared: its days, as they are read. */
type Compared = BreakdownReply['head']['compared'];

interface ColumnsOf {
  readonly by: BrokenBy;
  readonly total: Total | undefined;
  readonly compared: Compared;
  readonly isHidden: boolean;
}

/** The name of a row: a filter by a click; a line that says nothing is a row too. */
export function RowName({ by, row }: { readonly by: BrokenBy; readonly row: BreakdownRow }) {
  return (
    <FilterLink field={by} value={row.key} title={row.label} className={row.key === NONE ? 'text-muted italic' : ''}>
      {row.key === NONE ? 'not stated' : row.label}
    </FilterLink>
  );
}

function change(row: Pick<BreakdownRow, 'before' | 'changes' | 'currency'>, compared: Compared) {
  const { before, changes, currency } = row;
  if (compared === null || before === null) return null;
  if (changes === null) return <NotOver />;
  if (before.commission === null) {
    return (
      <Delta
        ratio={changes.orders}
        before={`${formatCount(before.orders, 'order')} in ${formatRange(compared.from, compared.to)}`}
      />
    );
  }
  return (
    <Delta
      ratio={changes.commission}
      before={`${formatMoney(before.commission, currency)} in ${formatRange(compared.from, compared.to)}`}
    />
  );
}

export function breakdownColumns({ by, total, compared, isHidden }: ColumnsOf): readonly BreakdownColumn[] {
  const money = (id: 'commission' | 'sales', label: string): BreakdownColumn => ({
    id,
    label,
    width: 128,
    align: 'right',
    isSortable: true,
    cell: ({ now, currency }) => <Money amount={now[id]} currency={currency} />,
    total: total === undefined ? null : <Money amount={total.now[id]} currency={total.currency} />,
  });
  const count = (id: 'orders' | 'items' | 'lines', label: string, isOptional = false): BreakdownColumn => ({
    id,
    label,
    width: 86,
    align: 'right',
    isSortable: true,
    isHidden: isOptional,
    cell: ({ now }) => formatNumber(now[id]),
    total: total === undefined ? null : formatNumber(total.now[id]),
  });
  return [
    { id: 'name', label: ROW_NAMES[by], isFixed: true, isSortable: true, cell: (row) => <RowName by={by} row={row} /> },
    ...(isHidden ? [] : [money('commission', 'Commission')]),
    ...(compared === null
      ? []
      : [
          {
            id: 'change',
            label: 'Change',
            width: 96,
            align: 'right' as const,
            isSortable: !isHidden,
            cell: (row: BreakdownRow) => change(row, compared),
            total: total === undefined ? null : change(total, compared),
          },
        ]),
    { id: 'share', label: 'Share', width: 132, cell: ({ share }) => <ShareBar share={share} /> },
    ...(isHidden ? [] : [money('sales', 'Sales')]),
    count('orders', 'Orders'),
    {
      id: 'rate',
      label: 'Rate',
      width: 76,
      align: 'right',
      cell: ({ now }) => formatPercent(now.rate),
      total: total === undefined ? null : formatPercent(total.now.rate),
    },
    ...(isHidden
      ? []
      : [
          {
            id: 'averageOrder',
            label: 'Order value',
            width: 116,
            align: 'right' as const,
            cell: ({ now, currency }: BreakdownRow) => <Money amount={now.averageOrder} currency={currency} />,
            total: total === undefined ? null : <Money amount={total.now.averageOrder} currency={total.currency} />,
          },
        ]),
    count('items', 'Items', true),
    count('lines', 'Lines', true),
  ];
}

/** A row on phones. */
export function breakdownCard(row: BreakdownRow, compared: Compared): RowCard {
  const { key, label, now, currency, share } = row;
  const delta = change(row, compared);
  return {
    name: key === NONE ? <span className="text-muted italic">not stated</span> : label,
    value: now.commission === null ? formatPercent(share) : formatMoney(now.commission, currency),
    ...(delta === null ? {} : { delta }),
    facts: [
      ...(now.commission === null ? [] : [{ label: 'Share', value: formatPercent(share) }]),
      { label: 'Orders', value: formatNumber(now.orders) },
      { label: 'Rate', value: formatPercent(now.rate) },
    ],
  };
}
