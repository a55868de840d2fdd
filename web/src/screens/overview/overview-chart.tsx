/** The chart of the overview: one figure by day, week or month; what adds up is parted by network, advertiser or status. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChartColumnStacked, ChartLine, Flag } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useHidesMoney } from '../../api/use-may.ts';
import { now } from '../../clock.ts';
import { formatDay, formatRange } from '../../format/moments.ts';
import { formatCount } from '../../format/numbers.ts';
import { narrowed } from '../../report/filter-link.tsx';
import { freshnessWords, lastDayOf } from '../../report/freshness.ts';
import { type CurrencyFigures, freshnessQuery, type OverviewReply } from '../../report/queries.ts';
import { IconButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import type { Point } from '../../ui/charts/chart-data.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { useSetView, useView } from '../../view/use-view.ts';
import { lengthOf } from '../../view/period.ts';
import { STACKS, STEPS } from '../../view/view.ts';
import { type Annotation, annotationDays } from './annotation-words.ts';
import { chartWords } from './chart-points.ts';
import { FIGURE_INFO, figureOf, formatMetric, formatMetricAxis, METRIC_INFO, type Metric, stackOf } from './metrics.ts';
import { useAnnotations } from './use-annotations.ts';

/** Asked for with the screen, beside its figures: the drawing itself is half of what the screen weighs. */
const drawing = import('../../ui/charts/bar-chart.tsx');
const BarChart = lazy(async () => ({ default: (await drawing).BarChart }));

const AnnotationsDialog = lazy(async () => ({
  default: (await import('./annotations-dialog.tsx')).AnnotationsDialog,
}));

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
}

export function OverviewChart({ reply, figures, metric }: OverviewChartProps) {
  const view = useView();
  const setView = useSetView();
  const isHidden = useHidesMoney();
  const { label } = METRIC_INFO[metric];
  const step = reply?.step ?? view.by ?? 'day';
  const title = metric === 'commission' ? `${label}, ${FIGURE_INFO[figureOf(view)].label.toLowerCase()}` : label;
  return (
    <Card
      className="break-inside-avoid"
      title={
        <>
          {title} <span className="font-normal text-muted">by {step}</span>
        </>
      }
      actions={
        <span className="no-print flex flex-wrap gap-2">
          {(metric === 'commission' || (stackOf(metric) !== undefined && !isHidden)) && (
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
        <ChartSkeleton />
      ) : (
        <>
          <Suspense fallback={<ChartSkeleton />}>
            <Chart reply={reply} figures={figures} metric={metric} />
          </Suspense>
          {(figures.withoutTime?.lines ?? 0) > 0 && (
            <p className="mt-2 text-faint text-xs">
              {formatCount(figures.withoutTime?.lines ?? 0, 'line')}{' '}
              {figures.withoutTime?.lines === 1 ? 'has no time of day and is' : 'have no time of day and are'} in no
              bar.
            </p>
          )}
        </>
      )}
    </Card>
  );
}

/** As high as the chart, so that nothing moves when it comes. */
function ChartSkeleton() {
  return (
    <div className="flex flex-col gap-2">
      <Skeleton className="h-8 w-64" />
      <div style={{ height: HEIGHT_PX }}>
        <Skeleton className="h-full w-full" />
      </div>
      <Skeleton className="h-4 w-40" />
    </div>
  );
}

interface ChartProps {
  readonly reply: OverviewReply;
  readonly figures: CurrencyFigures;
  readonly metric: Metric;
}

function Chart({ reply, figures, metric }: ChartProps) {
  const { draw } = useView();
  const setView = useSetView();
  const annotations = useAnnotations(reply.head.period);
  const [noted, setNoted] = useState<string>();
  const { points, series } = chartWords(reply, figures, metric, annotations);
  const { compared } = reply.head;
  const open = useOpenRows(reply, figures);
  const isLines = draw === 'lines';
  return (
    <>
      <BarChart
        label={`${METRIC_INFO[metric].label} by ${reply.step}`}
        points={points}
        series={series}
        format={(value) => formatMetric(metric, value, figures.currency)}
        formatAxis={(value) => formatMetricAxis(metric, value, figures.currency)}
        compareLabel={compared === null ? undefined : formatRange(compared.from, compared.to)}
        height={HEIGHT_PX}
        isLines={isLines}
        onOpen={(point) => open(points.find(({ key }) => key === point.key))}
        onNote={({ key }: Point) => setNoted(key)}
        actions={
          <>
            <IconButton
              icon={Flag}
              label="Notes on these days"
              onClick={() =>
                setNoted(reply.head.period.to < reply.head.today ? reply.head.period.to : reply.head.today)
              }
            />
            <IconButton
              icon={isLines ? ChartColumnStacked : ChartLine}
              label={isLines ? 'Draw as bars' : 'Draw as lines'}
              onClick={() => setView({ draw: isLines ? undefined : 'lines' }, { replace: true })}
            />
          </>
        }
      />
      <UnderChart annotations={annotations} />
      <Suspense>
        {noted !== undefined && (
          <AnnotationsDialog annotations={annotations} day={noted} onClose={() => setNoted(undefined)} />
        )}
      </Suspense>
    </>
  );
}

/** Opens the lines behind a bar. */
function useOpenRows({ currencies }: OverviewReply, { currency }: CurrencyFigures) {
  const navigate = useNavigate();
  return (bucket: { readonly from: string; readonly to: string } | undefined): void => {
    if (bucket === undefined) return;
    const filters = currencies.length > 1 ? [{ field: 'currency', value: currency } as const] : [];
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
}

/** Until which day there are data and when the next come; on paper the notes too, whose flags cannot be hovered there. */
function UnderChart({ annotations }: { readonly annotations: readonly Annotation[] }) {
  const { data } = useQuery(freshnessQuery());
  const last = data === undefined ? null : lastDayOf(data);
  const next = data === undefined ? null : freshnessWords(data, now()).next;
  return (
    <div className="mt-2 min-h-4 text-faint text-xs">
      {last !== null && (
        <p className="num">
          Last data {formatDay(last)}
          {next !== null && ` · ${next}`}
        </p>
      )}
      <ul className="mt-1 hidden print:block">
        {annotations.map((annotation) => (
          <li key={annotation.id}>
            ⚑ {annotationDays(annotation)}: {annotation.text}
          </li>
        ))}
      </ul>
    </div>
  );
}
