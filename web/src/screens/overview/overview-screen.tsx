/** Overview: how much, what changed, and from where. */
import { useQuery } from '@tanstack/react-query';
import { ChartColumn, SearchX } from 'lucide-react';
import { lazy, Suspense, type ReactNode } from 'react';
import { meQuery } from '../../api/session.ts';
import { useHidesMoney } from '../../api/use-may.ts';
import { formatRange } from '../../format/moments.ts';
import { ConversionNotice } from '../../report/conversion-notice.tsx';
import { type OverviewReply, overviewQuery } from '../../report/queries.ts';
import { useFilterWords } from '../../report/use-value-names.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState, ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { useFilters, useQuestion, useSetView, useView } from '../../view/use-view.ts';
import { presentView } from '../../view/saved-view.ts';
import { viewsQuery } from '../../view/saved-views-query.ts';
import { FirstSteps } from '../files/first-steps.tsx';
import { CoverageNotice } from './coverage-notice.tsx';
import { CurrencyLines } from './currency-lines.tsx';
import { FIGURE_INFO, figureOf, METRIC_INFO, shownCurrency, shownMetric, shownMetrics, stackOf } from './metrics.ts';
import { OverviewCards } from './overview-cards.tsx';
import { OverviewChart } from './overview-chart.tsx';
import { OverviewNotices } from './overview-notices.tsx';
import { rankedBy } from './ranking.ts';
import { Rankings } from './rankings.tsx';
import { TrackingCards } from './tracking-cards.tsx';

/** Below everything else: it may come a moment later. */
const ChangesCard = lazy(async () => ({ default: (await import('./changes-card.tsx')).ChangesCard }));

export function OverviewScreen() {
  const view = useView();
  const isHidden = useHidesMoney();
  const { lines, comparison } = useQuestion();
  const question = { ...lines, ...comparison };
  const metric = shownMetric(view, isHidden);
  const parts = isHidden ? undefined : stackOf(metric);
  const answer = useQuery(
    overviewQuery({
      ...question,
      stack: view.stack ?? 'network',
      ...(parts === undefined ? {} : { stackOf: parts }),
      ...(view.by === undefined ? {} : { by: view.by }),
    }),
  );
  const { data, error } = answer;
  if (error !== null && data === undefined) {
    return (
      <ErrorState title="The figures could not be read" error={error} onRetry={() => void answer.refetch()}>
        Your ledger is not affected, and imports go on.
      </ErrorState>
    );
  }
  const readers = <TrackingCards question={question} currency={undefined} isHidden={isHidden} />;
  if (data?.head.asOf === null) return <NothingYet readers={readers} />;
  const figures = data === undefined ? undefined : shownCurrency(data.currencies, view.currency);
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4">
      <PrintedTitle />
      <OverviewNotices head={data?.head} error={error} onRetry={() => void answer.refetch()} />
      <ConversionNotice head={data?.head} />
      {data !== undefined && <CoverageNotice today={data.head.today} />}
      {data !== undefined && figures === undefined ? (
        <NothingHere readers={readers} />
      ) : (
        <div className={classNames('flex flex-col gap-4', answer.isPlaceholderData && 'opacity-60')}>
          <OverviewCards figures={figures} compared={data?.head.compared ?? null} metric={metric} isHidden={isHidden} />
          <TrackingCards question={question} currency={figures?.currency} isHidden={isHidden} />
          {data !== undefined && figures !== undefined && data.currencies.length > 1 && (
            <CurrencyLines currencies={data.currencies} shown={figures.currency} compared={data.head.compared} />
          )}
          <OverviewChart reply={data} figures={figures} metric={metric} />
        </div>
      )}
      <Rankings
        question={question}
        currency={figures?.currency}
        ranked={isHidden && view.metric === undefined ? 'commission' : rankedBy(metric)}
      >
        <Suspense
          fallback={
            <Card title="What changed since">
              <SkeletonLines count={6} />
            </Card>
          }
        >
          <ChangesCard />
        </Suspense>
      </Rankings>
      {data !== undefined && <PrintedDefinitions head={data.head} currency={figures?.currency} isHidden={isHidden} />}
    </div>
  );
}

/** Readers may have come before anything was sold. */
interface NothingProps {
  readonly readers: ReactNode;
}

/** Nothing was imported yet. */
function NothingYet({ readers }: NothingProps) {
  return (
    <>
      {readers}
      <EmptyState
        title="No commissions yet"
        picture={<ChartColumn aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
        action={<FirstSteps />}
      >
        Connect a network or import the reports you downloaded, and the first figures appear here.
      </EmptyState>
    </>
  );
}

/** The ledger has lines, but none of these. */
function NothingHere({ readers }: NothingProps) {
  const setView = useSetView();
  const { filters, clear } = useFilters();
  return (
    <>
      {readers}
      <EmptyState
        title="Nothing in this period"
        picture={<SearchX aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
        action={
          filters.length > 0 ? (
            <Button onClick={clear}>Clear the filters</Button>
          ) : (
            <Button onClick={() => setView({ period: 'all', from: undefined, to: undefined })}>Show all time</Button>
          )
        }
      >
        {filters.length > 0 ? 'No line of these days passes the filters.' : 'No line has a day in this period.'}
      </EmptyState>
    </>
  );
}

/** On paper: whose figures these are, and which view of them. */
function PrintedTitle() {
  const { data: me } = useQuery(meQuery);
  const { data: views = [] } = useQuery(viewsQuery);
  const present = presentView(views, 'overview', useView());
  return (
    <h2 className="hidden font-semibold text-lg print:block">
      {me?.workspace.name} – {present === null || present.isChanged ? 'Overview' : present.saved.name}
    </h2>
  );
}

interface PrintedProps {
  readonly head: OverviewReply['head'];
  readonly currency: string | undefined;
  readonly isHidden: boolean;
}

/** On paper: what the figures are of, and what they mean. */
function PrintedDefinitions({ head, currency, isHidden }: PrintedProps) {
  const view = useView();
  const { filters } = useFilters();
  const words = useFilterWords(filters);
  return (
    <section className="hidden text-xs print:block">
      <p>
        {formatRange(head.period.from, head.period.to)}
        {head.compared !== null && `, compared with ${formatRange(head.compared.from, head.compared.to)}`}
        {filters.length > 0 && `. Filters: ${filters.map(words).join(', ')}`}.
        {currency !== undefined && !isHidden && ` Amounts in ${currency}.`} Days are the days of{' '}
        {head.timeZone ?? head.zones.map(({ label, timeZone }) => `${label} (${timeZone})`).join(', ')}.
      </p>
      <p>
        {!isHidden && `Commission: ${FIGURE_INFO[figureOf(view)].definition} `}
        {shownMetrics(isHidden)
          .filter((metric) => metric !== 'commission')
          .map((metric) => `${METRIC_INFO[metric].label}: ${METRIC_INFO[metric].definition}`)
          .join(' ')}
      </p>
    </section>
  );
}
