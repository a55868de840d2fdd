/** A table of made-up data. */
import { useState } from 'react';
import { today } from '../../clock.ts';
import { formatDay } from '../../format/moments.ts';
import { Card } from '../../ui/card.tsx';
import { Money } from '../../ui/money.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { ColumnChooser } from '../../ui/table/column-chooser.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { type SampleRow, sampleRows } from './sample-rows.ts';

const ROWS = sampleRows(today());

const COLUMNS: readonly Column<SampleRow>[] = [
  {
    id: 'day',
    label: 'Date',
    width: 130,
    isFixed: true,
    isSortable: true,
    cell: (row) => <span className="num">{formatDay(row.day)}</span>,
  },
  { id: 'advertiser', label: 'Advertiser', isSortable: true, cell: (row) => row.advertiser },
  { id: 'status', label: 'Status', width: 130, cell: (row) => <StatusChip status={row.status} /> },
  {
    id: 'sale',
    label: 'Sale, USD',
    align: 'right',
    width: 130,
    isSortable: true,
    total: '164,200.00',
    cell: (row) => <Money amount={row.sale} currency="USD" isBare />,
  },
  {
    id: 'commission',
    label: 'Commission, USD',
    align: 'right',
    width: 160,
    isSortable: true,
    total: '12,480.33',
    cell: (row) => <Money amount={row.commission} currency="USD" isBare />,
  },
];

export function SampleTable() {
  const [sort, setSort] = useState<string | undefined>('-commission');
  const [chosen, setChosen] = useState<readonly string[]>();
  return (
    <Card
      title="Transactions"
      isFlush
      actions={<ColumnChooser columns={COLUMNS} chosen={chosen} onChange={setChosen} />}
    >
      <DataTable
        label="Transactions"
        columns={COLUMNS}
        chosen={chosen}
        rows={ROWS}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={setSort}
        onOpen={() => undefined}
        totalsLabel="2,310 orders"
        className="h-80"
      />
    </Card>
  );
}
