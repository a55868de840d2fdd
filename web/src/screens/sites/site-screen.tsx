/** One site: its line for the pages, what came, what is collected. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeft, KeyRound, Radio, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { useIsDemo } from '../../api/use-may.ts';
import { May } from '../../api/may.tsx';
import { now } from '../../clock.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState, ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import { toast } from '../../ui/toast-store.ts';
import { type Site, siteStatusQuery, sitesQuery } from './queries.ts';
import { SiteCounts } from './site-counts.tsx';
import { SiteSettings } from './site-settings.tsx';
import { siteHealth } from './site-words.ts';
import { SnippetCard } from './snippet-card.tsx';

export function SiteScreen() {
  const { site: id } = useParams({ from: '/app/sites/$site' });
  const sites = useQuery(sitesQuery);
  const { data: status } = useQuery(siteStatusQuery(id));
  const isDemo = useIsDemo();
  if (sites.isPending) return <SkeletonLines count={8} />;
  if (sites.isError) {
    return <ErrorState title="The site could not be read" error={sites.error} onRetry={() => void sites.refetch()} />;
  }
  const site = sites.data.find((one) => one.id === id);
  if (site === undefined) {
    return (
      <EmptyState
        title="There is no such site"
        action={
          <Link to="/sites" className={buttonClass()}>
            All sites
          </Link>
        }
      />
    );
  }
  const health = siteHealth(status, now(), isDemo);
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-5">
      <header className="flex flex-col gap-1">
        <Link to="/sites" className="flex w-fit items-center gap-1.5 text-muted hover:text-text max-sm:min-h-11">
          <ArrowLeft aria-hidden size={15} /> All sites
        </Link>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h2 className="min-w-0 break-words font-semibold text-xl tracking-tight">{site.name}</h2>
          <Chip tone={health.tone}>{health.word}</Chip>
          <Link to="/live" search={{ site: site.id }} className={`${buttonClass('secondary', 'sm')} sm:ml-auto`}>
            <Radio aria-hidden size={16} /> See it live
          </Link>
        </div>
        {site.name !== site.host && <p className="text-muted">{site.host}</p>}
        {health.advice !== null && <p className="mt-2 max-w-prose text-pretty">{health.advice}</p>}
      </header>
      <SnippetCard site={site} status={status} />
      <SiteCounts status={status} />
      <SiteSettings key={JSON.stringify(site)} site={site} />
      <May least="admin">
        <Endings site={site} />
      </May>
    </div>
  );
}

type Ending = 'key' | 'site' | null;

/** A new key, and the end of the site: both are asked about first. */
function Endings({ site }: { readonly site: Site }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [ending, setEnding] = useState<Ending>(null);
  const close = (): void => setEnding(null);
  const again = (): Promise<void> => queryClient.invalidateQueries({ queryKey: sitesQuery.queryKey });
  const renew = useMutation({
    mutationFn: () => call('PATCH /api/v1/sites/{site}', { params: { site: site.id }, body: { newKey: true } }),
    onSuccess: async () => {
      await again();
      close();
      toast('New key made: change the line in your pages');
    },
  });
  const remove = useMutation({
    mutationFn: () => call('DELETE /api/v1/sites/{site}', { params: { site: site.id } }),
    onSuccess: async () => {
      await navigate({ to: '/sites' });
      await again();
    },
  });
  return (
    <div className="flex flex-wrap gap-2">
      <Button icon={KeyRound} onClick={() => setEnding('key')}>
        Make a new key
      </Button>
      <Button look="danger" icon={Trash2} onClick={() => setEnding('site')}>
        Remove the site
      </Button>
      <ConfirmDialog
        isOpen={ending === 'key'}
        onClose={close}
        title="Make a new site key?"
        action="Make a new key"
        isBusy={renew.isPending}
        error={renew.error}
        onConfirm={() => renew.mutate()}
      >
        The present key ends at once: pages with the old line send events that are dropped until the line is changed.
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={ending === 'site'}
        onClose={close}
        title={`Remove ${site.name}?`}
        action="Remove the site"
        isBusy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
      >
        No more events are taken of it. What came until now stays in your reports.
      </ConfirmDialog>
    </div>
  );
}
