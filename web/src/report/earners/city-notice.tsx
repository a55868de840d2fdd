/** Why a list of cities has none. */
import { useQuery } from '@tanstack/react-query';
import { useIsGuest } from '../../api/use-may.ts';
import { collectorQuery } from '../../screens/sites/queries.ts';
import { Notice } from '../../ui/notice.tsx';
import { readFilter } from '../../view/filter.ts';
import { NONE } from '../dimensions.ts';
import type { EarnersReply } from './earner-queries.ts';

interface CityNoticeProps {
  readonly rows: EarnersReply['rows'] | undefined;
  readonly filters: readonly string[] | undefined;
}

export function CityNotice({ rows, filters }: CityNoticeProps) {
  const { data } = useQuery({ ...collectorQuery, enabled: !useIsGuest() });
  if (rows === undefined || rows.some(({ key }) => key !== NONE)) return null;
  if (filters?.some((text) => readFilter(text)?.dimension === 'readerCity') === true) return null; // it was asked for
  if (data?.collector?.pulse?.places?.hasCities === true) {
    return (
      <Notice>
        No city is known of these readers. The server’s database tells the cities of those who come now; readers of
        before it was there have none, and so have readers who get no id.
      </Notice>
    );
  }
  return (
    <Notice>
      Cities come from a database on the server itself, such as DB-IP City Lite or GeoLite2 City: whoever runs the
      server names the file in <code>TRIBUTARY_GEO_DATABASE</code>. “Countries and cities of readers” in{' '}
      <code>docs/self-hosting.md</code> says how. Readers who came before have no city.
    </Notice>
  );
}
