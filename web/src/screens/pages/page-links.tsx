/** The links of a page: where they stand, how often they were seen and followed, and what they earned. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useHidesMoney } from '../../api/use-may.ts';
import { formatCount } from '../../format/numbers.ts';
import { NONE } from '../../report/dimensions.ts';
import { earnerCard, earnerColumns } from '../../report/earners/earner-columns.tsx';
import { type EarnerRow, type EarnersReply, earnersQuery } from '../../report/earners/earner-queries.ts';
import { RowCards } from '../../report/list/row-cards.tsx';
import type { FiguresQuestion } from '../../report/queries.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';

interface PageLinksProps {
  /** Narrowed to the page. */
  readonly question: FiguresQuestion;
  readonly currency: string | undefined;
}

const MOST = 200;
const USUAL = new Set(['advertiser', 'commission', 'epc', 'impressions', 'clicks', 'seenRate', 'orders']);

/** What no link is known of is a row, and no link. */
const linkCount = ({ rowCount, rows }: EarnersReply): number =>
  rowCount - (rows.some(({ key }) => key === NONE) ? 1 : 0);

export function PageLinks({ question, currency }: PageLinksProps) {
  const isHidden = useHidesMoney();
  const { data, error, refetch } = useQuery(earnersQuery({ ...question, by: 'link', sort: '-clicks', limit: MOST }));
  const compared = data?.head.compared ?? null;
  const columns = useMemo(
    () =>
      earnerColumns({ by: 'link', name: 'Link', currency, total: data?.total, compared, isHidden, usual: USUAL }).map(
        (column) => ({ ...column, isSortable: false }),
      ),
    [currency, data?.total, compared, isHidden],
  );
  if (error !== null && data === undefined) {
    return <ErrorState title="Its links could not be read" error={error} onRetry={() => void refetch()} />;
  }
  const key = (row: EarnerRow): string => row.key;
  return (
    <Card title="Its links" isFlush>
      {data?.rows.length === 0 ? (
        <p className="px-4 pb-4 text-muted">No affiliate link of this page was seen or followed in this period.</p>
      ) : (
        <>
          <div className="border-t max-md:hidden">
            <DataTable
              label="Links of the page"
              className="max-h-96"
              columns={columns}
              rows={data?.rows}
              rowKey={key}
              totalsLabel={data === undefined ? undefined : formatCount(linkCount(data), 'link')}
            />
          </div>
          <div className="px-4 pb-4 md:hidden">
            <RowCards
              label="Links of the page"
              rows={data?.rows}
              rowKey={key}
              card={(row) => earnerCard('link', row, currency, compared)}
            />
          </div>
        </>
      )}
    </Card>
  );
}
