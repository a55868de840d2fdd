/** Advertisers, networks, products, brands, sub-ids: each with its figures, its change, and a drawer that looks into it. */
import { Store } from 'lucide-react';
import { lazy, Suspense, useMemo } from 'react';
import { useHidesMoney } from '../../api/use-may.ts';
import { formatNumber } from '../../format/numbers.ts';
import { ConversionNotice } from '../../report/conversion-notice.tsx';
import { ListFrame } from '../../report/list/list-frame.tsx';
import { ListTabs, presentTab } from '../../report/list/list-tabs.tsx';
import { NothingHere } from '../../report/list/nothing-here.tsx';
import type { BreakdownReply } from '../../report/queries.ts';
import { StaleNotice } from '../../ui/notice.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { useQuestion, useSetView, useView } from '../../view/use-view.ts';
import { FirstSteps } from '../files/first-steps.tsx';
import { breakdownCard, breakdownColumns } from './breakdown-columns.tsx';
import { BREAKDOWN_TABS, breakdownSort, USUAL_SORT } from './breakdown-words.ts';
import { useBreakdown, useBreakdownFile } from './use-breakdown.ts';

/** Loaded when a row is first opened: the chart is in it. */
const BreakdownDrawer = lazy(async () => ({ default: (await import('./breakdown-drawer.tsx')).BreakdownDrawer }));

/** The currency that is shown: the chosen one, else the one with the most orders. Currencies are never added. */
function shownTotal({ totals }: BreakdownReply, chosen: string | undefined) {
  const most = [...totals].sort((a, b) => b.now.orders - a.now.orders);
  return totals.find(({ currency }) => currency === chosen) ?? most[0];
}

export function BreakdownScreen() {
  const view = useView();
  const setView = useSetView();
  const isHidden = useHidesMoney();
  const by = presentTab(BREAKDOWN_TABS, view);
  const label = BREAKDOWN_TABS.find(({ id }) => id === by)?.label ?? '';
  const { lines, comparison } = useQuestion();
  const sort = breakdownSort(view.sort);
  const question = { ...lines, ...comparison };
  const asked = { ...question, by, sort, ...(view.q === undefined ? {} : { find: view.q }) };
  const { answer, first, rows, onEnd } = useBreakdown(asked);
  const file = useBreakdownFile(asked, label);
  const total = first === undefined ? undefined : shownTotal(first, view.currency);
  const compared = first?.head.compared ?? null;
  const columns = useMemo(() => breakdownColumns({ by, total, compared, isHidden }), [by, total, compared, isHidden]);
  const shown = useMemo(() => rows?.filter(({ currency }) => currency === total?.currency), [rows, total?.currency]);
  if (first?.head.asOf === null) return <NothingYet />;
  const { error } = answer;
  const again = (): void => void answer.refetch();
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-3">
      <ListTabs label="What is listed" tabs={BREAKDOWN_TABS} />
      {error !== null && first !== undefined && <StaleNotice what="These rows" error={error} onRetry={again} />}
      <ConversionNotice head={first?.head} />
      {error !== null && first === undefined ? (
        <ErrorState title="The list could not be read" error={error} onRetry={again}>
          Your ledger is not affected, and imports go on.
        </ErrorState>
      ) : (
        <ListFrame
          key={by}
          label={label}
          columns={columns}
          rows={shown}
          rowKey={({ key }) => key}
          card={(row) => breakdownCard(row, compared)}
          sort={sort}
          usualSort={USUAL_SORT}
          onOpen={({ key }) => setView({ row: key })}
          onEnd={onEnd}
          totalsLabel={total === undefined ? undefined : `${formatNumber(total.rowCount)} in all`}
          empty={<NothingHere />}
          placeholder={`A part of the name`}
          isOld={answer.isPlaceholderData}
          file={file}
          currencies={first?.totals.map(({ currency }) => currency) ?? []}
          currency={total?.currency}
        />
      )}
      <Suspense>{view.row !== undefined && <BreakdownDrawer by={by} question={question} rows={shown} />}</Suspense>
    </div>
  );
}

function NothingYet() {
  return (
    <EmptyState
      title="No commissions yet"
      picture={<Store aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
      action={<FirstSteps />}
    >
      Connect a network or import the reports you downloaded, and your advertisers are listed here.
    </EmptyState>
  );
}
