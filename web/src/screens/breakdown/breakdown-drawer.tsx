/** One row looked into: its figures and their course, and the other sides of its lines. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useHidesMoney } from '../../api/use-may.ts';
import { formatMoney, formatNumber, formatPercent } from '../../format/numbers.ts';
import { NONE } from '../../report/dimensions.ts';
import { narrowed } from '../../report/filter-link.tsx';
import { type BreakdownRow, breakdownQuery, type FiguresQuestion, overviewQuery } from '../../report/queries.ts';
import { buttonClass } from '../../ui/button.tsx';
import { BarList } from '../../ui/charts/bar-list.tsx';
import { Drawer } from '../../ui/dialog.tsx';
import { StatRow } from '../../ui/stat-card.tsx';
import { ErrorState, Skeleton, SkeletonLines } from '../../ui/states.tsx';
import { writeFilter } from '../../view/filter.ts';
import { useSetView, useView } from '../../view/use-view.ts';
import { shownCurrency } from '../overview/metrics.ts';
import { MetricCard } from '../overview/metric-card.tsx';
import { RowName } from './breakdown-columns.tsx';
import { BREAKDOWN_TABS, type BrokenBy, otherSides } from './breakdown-words.ts';

/** The chart comes a moment later, and its place is kept. */
const CourseChart = lazy(async () => ({ default: (await import('../overview/course-chart.tsx')).CourseChart }));

interface BreakdownDrawerProps {
  readonly by: BrokenBy;
  readonly question: FiguresQuestion;
  /** The loaded rows: the name of the one that is open. */
  readonly rows: readonly BreakdownRow[] | undefined;
}

export function BreakdownDrawer({ by, question, rows }: BreakdownDrawerProps) {
  const { row: key } = useView();
  const setView = useSetView();
  const [shown, setShown] = useState(key);
  if (key !== undefined && key !== shown) setShown(key); // stays while the drawer closes
  const label = rows?.find((row) => row.key === shown)?.label ?? shown ?? '';
  const filter = { field: by, value: shown ?? '' } as const;
  return (
    <Drawer
      isOpen={key !== undefined}
      onClose={() => setView({ row: undefined }, { replace: true })}
      title={shown === NONE ? 'Not stated' : label}
      size="lg"
      footer={
        <>
          <Link
            to="/overview"
            search={(before) => narrowed(before, [filter], true)}
            className={buttonClass('secondary', 'sm')}
          >
            Overview of it
          </Link>
          <Link
            to="/transactions"
            search={(before) => narrowed(before, [filter], true)}
            className={buttonClass('primary', 'sm')}
          >
            Its transactions
          </Link>
        </>
      }
    >
      {shown !== undefined && <Inside key={`${by} ${shown}`} by={by} value={shown} question={question} />}
    </Drawer>
  );
}

interface InsideProps {
  readonly by: BrokenBy;
  readonly value: string;
  readonly question: FiguresQuestion;
}

const CARDS = ['commission', 'sales', 'orders', 'reversalRate'] as const;
const CARDS_WITHOUT_MONEY = ['orders', 'items', 'rate', 'reversalRate'] as const;

function Inside({ by, value, question }: InsideProps) {
  const { currency } = useView();
  const isHidden = useHidesMoney();
  const narrow = {
    ...question,
    f: [...(question.f ?? []), writeFilter({ dimension: by, word: 'is', values: [value] })],
  };
  const { data, error, refetch } = useQuery(overviewQuery({ ...narrow, stack: 'status' }));
  if (error !== null && data === undefined) {
    return <ErrorState title="Its figures could not be read" error={error} onRetry={() => void refetch()} />;
  }
  const figures = data === undefined ? undefined : shownCurrency(data.currencies, currency);
  if (data === undefined) return <SkeletonLines count={9} />;
  if (figures === undefined) return <p className="text-muted">It has no line in this period.</p>;
  const { compared } = data.head;
  return (
    <div className="flex flex-col gap-6">
      <StatRow columns={4}>
        {(isHidden ? CARDS_WITHOUT_MONEY : CARDS).map((one) => (
          <MetricCard key={one} metric={one} figures={figures} compared={compared} />
        ))}
      </StatRow>
      <Suspense fallback={<Skeleton className="h-55 w-full" />}>
        <CourseChart reply={data} figures={figures} metric={isHidden ? 'orders' : 'commission'} />
      </Suspense>
      <div className="grid gap-x-8 gap-y-6 sm:grid-cols-2">
        {otherSides(by).map((side) => (
          <Side key={side} by={side} question={narrow} currency={figures.currency} />
        ))}
      </div>
    </div>
  );
}

const FEW = 6;

function Side({
  by,
  question,
  currency,
}: {
  readonly by: BrokenBy;
  readonly question: FiguresQuestion;
  readonly currency: string;
}) {
  const isHidden = useHidesMoney();
  const sort = isHidden ? '-orders' : '-commission';
  const { data } = useQuery(breakdownQuery({ ...question, by, sort, limit: FEW }));
  const rows = data?.rows.filter((row) => row.currency === currency);
  const count = data?.totals.find((total) => total.currency === currency)?.rowCount ?? 0;
  return (
    <section>
      <h3 className="mb-1.5 font-semibold">
        {BREAKDOWN_TABS.find(({ id }) => id === by)?.label}
        {count > FEW && <span className="ml-2 font-normal text-faint">{`${FEW} of ${formatNumber(count)}`}</span>}
      </h3>
      {data === undefined ? (
        <Skeleton className="h-32 w-full" />
      ) : (
        <div className="-mx-2">
          <BarList
            label={by}
            rows={rows?.map((row) => ({
              id: row.key,
              name: <RowName by={by} row={row} />,
              value: row.now.commission ?? String(row.now.orders),
              shown:
                row.now.commission === null ? formatNumber(row.now.orders) : formatMoney(row.now.commission, currency),
              more: formatPercent(row.share, 0),
            }))}
          />
        </div>
      )}
    </section>
  );
}
