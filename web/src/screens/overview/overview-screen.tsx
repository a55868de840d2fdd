/** Overview: how much, what changed, and from where. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChartColumn, SearchX } from 'lucide-react';
import { formatRange } from '../../format/moments.ts';
import { ConversionNotice } from '../../report/conversion-notice.tsx';
import { type OverviewReply, overviewQuery } from '../../report/queries.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { useFilters, useQuestion, useSetView, useView } from '../../view/use-view.ts';
import { describeFilter } from '../../view/filter.ts';
import { ImportButton } from '../files/import-button.tsx';
import { ChangesCard } from './changes-card.tsx';
import { CurrencyLines } from './currency-lines.tsx';
import { FIGURE_INFO, figureOf, hidesMoney, METRIC_INFO, shownCurrency } from './metrics.ts';
import { OverviewCards } from './overview-cards.tsx';
import { OverviewChart } from './overview-chart.tsx';
import { OverviewNotices } from './overview-notices.tsx';
import { rankedBy } from './ranking.ts';
import { Rankings } from './rankings.tsx';

export function OverviewScreen() {
  const view = useView();
  const { lines, comparison } = useQuestion();
  const question = { ...lines, ...comparison };
  const answer = useQuery(
    overviewQuery({ ...question, stack: view.stack ?? 'network', ...(view.by === undefined ? {} : { by: view.by }) }),
  );
  const { data, error } = answer;
  if (error !== null && data === undefined) {
    return (
      <ErrorState title="The figures could not be read" error={error} onRetry={() => void answer.refetch()}>
        Your ledger is not affected, and imports go on.
      </ErrorState>
    );
  }
  if (data?.head.asOf === null) return <NothingYet />;
  const figures = data === undefined ? undefined : shownCurrency(data.currencies, view.currency);
  const isHidden = hidesMoney(figures);
  const metric = view.metric ?? (isHidden ? 'orders' : 'commission');
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4">
      <OverviewNotices head={data?.head} error={error} onRetry={() => void answer.refetch()} />
      <ConversionNotice head={data?.head} />
      {data !== undefined && figures === undefined ? (
        <NothingHere />
      ) : (
        <div className={classNames('flex flex-col gap-4', answer.isPlaceholderData && 'opacity-60')}>
          <OverviewCards figures={figures} compared={data?.head.compared ?? null} metric={metric} />
          {data !== undefined && figures !== undefined && data.currencies.length > 1 && (
            <CurrencyLines currencies={data.currencies} shown={figures.currency} compared={data.head.compared} />
          )}
          <OverviewChart reply={data} figures={figures} metric={metric} isHidden={isHidden} />
        </div>
      )}
      <Rankings question={question} currency={figures?.currency} ranked={isHidden ? 'orders' : rankedBy(metric)}>
        <ChangesCard />
      </Rankings>
      {data !== undefined && <PrintedDefinitions head={data.head} />}
    </div>
  );
}

/** Nothing was imported yet. */
function NothingYet() {
  return (
    <EmptyState
      title="No commissions yet"
      picture={<ChartColumn aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
      action={
        <span className="flex flex-wrap justify-center gap-2">
          <Link to="/connections" className={buttonClass('primary')}>
            Connect a network
          </Link>
          <ImportButton />
        </span>
      }
    >
      Connect a network or import the reports you downloaded, and the first figures appear here.
    </EmptyState>
  );
}

/** The ledger has lines, but none of these. */
function NothingHere() {
  const setView = useSetView();
  const { filters, clear } = useFilters();
  return (
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
  );
}

/** On paper: what the figures are of, and what they mean. */
function PrintedDefinitions({ head }: { readonly head: OverviewReply['head'] }) {
  const view = useView();
  const { filters } = useFilters();
  return (
    <section className="hidden text-xs print:block">
      <p>
        {formatRange(head.period.from, head.period.to)}
        {head.compared !== null && `, compared with ${formatRange(head.compared.from, head.compared.to)}`}
        {filters.length > 0 && `. Filters: ${filters.map(describeFilter).join(', ')}`}. Days are the days of{' '}
        {head.timeZone ?? head.zones.map(({ label, timeZone }) => `${label} (${timeZone})`).join(', ')}.
      </p>
      <p>
        Commission: {FIGURE_INFO[figureOf(view)].definition}{' '}
        {(['sales', 'averageOrder', 'rate', 'reversalRate', 'lostSales'] as const)
          .map((metric) => `${METRIC_INFO[metric].label}: ${METRIC_INFO[metric].definition}`)
          .join(' ')}
      </p>
    </section>
  );
}
