/** What a list of attribution lacks: no script yet, or filters that pageviews and clicks cannot tell. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { formatDay } from '../../format/moments.ts';
import { useMay } from '../../api/use-may.ts';
import { sitesQuery } from '../../screens/sites/queries.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { dimensionLabel } from '../../view/filter.ts';
import type { EarnersReply } from './earner-queries.ts';
import { countedFrom, whatLacks } from './tracking-lacks.ts';

type Limits = Pick<EarnersReply, 'attribution' | 'trafficIgnores' | 'head'>;

export function TrackingNotice({ reply }: { readonly reply: (Limits & Pick<EarnersReply, 'total'>) | undefined }) {
  const { data: sites } = useQuery(sitesQuery);
  const mayAdd = useMay('admin');
  if (reply === undefined || sites === undefined) return null;
  const lack = whatLacks(reply, sites.length);
  if (lack === 'site') {
    return (
      <Notice
        action={
          mayAdd && (
            <Link to="/sites" className={buttonClass('primary', 'sm')}>
              Add a site
            </Link>
          )
        }
      >
        Commissions find their page once the script is in your pages. Until then they stand as not attributed.
      </Notice>
    );
  }
  if (lack === 'clicks') {
    return (
      <Notice
        action={
          <Link to="/sites" className={buttonClass('secondary', 'sm')}>
            See the sites
          </Link>
        }
      >
        No click was recorded yet: is the script in your pages? Until one is, commissions stand as not attributed.
      </Notice>
    );
  }
  return <TrafficLimits reply={reply} />;
}

/** What pageviews, clicks and what is made of them do not say. */
export function TrafficLimits({ reply }: { readonly reply: Limits }) {
  const { trafficIgnores } = reply;
  const eventsFrom = countedFrom(reply);
  if (trafficIgnores.length === 0 && eventsFrom === null) return null;
  return (
    <p className="text-pretty text-faint text-xs">
      {eventsFrom !== null &&
        `Pageviews and clicks are counted from ${formatDay(eventsFrom)} on: EPC and RPM set all commissions of the period against them. `}
      {trafficIgnores.length > 0 &&
        `Pageviews and clicks are not narrowed by ${trafficIgnores.map(dimensionLabel).join(', ')}: only the sale says it.`}
    </p>
  );
}
