/** Sums by month, status or advertiser: how many, how much. */
import { useHidesMoney } from '../../api/use-may.ts';
import { formatNumber } from '../../format/numbers.ts';
import { Money } from '../../ui/money.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { counted } from './run-words.ts';

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
  const isHidden = useHidesMoney();
  const columns = COLUMNS.filter(({ id }) => !isHidden || (id !== 'sales' && id !== 'commission')).map((column) =>
    column.id === 'label' ? { ...column, label: by } : column,
  );
  if (rows.length === 0) return <p className="px-3 py-6 text-muted">Nothing to sum.</p>;
  const label = `Sums by ${by.toLowerCase()}`;
  return (
    <>
      <div className="max-sm:hidden">
        <DataTable label={label} columns={columns} rows={rows} rowKey={keyOf} className="max-h-96" />
      </div>
      <ul aria-label={label} className="divide-y sm:hidden">
        {rows.map((row) => (
          <li key={keyOf(row)} className="flex justify-between gap-3 py-2.5">
            <span className="min-w-0">
              <span className="block truncate font-medium">{row.label}</span>
              <span className="block text-muted">{counted(row.lines, 'line')}</span>
            </span>
            {!isHidden && (
              <span className="flex flex-col items-end">
                <Money amount={row.commission} currency={row.currency} className="font-medium" />
                <span className="text-muted">
                  of <Money amount={row.sales} currency={row.currency} />
                </span>
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function keyOf(row: FigureRow): string {
  return `${row.label} ${row.currency}`;
}
