/** Which pages earned it; what no page earned is a row. Without a site: what to do. */
import { Link } from '@tanstack/react-router';
import { useHidesMoney } from '../../api/use-may.ts';
import { formatCount, formatMoney, formatNumber, formatPercent } from '../../format/numbers.ts';
import { earnedChange } from '../../report/earners/earned-change.tsx';
import { EarnerName } from '../../report/earners/earner-name.tsx';
import { type EarnerRow, type EarnersReply, earnedIn } from '../../report/earners/earner-queries.ts';
import type { FiguresQuestion } from '../../report/queries.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { BarList, type BarListRow } from '../../ui/charts/bar-list.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { keptView } from '../../view/view.ts';
import { FEW_PAGES, useEarningPages } from './use-earning-pages.ts';

interface PagesRankingProps {
  readonly question: FiguresQuestion;
  readonly currency: string | undefined;
}

export function PagesRanking({ question, currency }: PagesRankingProps) {
  const isHidden = useHidesMoney();
  const { data, error, refetch, isMeasured, isKnown } = useEarningPages(question, isHidden ? '-clicks' : '-commission');
  return (
    <Card title="Pages" className="break-inside-avoid">
      {isKnown && !isMeasured ? (
        <EmptyState
          title="Which page earned it?"
          action={
            <Link to="/sites" className={buttonClass('secondary', 'sm')}>
              Add a site
            </Link>
          }
        >
          One line in your pages, and every commission finds the page and the link that earned it.
        </EmptyState>
      ) : error !== null && data === undefined ? (
        <ErrorState title="This list could not be read" error={error} onRetry={() => void refetch()}>
          The other lists and the figures are not affected.
        </ErrorState>
      ) : (
        <div className="-mx-2">
          <BarList label="Pages" rows={data?.rows.map((row) => barOf(row, currency, data.head.compared))} />
          {data !== undefined && data.rowCount > FEW_PAGES && (
            <Link
              to="/pages"
              search={keptView}
              className="no-print mt-1 inline-flex h-8 items-center rounded-md px-2 text-[13px] text-muted hover:text-text max-sm:h-11"
            >
              See all {formatNumber(data.rowCount)}
            </Link>
          )}
        </div>
      )}
    </Card>
  );
}

function barOf(row: EarnerRow, currency: string | undefined, compared: EarnersReply['head']['compared']): BarListRow {
  const earned = earnedIn(row, currency);
  const commission = earned?.now.commission ?? null;
  const delta = earnedChange(earned, compared);
  const clicks = row.traffic.clicks ?? 0;
  return {
    id: row.key,
    name: <EarnerName by="page" row={row} />,
    value: commission ?? String(clicks),
    shown:
      commission === null || currency === undefined ? formatCount(clicks, 'click') : formatMoney(commission, currency),
    ...(commission === null ? {} : { more: formatPercent(earned?.share ?? null, 0) }),
    ...(delta === null ? {} : { delta }),
  };
}
