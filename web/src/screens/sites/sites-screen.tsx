/** The websites of the workspace: whether their events come, and what becomes of a link. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Globe, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { May } from '../../api/may.tsx';
import { useIsDemo, useIsGuest } from '../../api/use-may.ts';
import { now } from '../../clock.ts';
import { formatAgo, formatInstant } from '../../format/moments.ts';
import { formatCount, formatNumber } from '../../format/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { HEALTH_LINK, HealthLine } from '../../ui/health-line.tsx';
import { Notice } from '../../ui/notice.tsx';
import { EmptyState, ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { AddSiteDialog } from './add-site-dialog.tsx';
import { LinkTest } from './link-test.tsx';
import { collectorQuery, type Site, siteStatusQuery, sitesQuery } from './queries.ts';
import { collectorTrouble, placesWords, siteHealth } from './site-words.ts';

export function SitesScreen() {
  const sites = useQuery(sitesQuery);
  // how the installation is, guests are not told
  const { data: collector } = useQuery({ ...collectorQuery, enabled: !useIsGuest() });
  const [isAdding, setAdding] = useState(false);
  const addOr = (otherwise: ReactNode) => (
    <May least="admin" otherwise={otherwise}>
      <Button look="primary" icon={Plus} onClick={() => setAdding(true)}>
        Add a site
      </Button>
    </May>
  );
  if (sites.isPending) return <SkeletonLines count={6} />;
  if (sites.isError) {
    return <ErrorState title="The sites could not be read" error={sites.error} onRetry={() => void sites.refetch()} />;
  }
  const trouble = collector === undefined ? null : collectorTrouble(collector);
  const places = collector === undefined ? null : placesWords(collector);
  const stray = collector?.unknownSites.today.dropped ?? 0;
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-5">
      {trouble !== null && <Notice>{trouble}</Notice>}
      {stray > 0 && (
        <Notice>
          {formatCount(stray, 'request')} today carried a key of no site, or no event: an old copy of the script,
          perhaps.
        </Notice>
      )}
      {sites.data.length === 0 ? (
        <EmptyState
          title="No site is measured yet"
          picture={<Globe aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
          action={addOr(<p className="text-muted">An admin adds the first one.</p>)}
        >
          One line in your pages, and every commission finds the page, the link and the reader’s source that earned it.
          No cookies; nothing is stored in the reader’s browser.
        </EmptyState>
      ) : (
        <>
          <div className="flex justify-end empty:hidden">{addOr(null)}</div>
          <Card isFlush>
            <ul className="divide-y">
              {sites.data.map((site) => (
                <li key={site.id}>
                  <SiteLine site={site} />
                </li>
              ))}
            </ul>
          </Card>
          {places !== null && <p className="text-faint text-xs">{places}</p>}
        </>
      )}
      <LinkTest />
      {isAdding && <AddSiteDialog onClose={() => setAdding(false)} />}
    </div>
  );
}

function SiteLine({ site }: { readonly site: Site }) {
  const { data: status } = useQuery(siteStatusQuery(site.id));
  const isDemo = useIsDemo();
  const health = siteHealth(status, now(), isDemo);
  return (
    <HealthLine
      link={
        <Link to="/sites/$site" params={{ site: site.id }} className={HEALTH_LINK}>
          {site.name}
        </Link>
      }
      about={site.name === site.host ? null : site.host}
      health={health}
      facts={
        status !== undefined &&
        !isDemo && (
          <>
            <span>{formatCount(status.today.byKind['pageview'] ?? 0, 'pageview')} today</span>
            <span>{formatCount(status.today.byKind['click'] ?? 0, 'click')} today</span>
            {status.today.dropped > 0 && <span>{formatNumber(status.today.dropped)} dropped today</span>}
            {status.lastEventAt !== null && (
              <span title={formatInstant(status.lastEventAt)}>Last event {formatAgo(status.lastEventAt)}</span>
            )}
          </>
        )
      }
    />
  );
}
