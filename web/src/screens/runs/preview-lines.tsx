/** Sample lines of a preview: what is new, changed, gone or in conflict. A table, cards on phones. */
import { useHidesMoney } from '../../api/use-may.ts';
import { formatDay } from '../../format/moments.ts';
import { Money } from '../../ui/money.tsx';
import { Chip, type Status, StatusChip, type Tone } from '../../ui/status-chip.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { Preview } from '../connections/queries.ts';

type Line = Preview['lines'][number];

const CHANGES: Readonly<Record<Line['change'], readonly [word: string, tone: Tone]>> = {
  added: ['New', 'good'],
  changed: ['Changed', 'waiting'],
  unchanged: ['Unchanged', 'quiet'],
  withdrawn: ['Gone', 'bad'],
  conflict: ['Conflict', 'bad'],
};
const STATUSES: ReadonlySet<string> = new Set<Status>(['pending', 'approved', 'reversed', 'lost']);

export function LineStatus({ status }: { readonly status: string }) {
  return STATUSES.has(status) ? <StatusChip status={status as Status} /> : <Chip tone="quiet">{status}</Chip>; // just looked up
}

function Change({ change }: { readonly change: Line['change'] }) {
  const [word, tone] = CHANGES[change];
  return <Chip tone={tone}>{word}</Chip>;
}

const COLUMNS: readonly Column<Line>[] = [
  { id: 'change', label: 'Change', width: 96, cell: (line) => <Change change={line.change} /> },
  { id: 'date', label: 'Date', width: 118, cell: (line) => formatDay(line.occurredOn) },
  { id: 'advertiser', label: 'Advertiser', width: 130, cell: (line) => line.advertiser ?? line.advertiserId },
  {
    id: 'order',
    label: 'Order',
    width: 128,
    cell: (line) => <span title={[line.sku, line.product].filter(Boolean).join(' · ')}>{line.orderId}</span>,
  },
  { id: 'status', label: 'Status', width: 112, cell: (line) => <LineStatus status={line.status} /> },
  {
    id: 'sales',
    label: 'Sale',
    align: 'right',
    width: 96,
    cell: (line) => <Money amount={line.sales} currency={line.currency} />,
  },
  {
    id: 'commission',
    label: 'Commission',
    align: 'right',
    width: 112,
    cell: (line) => <Money amount={line.commission} currency={line.currency} />,
  },
];

export function PreviewLines({ label, lines }: { readonly label: string; readonly lines: readonly Line[] }) {
  const rows = lines.map((line, place) => ({ ...line, key: `${place}` }));
  const isHidden = useHidesMoney();
  const columns = COLUMNS.filter(({ id }) => !isHidden || (id !== 'sales' && id !== 'commission'));
  if (rows.length === 0) return <p className="px-3 py-6 text-muted">No lines to show.</p>;
  return (
    <>
      <div className="max-md:hidden">
        <DataTable label={label} columns={columns} rows={rows} rowKey={(line) => line.key} className="max-h-96" />
      </div>
      <ul aria-label={label} className="divide-y md:hidden">
        {rows.map((line) => (
          <li key={line.key} className="flex flex-col gap-1.5 py-3">
            <div className="flex justify-between gap-3">
              <span className="min-w-0 truncate font-medium">{line.advertiser ?? line.advertiserId}</span>
              {!isHidden && <Money amount={line.commission} currency={line.currency} className="font-medium" />}
            </div>
            <div className="flex min-w-0 justify-between gap-3 text-muted">
              <span className="min-w-0 truncate">
                {formatDay(line.occurredOn)} · {line.orderId}
              </span>
              {!isHidden && <Money amount={line.sales} currency={line.currency} />}
            </div>
            <div className="flex gap-2">
              <Change change={line.change} />
              <LineStatus status={line.status} />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
