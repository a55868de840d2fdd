/** Above the figures: of an advertiser's newest lines clearly fewer say which click earned them. Quiet while it is as it was. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '../../api/client.ts';
import { dropWords, watchedDays } from '../../report/coverage-drops.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { writeFilter } from '../../view/filter.ts';
import { sitesQuery } from '../sites/queries.ts';

export function CoverageNotice({ today }: { readonly today: string }) {
  const { data: sites = [] } = useQuery(sitesQuery);
  const days = watchedDays(today);
  const { data } = useQuery({
    queryKey: ['report', 'coverage-drops', today],
    queryFn: ({ signal }) =>
      call(
        'GET /api/v1/reports/sub-ids',
        { query: { ...days, compare: 'custom', by: 'network', limit: 1, currency: 'reported' } },
        signal,
      ),
    // without a script no sub-id of ours can be lost
    enabled: sites.length > 0,
  });
  const [first, ...more] = data?.drops ?? [];
  if (first === undefined) return null;
  const filter = (dimension: string, value: string): string => writeFilter({ dimension, word: 'is', values: [value] });
  return (
    <Notice
      action={
        <Link
          to="/quality"
          search={({ ws }) => ({
            ...(ws === undefined ? {} : { ws }),
            ...{ period: 'custom', from: days.from, to: days.to, of: 'coverage' },
            ...{ cmp: 'custom', cfrom: days.compareFrom, cto: days.compareTo },
            f: [filter('network', first.network), filter('advertiser', first.advertiserId)],
          })}
          className={buttonClass('secondary', 'sm')}
        >
          Its sub-ids
        </Link>
      }
    >
      {dropWords(first, more.length)} Look whether its links lost their sub-id, or its report the column.
    </Notice>
  );
}
