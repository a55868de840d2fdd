/** Sums by month, status or advertiser: how many, how much. */
import { formatNumber } from '../../format/numbers.ts';
import { Money } from '../../ui/money.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';

export interface FigureRow {
  readonly label: string;
  readonly currency: string;
  readonly lines: number;
  readonly sales: string;
  readonly commission: string;
}

const COLUMNS: readonly Column<FigureRow>[] = [
  { id: 'label', label: '', width: 104, cell: (row) => <span title={row.label}>{row.label}</span> },
  { id: 'lines', label: 'Lines', align: 'right', width: 64, cell: (row) => formatNumber(row.lines) },
  {
    id: 'sales',
    label: 'Sales',
    align: 'right',
    width: 96,
    cell: (row) => <Money amount={row.sales} currency={row.currency} />,
  },
  {
    id: 'commission',
    label: 'Commission',
    align: 'right',
    width: 96,
    cell: (row) => <Money amount={row.commission} currency={row.currency} />,
  },
];

export function FigureTable({ by, rows }: { readonly by: string; readonly rows: readonly FigureRow[] }) {
  const columns = COLUMNS.map((column) => (column.id === 'label' ? { ...column, label: by } : column));
  return (
    <DataTable
      label={`Sums by ${by.toLowerCase()}`}
      columns={columns}
      rows={rows}
      rowKey={(row) => `${row.label} ${row.currency}`}
      className="max-h-96"
      empty={<p className="px-3 py-6 text-muted">Nothing to sum.</p>}
    />
  );
}
