/** The chart of the overview: one figure by day, week or month; commission parted by network, advertiser or status. */
import { useNavigate } from '@tanstack/react-router';
import { formatRange } from '../../format/moments.ts';
import { formatNumber } from '../../format/numbers.ts';
import { narrowed } from '../../report/filter-link.tsx';
import type { CurrencyFigures, OverviewReply } from '../../report/queries.ts';
import { Card } from '../../ui/card.tsx';
import { BarChart } from '../../ui/charts/bar-chart.tsx';
import type { Point } from '../../ui/charts/chart-data.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { useSetView, useView } from '../../view/use-view.ts';
import { lengthOf } from '../../view/period.ts';
import { STACKS, STEPS } from '../../view/view.ts';
import { chartWords } from './chart-points.ts';
import { FIGURE_INFO, figureOf, formatMetric, formatMetricAxis, METRIC_INFO, type Metric } from './metrics.ts';

const STEP_LABELS = { hour: 'Hour', day: 'Day', week: 'Week', month: 'Month' } as const;
const STACK_LABELS = { network: 'Network', advertiser: 'Advertiser', status: 'Status' } as const;
const HEIGHT_PX = 260;

/** More days by the hour are no chart. */
const MOST_DAYS_BY_HOUR = 14;

function isShort(reply: OverviewReply | undefined): boolean {
  return reply !== undefined && lengthOf(reply.head.period) <= MOST_DAYS_BY_HOUR;
}

interface OverviewChartProps {
  /** Undefined: on their way. */
  readonly reply: OverviewReply | undefined;
  readonly figures: CurrencyFigures | undefined;
  readonly metric: Metric;
  /** Amounts are kept from this person. */
  readonly isHidden: boolean;
}

export function OverviewChart({ reply, figures, metric, isHidden }: OverviewChartProps) {
  const view = useView();
  const setView = useSetView();
  const { label, kind } = METRIC_INFO[metric];
  const step = reply?.step ?? view.by ?? 'day';
  const title = metric === 'commission' ? `${label}, ${FIGURE_INFO[figureOf(view)].label.toLowerCase()}` : label;
  return (
    <Card
      title={
        <>
          {title} <span className="font-normal text-muted">by {step}</span>
        </>
      }
      actions={
        <span className="no-print flex flex-wrap gap-2">
          {metric === 'commission' && (
            <Segmented
              label="Parted by"
              options={STACKS.map((id) => ({ id, label: STACK_LABELS[id] }))}
              value={view.stack ?? 'network'}
              onChange={(stack) => setView({ stack: stack === 'network' ? undefined : stack }, { replace: true })}
            />
          )}
          <Segmented
            label="By"
            options={STEPS.filter((id) => id !== 'hour' || step === 'hour' || isShort(reply)).map((id) => ({
              id,
              label: STEP_LABELS[id],
            }))}
            value={step}
            onChange={(by) => setView({ by }, { replace: true })}
          />
        </span>
      }
    >
      {reply === undefined || figures === undefined ? (
        <div className="flex flex-col gap-2">
          <Skeleton className="h-8 w-64" />
          <div style={{ height: HEIGHT_PX }}>
            <Skeleton className="h-full w-full" />
          </div>
        </div>
      ) : isHidden && kind === 'money' ? (
        <p className="py-16 text-center text-muted">Amounts are hidden from you. Orders and items are shown.</p>
      ) : (
        <>
          <Chart reply={reply} figures={figures} metric={metric} />
          {(figures.withoutTime?.lines ?? 0) > 0 && (
            <p className="mt-2 text-faint text-xs">
              {formatNumber(figures.withoutTime?.lines ?? 0)} lines have no time of day and are in no bar.
            </p>
          )}
        </>
      )}
    </Card>
  );
}

interface ChartProps {
  readonly reply: OverviewReply;
  readonly figures: CurrencyFigures;
  readonly metric: Metric;
}

function Chart({ reply, figures, metric }: ChartProps) {
  const navigate = useNavigate();
  const { points, series } = chartWords(reply, figures, metric);
  const { compared } = reply.head;
  /** The lines behind a bar. */
  const open = (point: Point): void => {
    const bucket = points.find(({ key }) => key === point.key);
    if (bucket === undefined) return;
    const filters = reply.currencies.length > 1 ? [{ field: 'currency', value: figures.currency } as const] : [];
    void navigate({
      to: '/transactions',
      search: (previous) => ({
        ...narrowed(previous, filters, true),
        period: 'custom',
        from: bucket.from,
        to: bucket.to,
      }),
    });
  };
  return (
    <BarChart
      label={`${METRIC_INFO[metric].label} by ${reply.step}`}
      points={points}
      series={series}
      format={(value) => formatMetric(metric, value, figures.currency)}
      formatAxis={(value) => formatMetricAxis(metric, value, figures.currency)}
      compareLabel={compared === null ? undefined : formatRange(compared.from, compared.to)}
      height={HEIGHT_PX}
      onOpen={open}
    />
  );
}
