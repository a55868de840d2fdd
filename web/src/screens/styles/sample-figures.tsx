/** Figures, charts and tables of made-up data. */
import { useState } from 'react';
import { today } from '../../clock.ts';
import { formatCompactMoney, formatMoney } from '../../format/numbers.ts';
import { formatDay } from '../../format/moments.ts';
import { Card } from '../../ui/card.tsx';
import { BarChart } from '../../ui/charts/bar-chart.tsx';
import { BarList } from '../../ui/charts/bar-list.tsx';
import { Money } from '../../ui/money.tsx';
import { StatCard, StatRow } from '../../ui/stat-card.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { ColumnChooser } from '../../ui/table/column-chooser.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { type SampleRow, SERIES, samplePoints, sampleRows } from './sample-data.ts';

const DAY = today();
const POINTS = samplePoints(DAY);
const ROWS = sampleRows(DAY);
const TREND = [4, 6, 5, 8, 7, 9, 8, 12, 11, 13];

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

export function SampleFigures() {
  const [sort, setSort] = useState<string | undefined>('-commission');
  const [chosen, setChosen] = useState<readonly string[]>();
  const money = (value: string): string => formatMoney(value, 'USD');
  return (
    <>
      <SampleCards />
      <Card>
        <BarChart
          label="Commission by day"
          points={POINTS}
          series={SERIES}
          format={money}
          formatAxis={(value) => formatCompactMoney(value, 'USD')}
          compareLabel="previous 30 days"
          onOpen={() => undefined}
        />
      </Card>
      <div className="grid gap-6 lg:grid-cols-[1fr_2fr]">
        <Card title="Advertisers">
          <BarList
            label="Advertisers"
            onChoose={() => undefined}
            rows={[
              { id: '1', name: 'Acme Outdoor', value: '6204.1000', shown: money('6204.1000'), more: '50 %' },
              { id: '2', name: 'Zenith Home', value: '3100.0000', shown: money('3100.0000'), more: '25 %' },
              {
                id: '3',
                name: 'Fable Books and Stationery of the North',
                value: '900.5000',
                shown: money('900.5000'),
                more: '7 %',
              },
              { id: '4', name: 'North & Daughters', value: '-84.1000', shown: money('-84.1000'), more: '−1 %' },
            ]}
          />
        </Card>
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
      </div>
    </>
  );
}

function SampleCards() {
  return (
    <StatRow>
      <StatCard
        label="Commission"
        isChosen
        onChoose={() => undefined}
        value={{ text: '$12,480.33', exact: 'USD 12,480.3345' }}
        delta={{ ratio: '0.082', before: '$11,530.20 in 27 Sep – 26 Oct' }}
        trend={TREND}
      />
      <StatCard
        label="Sales"
        onChoose={() => undefined}
        value={{ text: '$164,200', exact: 'USD 164,200.00' }}
        delta={{ ratio: '-0.031', before: '$169,452.10' }}
        trend={[...TREND].reverse()}
      />
      <StatCard label="Orders" value={{ text: '2,310', exact: '2,310' }} delta={{ ratio: '0', before: '2,310' }} />
      <StatCard
        label="Reversed"
        goodWhen="down"
        value={{ text: '3.1 %', exact: '3.1042 %' }}
        delta={{ ratio: '0.12', before: '2.8 %' }}
      />
      <StatCard label="Lost" value={undefined} />
    </StatRow>
  );
}
