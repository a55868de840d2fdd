/** Another side of the same commissions: the pages, links or sources of what is looked into, as bars. */
import { useQuery } from '@tanstack/react-query';
import { useHidesMoney } from '../../api/use-may.ts';
import { formatCount, formatMoney, formatNumber, formatPercent } from '../../format/numbers.ts';
import { BarList } from '../../ui/charts/bar-list.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { useView } from '../../view/use-view.ts';
import type { FiguresQuestion } from '../queries.ts';
import { EarnerName } from './earner-name.tsx';
import { type EarnerBy, type EarnerRow, earnedIn, earnersQuery, sortedIn } from './earner-queries.ts';

interface EarnerSideProps {
  readonly title: string;
  readonly by: EarnerBy;
  readonly question: FiguresQuestion;
  readonly currency: string | undefined;
  /** By clicks where nobody asks for money. */
  readonly sort?: 'commission' | 'clicks';
}

const FEW = 6;

export function EarnerSide({ title, by, question, currency, sort = 'commission' }: EarnerSideProps) {
  const isHidden = useHidesMoney();
  const view = useView();
  const isByClicks = isHidden || sort === 'clicks';
  const { data, error, refetch } = useQuery(
    earnersQuery({ ...question, ...sortedIn(view), by, sort: isByClicks ? '-clicks' : '-commission', limit: FEW }),
  );
  if (error !== null && data === undefined) {
    return <ErrorState title={`${title} could not be read`} error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="min-w-0">
      <h3 className="mb-1.5 font-semibold">
        {title}
        {data !== undefined && data.rowCount > FEW && (
          <span className="ml-2 font-normal text-faint">{`${FEW} of ${formatNumber(data.rowCount)}`}</span>
        )}
      </h3>
      <div className="-mx-2">
        <BarList label={title} rows={data?.rows.map((row) => barOf(by, row, currency, isByClicks))} />
      </div>
    </section>
  );
}

function barOf(by: EarnerBy, row: EarnerRow, currency: string | undefined, isByClicks: boolean) {
  const earned = earnedIn(row, currency);
  const commission = earned?.now.commission ?? null;
  const clicks = row.traffic.clicks ?? 0;
  const name = <EarnerName by={by} row={row} />;
  if (isByClicks || commission === null || currency === undefined) {
    return { id: row.key, name, value: isByClicks ? String(clicks) : '0', shown: formatCount(clicks, 'click') };
  }
  return {
    id: row.key,
    name,
    value: commission,
    shown: formatMoney(commission, currency),
    more: formatPercent(earned?.share ?? null, 0),
  };
}
