/** Sub-ids: how much of the lines they cover, by network, advertiser and page; where that dropped; and those that nothing explains. */
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Tag } from 'lucide-react';
import { useMemo, useState } from 'react';
import { call, type Reply } from '../../api/client.ts';
import { useHidesMoney, useMay } from '../../api/use-may.ts';
import { formatNumber } from '../../format/numbers.ts';
import { dropWords } from '../../report/coverage-drops.ts';
import { ListFrame } from '../../report/list/list-frame.tsx';
import { LIST_PAGE, pagesByPlace, useListPages } from '../../report/list/list-pages.ts';
import { FILE_PAGE, useListFile } from '../../report/list/use-list-file.ts';
import { narrowed } from '../../report/filter-link.tsx';
import type { FiguresQuestion } from '../../report/queries.ts';
import { Notice } from '../../ui/notice.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { useQuestion, useView } from '../../view/use-view.ts';
import { RuleDialog } from '../attribution/lazy-rule-dialog.tsx';
import { COVERAGE_CHOICES, type CoverageChoice } from './coverage-choice.ts';
import { COVERAGE_COLUMNS, coverageCard, coverageColumns, coverageLines, KindsLegend } from './coverage-columns.tsx';

export type CoverageReply = Reply<'GET /api/v1/reports/sub-ids'>;
export type CoverageRow = CoverageReply['rows'][number];

type Asked = FiguresQuestion & {
  readonly by: CoverageReply['by'];
  readonly kind?: 'unmatched';
  readonly find?: string;
};

function coverageQuery(asked: Asked) {
  return infiniteQueryOptions({
    queryKey: ['report', 'sub-ids', asked],
    queryFn: ({ signal, pageParam: offset }) =>
      call('GET /api/v1/reports/sub-ids', { query: { ...asked, limit: LIST_PAGE, offset } }, signal),
    ...pagesByPlace<CoverageReply>(({ rowCount }, loaded) => rowCount > loaded),
    // rows of another kind say nothing under these heads
    placeholderData: (before) => (before?.pages[0]?.by === asked.by ? before : undefined),
  });
}

/** What is listed, as the address says it. */
function useChoice(): readonly [CoverageChoice, (next: CoverageChoice) => void] {
  const { subIds = 'advertiser' } = useSearch({ from: '/app/quality' });
  const navigate = useNavigate();
  const choose = (next: CoverageChoice): void =>
    void navigate({
      to: '/quality',
      search: ({ subIds: _before, ...rest }) => (next === 'advertiser' ? rest : { ...rest, subIds: next }),
      replace: true,
    });
  return [subIds, choose];
}

export function CoverageList() {
  const { q } = useView();
  const isHidden = useHidesMoney();
  const mayEdit = useMay('editor');
  const { lines, comparison } = useQuestion();
  const [choice, choose] = useChoice();
  const [ruled, setRuled] = useState<CoverageRow | null>(null);
  const isUnmatched = choice === 'unmatched';
  const asked: Asked = {
    ...lines,
    ...comparison,
    ...(isUnmatched ? ({ by: 'subId', kind: 'unmatched' } as const) : { by: choice }),
    ...(q === undefined ? {} : { find: q }),
  };
  const { answer, first, rows, onEnd } = useListPages(useInfiniteQuery(coverageQuery(asked)));
  const { error } = answer;
  const file = useListFile<CoverageRow>({
    name: isUnmatched ? 'unexplained sub-ids' : 'sub-id coverage',
    from: asked.from,
    to: asked.to,
    head: COVERAGE_COLUMNS,
    lines: coverageLines,
    read: async (offset) => {
      const page = await call('GET /api/v1/reports/sub-ids', { query: { ...asked, limit: FILE_PAGE, offset } });
      return { rows: page.rows, hasMore: page.rowCount > offset + FILE_PAGE };
    },
  });
  const columns = useMemo(
    () => coverageColumns({ choice, isHidden, onRule: mayEdit ? setRuled : undefined }),
    [choice, isHidden, mayEdit],
  );
  if (error !== null && first === undefined) {
    return <ErrorState title="The sub-ids could not be read" error={error} onRetry={() => void answer.refetch()} />;
  }
  const open = isUnmatched && mayEdit ? { onOpen: (row: CoverageRow) => setRuled(row) } : {};
  return (
    <>
      <Drops drops={first?.drops ?? []} />
      {!isUnmatched && <KindsLegend />}
      <ListFrame
        key={choice}
        label={isUnmatched ? 'Unexplained sub-ids' : 'Coverage'}
        columns={columns}
        rows={rows}
        rowKey={({ key, currency, network }) => `${network} ${key} ${currency}`}
        card={(row) => coverageCard(row, choice)}
        sort="-lines"
        usualSort="-lines"
        {...open}
        onEnd={onEnd}
        totalsLabel={first === undefined ? undefined : `${formatNumber(first.rowCount)} in all`}
        empty={<Nothing isUnmatched={isUnmatched} />}
        placeholder="A part of the name"
        isOld={answer.isPlaceholderData}
        file={file}
        tools={<Segmented label="Rows" options={COVERAGE_CHOICES} value={choice} onChange={choose} />}
      />
      {ruled !== null && (
        <RuleDialog start={{ text: ruled.label, network: ruled.network }} onClose={() => setRuled(null)} />
      )}
    </>
  );
}

/** Coverage that fell clearly against the compared period: links lost their tag, or the report its column. */
function Drops({ drops }: { readonly drops: CoverageReply['drops'] }) {
  const [first, ...more] = drops;
  if (first === undefined) return null;
  const { network, advertiserId } = first;
  return (
    <Notice
      action={
        <Link
          to="/transactions"
          search={(before) =>
            narrowed(
              before,
              [
                { field: 'network', value: network },
                { field: 'advertiser', value: advertiserId },
              ],
              true,
            )
          }
          className="shrink-0 text-accent hover:underline"
        >
          Its transactions
        </Link>
      }
    >
      {dropWords(first, more.length)}
    </Notice>
  );
}

function Nothing({ isUnmatched }: { readonly isUnmatched: boolean }) {
  return (
    <EmptyState
      title={isUnmatched ? 'No sub-id without explanation' : 'No line in this period'}
      picture={<Tag aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
    >
      {isUnmatched
        ? 'What came back in this period is the id of a click, or a rule of yours says what it means.'
        : undefined}
    </EmptyState>
  );
}
