/** Single clicks, the newest first, with what each brought. New ones come by themselves. */
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowLeft, MousePointerClick } from 'lucide-react';
import { useMemo } from 'react';
import { addressOf, call, type Reply, type Wish } from '../../api/client.ts';
import { formatCount } from '../../format/numbers.ts';
import { LIST_PAGE, useListPages } from '../../report/list/list-pages.ts';
import { ListFrame } from '../../report/list/list-frame.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { useQuestion } from '../../view/use-view.ts';
import { keptView } from '../../view/view.ts';
import { clickCard, clickColumns } from './click-columns.tsx';

export type ClickRow = Reply<'GET /api/v1/reports/clicks'>['rows'][number];
type ClicksQuestion = NonNullable<Wish<'GET /api/v1/reports/clicks'>['query']>;

const EVERY_MS = 15_000;
const EARNING = [
  { id: 'all', label: 'All' },
  { id: 'yes', label: 'That earned' },
  { id: 'no', label: 'Not yet' },
] as const;

function clicksQuery(question: ClicksQuestion) {
  return infiniteQueryOptions({
    queryKey: ['report', 'clicks', question],
    queryFn: ({ signal, pageParam }) =>
      call('GET /api/v1/reports/clicks', { query: { ...question, limit: LIST_PAGE, ...pageParam } }, signal),
    initialPageParam: {} as { readonly cursor?: string }, // the first page has none
    getNextPageParam: ({ nextCursor }) => (nextCursor === null ? undefined : { cursor: nextCursor }),
    placeholderData: keepPreviousData,
    // only while the newest alone are shown: pages that were read on do not move under the reader
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? EVERY_MS : false),
  });
}

/** Before any click. */
const FIRST_DAY = '2000-01-01';

export function ClicksScreen() {
  const { earning = 'all' } = useSearch({ from: '/app/clicks' });
  const navigate = useNavigate();
  const { from, to, f } = useQuestion().lines as { from?: string; to?: string; f?: readonly string[] }; // as the question has them
  const question = {
    // without a first day the API gives thirty
    from: from ?? FIRST_DAY,
    ...(to === undefined ? {} : { to }),
    ...(f === undefined ? {} : { f }),
    ...(earning === 'all' ? {} : { earning }),
  };
  const { answer: list, first, rows, onEnd } = useListPages(useInfiniteQuery(clicksQuery(question)));
  const { error } = list;
  const columns = useMemo(() => clickColumns(), []);
  const count = first?.count ?? null;
  if (error !== null && first === undefined) {
    return <ErrorState title="The clicks could not be read" error={error} onRetry={() => void list.refetch()} />;
  }
  return (
    <div className="mx-auto flex max-w-[100rem] flex-col gap-3">
      <Link
        to="/links"
        search={keptView}
        className="flex w-fit items-center gap-1.5 text-muted hover:text-text max-sm:min-h-11"
      >
        <ArrowLeft aria-hidden size={15} /> All links
      </Link>
      <ListFrame
        label="Clicks"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        card={clickCard}
        sort="-at"
        usualSort="-at"
        onEnd={onEnd}
        totalsLabel={count === null ? undefined : formatCount(count, 'click')}
        empty={<NoClicks isNarrow={f !== undefined || earning !== 'all'} />}
        isOld={list.isPlaceholderData}
        file={addressOf('GET /api/v1/reports/clicks/export', { query: question })}
        tools={
          <Segmented
            label="Which clicks"
            options={EARNING}
            value={earning}
            onChange={(next) =>
              void navigate({
                to: '/clicks',
                search: ({ earning: _before, ...rest }) => (next === 'all' ? rest : { ...rest, earning: next }),
                replace: true,
              })
            }
          />
        }
      />
    </div>
  );
}

function NoClicks({ isNarrow }: { readonly isNarrow: boolean }) {
  return (
    <EmptyState
      title={isNarrow ? 'No click is like that' : 'No click in this period'}
      picture={<MousePointerClick aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
      action={
        <Link to="/sites" className={buttonClass()}>
          See the sites
        </Link>
      }
    >
      Clicks on affiliate links appear here within seconds, once the script is in your pages.
    </EmptyState>
  );
}
