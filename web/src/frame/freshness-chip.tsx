/** How old the figures are, and when the next ones come. Amber where a connection needs a person. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '../api/client.ts';
import { formatAgo } from '../format/moments.ts';
import { classNames } from '../ui/class-names.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { freshnessOf } from './freshness.ts';

const EVERY_MS = 60_000;
const RUNS_LOOKED_AT = 50;

export function FreshnessChip() {
  const { data } = useQuery({
    queryKey: ['freshness'],
    queryFn: async ({ signal }) => {
      const [{ connections }, { runs }] = await Promise.all([
        call('GET /api/v1/connections', {}, signal),
        call('GET /api/v1/runs', { query: { limit: RUNS_LOOKED_AT } }, signal),
      ]);
      return freshnessOf(connections, runs);
    },
    refetchInterval: EVERY_MS,
  });
  if (data === undefined || data.state === 'empty') return null;
  const ago = data.updatedAt === null ? 'no figures yet' : `updated ${formatAgo(data.updatedAt)}`;
  const next = data.nextAt === null ? '' : ` · next ${formatAgo(data.nextAt)}`;
  const isStale = data.state === 'stale';
  return (
    <Tooltip text={isStale ? data.reason : `${ago}${next}`}>
      <Link
        to="/connections"
        className={classNames(
          'flex h-7 items-center gap-1.5 rounded-full px-2.5 text-xs max-md:hidden',
          isStale ? 'bg-pending-soft font-medium text-pending' : 'text-muted hover:bg-hover',
        )}
      >
        <span aria-hidden className={classNames('size-1.5 rounded-full', isStale ? 'bg-pending' : 'bg-approved')} />
        {ago}
        <span className="max-xl:hidden">{next}</span>
      </Link>
    </Tooltip>
  );
}
