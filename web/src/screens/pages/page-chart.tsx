/** The course of a page: its commission, its pageviews or its clicks over time. */
import { Download } from 'lucide-react';
import { useState } from 'react';
import { formatDay, formatMonth, formatRange } from '../../format/moments.ts';
import { formatCompactMoney, formatCountTick, formatMoney, formatNumber } from '../../format/numbers.ts';
import type { PageReply } from '../../report/earners/earner-queries.ts';
import { csvText, saveFile } from '../../report/csv.ts';
import { DAY_COLUMNS, dayLines } from '../../report/earners/page-days-file.ts';
import { Card } from '../../ui/card.tsx';
import { BarChart } from '../../ui/charts/bar-chart.tsx';
import type { Point } from '../../ui/charts/chart-data.ts';
import { IconButton } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { type PageFigure, pageCurve } from './page-curve.ts';

type Bucket = PageReply['buckets'][number];

const CHOICES = [
  { id: 'commission', label: 'Commission' },
  { id: 'pageviews', label: 'Pageviews' },
  { id: 'clicks', label: 'Clicks' },
  { id: 'rpm', label: 'RPM' },
  { id: 'epc', label: 'EPC' },
] as const;

const OF_MONEY: ReadonlySet<PageFigure> = new Set(['commission', 'rpm', 'epc']);

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
  const [wanted, setShown] = useState<PageFigure>('commission');
  const shown = isHidden && OF_MONEY.has(wanted) ? 'pageviews' : wanted;
  const values = pageCurve(reply, shown, currency);
  const points = reply.buckets.map((bucket, place): Point => {
    const value = values?.[place] ?? null;
    return {
      key: bucket.from,
      ...wordsOf(bucket, reply.step),
      values: value === null ? {} : { [shown]: String(value) },
      compare: null,
      isIncomplete: bucket.isIncomplete,
    };
  });
  const label = CHOICES.find(({ id }) => id === shown)?.label ?? '';
  const isMoney = OF_MONEY.has(shown) && currency !== undefined;
  const save = (): void =>
    saveFile(`page-days_${reply.head.period.from}_${reply.head.period.to}.csv`, csvText(DAY_COLUMNS, dayLines(reply)));
  return (
    <Card>
      <BarChart
        label={`${label} over time`}
        points={points}
        series={[{ id: shown, label, colour: 1 }]}
        height={220}
        unknown={
          values === null
            ? 'Pageviews cannot be told with these filters: a view does not say of which link or shop it is.'
            : undefined
        }
        format={(text) => (isMoney ? formatMoney(text, currency) : formatNumber(text))}
        formatAxis={(value) => (isMoney ? formatCompactMoney(value, currency) : formatCountTick(value))}
        actions={
          <>
            <Segmented
              label="What is shown"
              options={CHOICES.filter(({ id }) => !isHidden || !OF_MONEY.has(id))}
              value={shown}
              onChange={setShown}
            />
            {/* a file of amounts is no use to whom they are hidden */}
            {!isHidden && <IconButton icon={Download} label="Days as CSV" onClick={save} />}
          </>
        }
      />
    </Card>
  );
}
