/** Above the figures: of which days and when they were brought up to date, what is missing in them, and why. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { now } from '../../clock.ts';
import { formatInstant, formatRange } from '../../format/moments.ts';
import { freshnessWords, missingStreams, streamName } from '../../report/freshness.ts';
import { freshnessQuery, type OverviewReply } from '../../report/queries.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Skeleton } from '../../ui/states.tsx';

interface OverviewNoticesProps {
  readonly head: OverviewReply['head'] | undefined;
  /** The newest figures could not be read: older ones are shown. */
  readonly error: unknown;
  readonly onRetry: () => void;
}

export function OverviewNotices({ head, error, onRetry }: OverviewNoticesProps) {
  const { data: freshness } = useQuery(freshnessQuery());
  const words = freshness === undefined ? undefined : freshnessWords(freshness, now());
  const missing =
    freshness === undefined || head === undefined ? [] : missingStreams(freshness, head.period.to, head.today);
  return (
    <>
      <div className="flex min-h-5 flex-wrap items-center justify-between gap-x-4 gap-y-1 text-[13px] text-muted">
        {head === undefined ? (
          <Skeleton className="h-4 w-56" />
        ) : (
          <span className="num">
            {formatRange(head.period.from, head.period.to)}
            {head.compared !== null && (
              <span className="text-faint"> · compared with {formatRange(head.compared.from, head.compared.to)}</span>
            )}
          </span>
        )}
        {words !== undefined && (
          <Link
            to="/connections"
            title={freshness?.asOf ? formatInstant(freshness.asOf) : undefined}
            className={classNames(
              'inline-flex items-center gap-1.5 rounded-sm hover:underline md:hidden print:inline-flex',
              words.tone === 'stale' && 'text-pending',
            )}
          >
            <span
              aria-hidden
              className={classNames('size-2 rounded-full', words.tone === 'stale' ? 'bg-pending' : 'bg-approved')}
            />
            {words.text}
          </Link>
        )}
      </div>
      {error !== null && head !== undefined && (
        <Notice
          action={
            <Button size="sm" onClick={onRetry}>
              Try again
            </Button>
          }
        >
          These figures could not be brought up to date: {messageOf(error)}
        </Notice>
      )}
      {words?.problems.map((problem) => (
        <Notice key={problem}>{problem}</Notice>
      ))}
      {missing.length > 0 && freshness !== undefined && (
        <Notice>
          {freshness.streams.length - missing.length} of {freshness.streams.length} streams have data for this period.
          Missing: {missing.map(streamName).join('; ')}.
        </Notice>
      )}
    </>
  );
}

function Notice({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div
      role="status"
      className="flex items-center gap-3 rounded-card border border-pending/40 bg-pending-soft px-4 py-2.5"
    >
      <TriangleAlert aria-hidden size={16} className="shrink-0 text-pending" />
      <p className="min-w-0 flex-1 text-pretty">{children}</p>
      {action}
    </div>
  );
}
