/** Figures, charts and tables of made-up data. */
import { lazy, Suspense } from 'react';
import { today } from '../../clock.ts';
import { formatCompactMoney, formatMoney } from '../../format/numbers.ts';
import { Card } from '../../ui/card.tsx';
import { BarChart } from '../../ui/charts/bar-chart.tsx';
import { BarList } from '../../ui/charts/bar-list.tsx';
import { StatCard, StatRow } from '../../ui/stat-card.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import { SERIES, samplePoints } from './sample-points.ts';

const SampleTable = lazy(async () => ({ default: (await import('./sample-table.tsx')).SampleTable }));

const DAY = today();
const POINTS = samplePoints(DAY);
const TREND = [4, 6, 5, 8, 7, 9, 8, 12, 11, 13];

export function SampleFigures() {
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
        <Suspense fallback={<SkeletonLines />}>
          <SampleTable />
        </Suspense>
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
