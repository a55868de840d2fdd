/** What was done, by whom; and whether the record is whole. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { call, type Reply } from '../../api/client.ts';
import { formatInstant } from '../../format/moments.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';

type Entry = Reply<'GET /api/v1/audit'>['entries'][number];

const PAGE = 100;

/** What an action was about, in one line. */
function detailsOf(what: Entry['what']): string {
  return Object.entries(what)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

const COLUMNS: readonly Column<Entry>[] = [
  { id: 'at', label: 'When', width: 200, cell: (entry) => <span className="num">{formatInstant(entry.at)}</span> },
  { id: 'actor', label: 'Who', width: 170, cell: (entry) => entry.actor },
  { id: 'action', label: 'What', width: 160, cell: (entry) => entry.action },
  {
    id: 'what',
    label: 'Details',
    cell: (entry) => (
      <span className="text-muted" title={detailsOf(entry.what)}>
        {detailsOf(entry.what)}
      </span>
    ),
  },
  {
    id: 'ip',
    label: 'From',
    width: 130,
    cell: (entry) => <span className="num text-muted">{entry.ipPrefix ?? '—'}</span>,
  },
];

export function AuditScreen() {
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ signal, pageParam }) =>
      call(
        'GET /api/v1/audit',
        { query: { limit: PAGE, ...(pageParam === null ? {} : { before: pageParam }) } },
        signal,
      ),
    initialPageParam: null as number | null, // null: the newest
    getNextPageParam: ({ entries }) => (entries.length < PAGE ? undefined : entries.at(-1)?.number),
  });
  if (error !== null)
    return (
      <ErrorState title="The audit could not be read" error={error} onRetry={() => void refetch()}>
        What is done is written down all the same.
      </ErrorState>
    );
  const firstBroken = data?.pages[0]?.firstBroken;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <p className="flex-1 text-muted">
          Sign-ins, changes and downloads, newest first. Entries are chained: none can be changed unseen.
        </p>
        {firstBroken === null && (
          <Chip tone="good" icon={ShieldCheck}>
            whole
          </Chip>
        )}
        {typeof firstBroken === 'number' && (
          <Chip tone="bad" icon={ShieldAlert}>
            changed at entry {firstBroken}
          </Chip>
        )}
      </div>
      <AuditCards
        entries={data?.pages.flatMap((page) => page.entries)}
        onMore={hasNextPage ? () => void fetchNextPage() : undefined}
      />
      <div className="overflow-hidden rounded-card border max-md:hidden">
        <DataTable
          label="Audit"
          columns={COLUMNS}
          rows={data?.pages.flatMap((page) => page.entries)}
          rowKey={(entry) => String(entry.number)}
          onEnd={() => hasNextPage && !isFetchingNextPage && void fetchNextPage()}
          empty={<EmptyState title="Nothing was done yet" />}
        />
      </div>
    </div>
  );
}

interface AuditCardsProps {
  /** Undefined: on their way. */
  readonly entries: readonly Entry[] | undefined;
  /** Undefined: there are no more. */
  readonly onMore: (() => void) | undefined;
}

/** On phones. */
function AuditCards({ entries, onMore }: AuditCardsProps) {
  return (
    <div className="md:hidden">
      {entries === undefined && <SkeletonLines count={8} />}
      <ul aria-label="Audit" className="divide-y">
        {entries?.map((entry) => (
          <li key={entry.number} className="flex flex-col gap-0.5 py-3">
            <span className="flex gap-3">
              <span className="min-w-0 flex-1 truncate font-medium">{entry.action}</span>
              <span className="num text-faint text-xs">{formatInstant(entry.at)}</span>
            </span>
            <span className="truncate text-muted">{entry.actor}</span>
            <span className="line-clamp-2 break-words text-[13px] text-faint">{detailsOf(entry.what)}</span>
          </li>
        ))}
      </ul>
      {onMore !== undefined && (
        <Button className="mt-3 w-full" onClick={onMore}>
          Show older entries
        </Button>
      )}
    </div>
  );
}
