/** Above the figures: of which days and when they were brought up to date, what is missing in them, and why. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useIsDemo } from '../../api/use-may.ts';
import { now } from '../../clock.ts';
import { formatInstant, formatRange } from '../../format/moments.ts';
import { demoFreshnessWords, freshnessWords, missingStreams, streamName } from '../../report/freshness.ts';
import { freshnessQuery, type OverviewReply } from '../../report/queries.ts';
import { buttonClass } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Notice, StaleNotice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/states.tsx';

interface OverviewNoticesProps {
  readonly head: OverviewReply['head'] | undefined;
  /** The newest figures could not be read: older ones are shown. */
  readonly error: unknown;
  readonly onRetry: () => void;
}

export function OverviewNotices({ head, error, onRetry }: OverviewNoticesProps) {
  const { data: freshness } = useQuery(freshnessQuery());
  const isDemo = useIsDemo();
  const words =
    freshness === undefined ? undefined : isDemo ? demoFreshnessWords(freshness) : freshnessWords(freshness, now());
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
            {head.period.from <= head.today && head.today <= head.period.to && (
              <span className="text-faint"> · today is not over</span>
            )}
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
              'inline-flex items-center gap-1.5 rounded-sm hover:underline lg:hidden print:inline-flex',
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
      {error !== null && head !== undefined && <StaleNotice what="These figures" error={error} onRetry={onRetry} />}
      {words?.problems.map((problem) => (
        <Notice
          key={problem}
          action={
            <Link to="/connections" className={buttonClass('secondary', 'sm')}>
              Connections
            </Link>
          }
        >
          {problem}
        </Notice>
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
