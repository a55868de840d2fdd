/** How old the figures are, and when the next ones come. Amber where a stream needs a person. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { now } from '../clock.ts';
import { freshnessWords } from '../report/freshness.ts';
import { freshnessQuery } from '../report/queries.ts';
import { classNames } from '../ui/class-names.ts';
import { Tooltip } from '../ui/tooltip.tsx';

function needsWords(count: number): string {
  return count === 1 ? 'A stream needs you' : `${count} streams need you`;
}

export function FreshnessChip() {
  const { data } = useQuery(freshnessQuery());
  if (data === undefined) return null;
  const { tone, updated, next, problems } = freshnessWords(data, now());
  if (tone === 'none') return null;
  const isStale = tone === 'stale';
  const whole = next === null ? updated : `${updated} · ${next}`;
  return (
    <Tooltip text={isStale ? [...problems, whole].join(' ') : whole}>
      <Link
        to="/connections"
        className={classNames(
          'flex h-7 items-center gap-1.5 rounded-full px-2.5 text-xs max-lg:hidden',
          isStale ? 'bg-pending-soft font-medium text-pending' : 'text-muted hover:bg-hover',
        )}
      >
        <span aria-hidden className={classNames('size-1.5 rounded-full', isStale ? 'bg-pending' : 'bg-approved')} />
        {isStale ? needsWords(problems.length) : updated}
        {!isStale && next !== null && <span className="max-2xl:hidden">· {next}</span>}
        {isStale && <span className="sr-only">: {problems.join(' ')}</span>}
      </Link>
    </Tooltip>
  );
}
