/** The course of a page: its commission, its pageviews or its clicks over time. */
import { useState } from 'react';
import { formatDay, formatMonth, formatRange } from '../../format/moments.ts';
import { formatCompactMoney, formatMoney, formatNumber } from '../../format/numbers.ts';
import type { PageReply } from '../../report/earners/earner-queries.ts';
import { Card } from '../../ui/card.tsx';
import { BarChart } from '../../ui/charts/bar-chart.tsx';
import type { Point } from '../../ui/charts/chart-data.ts';
import { Segmented } from '../../ui/segmented.tsx';

type Shown = 'commission' | 'pageviews' | 'clicks';
type Bucket = PageReply['buckets'][number];

const CHOICES = [
  { id: 'commission', label: 'Commission' },
  { id: 'pageviews', label: 'Pageviews' },
  { id: 'clicks', label: 'Clicks' },
] as const;

interface PageChartProps {
  readonly reply: PageReply;
  readonly currency: string | undefined;
  readonly isHidden: boolean;
}

function wordsOf({ from, to }: Bucket, step: PageReply['step']): Pick<Point, 'label' | 'title'> {
  if (step === 'month') return { label: formatMonth(from), title: formatMonth(from) };
  return {
    label: formatDay(from, { year: false }),
    title: from === to ? formatDay(from, { weekday: true }) : formatRange(from, to),
  };
}

export function PageChart({ reply, currency, isHidden }: PageChartProps) {
  const [wanted, setShown] = useState<Shown>('commission');
  const shown = isHidden && wanted === 'commission' ? 'pageviews' : wanted;
  const curve = reply.curves.find((one) => one.currency === currency)?.commission;
  const values: readonly (string | number | null)[] = shown === 'commission' ? (curve ?? []) : reply[shown];
  const points = reply.buckets.map((bucket, place): Point => {
    const value = values[place] ?? null;
    return {
      key: bucket.from,
      ...wordsOf(bucket, reply.step),
      values: value === null ? {} : { [shown]: String(value) },
      compare: null,
      isIncomplete: bucket.isIncomplete,
    };
  });
  const label = CHOICES.find(({ id }) => id === shown)?.label ?? '';
  const isMoney = shown === 'commission' && currency !== undefined;
  return (
    <Card>
      <BarChart
        label={`${label} over time`}
        points={points}
        series={[{ id: shown, label, colour: 1 }]}
        height={220}
        format={(text) => (isMoney ? formatMoney(text, currency) : formatNumber(text))}
        formatAxis={(value) => (isMoney ? formatCompactMoney(value, currency) : formatNumber(value))}
        actions={
          <Segmented
            label="What is shown"
            options={CHOICES.filter(({ id }) => !isHidden || id !== 'commission')}
            value={shown}
            onChange={setShown}
          />
        }
      />
    </Card>
  );
}
