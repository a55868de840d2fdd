/** One ranking: names with bars, share and change. Every name is a filter; the whole list is a file. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { useHidesMoney } from '../../api/use-may.ts';
import { formatRange } from '../../format/moments.ts';
import { formatNumber, formatPercent } from '../../format/numbers.ts';
import { csvText, saveFile } from '../../report/csv.ts';
import { NONE } from '../../report/dimensions.ts';
import { FilterLink } from '../../report/filter-link.tsx';
import { type BreakdownReply, type BreakdownRow, breakdownQuery, type FiguresQuestion } from '../../report/queries.ts';
import { IconButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { BarList } from '../../ui/charts/bar-list.tsx';
import { Delta, NotOver } from '../../ui/delta.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { toast } from '../../ui/toast-store.ts';
import { formatMetric } from './metrics.ts';
import { RANKING_COLUMNS, type RankedBy, rankedShare, rankedValue, rankingLines } from './ranking.ts';
import type { RankedDimension } from './rankings.tsx';

interface RankingCardProps {
  readonly title: ReactNode;
  /** Of the file and for the ear. */
  readonly name: string;
  readonly by: RankedDimension;
  readonly question: FiguresQuestion;
  readonly currency: string | undefined;
  readonly ranked: RankedBy;
}

const FEW = 7;
const MANY = 100;
const FILE_PAGE = 1000;

export function RankingCard({ title, name, by, question, currency, ranked }: RankingCardProps) {
  const [isLong, setLong] = useState(false);
  const isHidden = useHidesMoney();
  const sort = `-${ranked}`;
  const { data, error, refetch } = useQuery(breakdownQuery({ ...question, by, sort, limit: isLong ? MANY : FEW }));
  const save = useRankingFile({ ...question, by, sort }, name);
  const rows = data?.rows.filter((row) => row.currency === currency);
  const count = data?.totals.find((total) => total.currency === currency)?.rowCount ?? 0;
  return (
    <Card
      title={title}
      className="break-inside-avoid"
      actions={
        isHidden ? undefined : (
          <span className="no-print -mr-2">
            <IconButton icon={Download} label={`${name} as CSV`} onClick={() => void save()} />
          </span>
        )
      }
    >
      {error !== null && data === undefined ? (
        <ErrorState title="This list could not be read" error={error} onRetry={() => void refetch()}>
          The other lists and the figures are not affected.
        </ErrorState>
      ) : (
        <div className="-mx-2">
          <BarList
            label={name}
            rows={data === undefined ? undefined : rows?.map((row) => barOf(data, row, by, ranked))}
          />
          {count > FEW && (
            <button
              type="button"
              className="no-print mt-1 h-8 rounded-md px-2 text-[13px] text-muted hover:text-text max-sm:h-11"
              onClick={() => setLong(!isLong)}
            >
              {isLong ? 'Show fewer' : count > MANY ? `Show ${MANY} of ${formatNumber(count)}` : `Show all ${count}`}
            </button>
          )}
        </div>
      )}
    </Card>
  );
}

function barOf(reply: BreakdownReply, row: BreakdownRow, by: RankedDimension, ranked: RankedBy) {
  const { compared } = reply.head;
  const before = row.before === null ? null : rankedValue(row.before, ranked);
  const value = rankedValue(row.now, ranked);
  const share = rankedShare(reply, row, ranked);
  return {
    id: row.key,
    name: (
      <FilterLink field={by} value={row.key} title={row.label} className={row.key === NONE ? 'text-muted italic' : ''}>
        {row.key === NONE ? 'not stated' : row.label}
      </FilterLink>
    ),
    // without amounts the share is the figure: bar, rank and per cent
    value: value ?? share ?? '0',
    shown: value === null ? formatPercent(share) : formatMetric(ranked, value, row.currency),
    ...(value === null ? {} : { more: formatPercent(share, 0) }),
    ...(compared === null || value === null
      ? {}
      : {
          delta:
            row.changes === null ? (
              <NotOver />
            ) : (
              <Delta
                ratio={row.changes[ranked]}
                before={`${formatMetric(ranked, before, row.currency)} in ${formatRange(compared.from, compared.to)}`}
              />
            ),
        }),
  };
}

/** Reads the whole list and hands it over as a file. */
function useRankingFile(
  question: FiguresQuestion & { readonly by: RankedDimension; readonly sort: string },
  name: string,
) {
  const client = useQueryClient();
  return async (): Promise<void> => {
    const rows: BreakdownRow[] = [];
    try {
      for (let offset = 0; ; offset += FILE_PAGE) {
        const query = { ...question, limit: FILE_PAGE, offset };
        const page = await client.fetchQuery({
          queryKey: ['report', 'file', query],
          queryFn: ({ signal }) => call('GET /api/v1/reports/breakdown', { query }, signal),
        });
        rows.push(...page.rows);
        if (page.totals.every(({ rowCount }) => rowCount <= offset + FILE_PAGE)) break;
      }
      const days = [question.from, question.to].filter((day) => day !== undefined).join('_');
      saveFile(
        `${name.toLowerCase().replaceAll(' ', '-')}${days === '' ? '' : `_${days}`}.csv`,
        csvText(RANKING_COLUMNS, rankingLines(rows)),
      );
    } catch (error) {
      toast(`The file could not be made: ${messageOf(error)}`, { tone: 'problem' });
    }
  };
}
