/** The line for the pages, and whether it works: the first pageview is seen as it comes. */
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Copy, LoaderCircle } from 'lucide-react';
import { useIsDemo, useIsGuest } from '../../api/use-may.ts';
import { formatAgo, formatInstant } from '../../format/moments.ts';
import { formatNumber } from '../../format/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { collectorQuery, type Site, type SiteStatus } from './queries.ts';
import { isOnlyHere, snippetOf } from './site-words.ts';

/** The browser script as it is sent, packed: written in by the build, which has just made it. */
declare const SCRIPT_BYTES: number;

interface SnippetCardProps {
  readonly site: Site;
  readonly status: SiteStatus | undefined;
}

export function SnippetCard({ site, status }: SnippetCardProps) {
  const isGuest = useIsGuest(); // whom nobody tells where the collector is
  const isDemo = useIsDemo();
  const { data } = useQuery({ ...collectorQuery, enabled: !isGuest });
  const scriptUrl = data?.collector?.scriptUrl;
  const text = scriptUrl === undefined ? undefined : snippetOf(scriptUrl, site);
  return (
    <Card
      title="The line for your pages"
      actions={
        text !== undefined &&
        !isDemo && (
          <Button size="sm" look="primary" icon={Copy} onClick={() => void copyText(text, 'Line copied')}>
            Copy the line
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3">
        <p className="max-w-prose text-pretty text-muted">
          Into the head of every page, in the template of your site. It loads after the page and is{' '}
          {formatNumber(SCRIPT_BYTES / 1000, 1)} kB.
        </p>
        {isDemo && (
          <p className="max-w-prose text-pretty text-muted">
            This site is made up, and so are its readers: no page of it has the line. In a workspace of your own the
            line of your site stands here, ready to copy.
          </p>
        )}
        {isGuest ? (
          !isDemo && <Notice>Members of the workspace see the line here.</Notice>
        ) : data !== undefined && text === undefined ? (
          <Notice>No collector runs here, so there is no address for the line yet.</Notice>
        ) : (
          <pre className="whitespace-pre-wrap break-all rounded-card border bg-sunken p-3 text-[13px]">
            <code>{text ?? <Skeleton className="h-4 w-3/4" />}</code>
          </pre>
        )}
        {scriptUrl !== undefined && isOnlyHere(scriptUrl) && !isDemo && (
          <Notice>
            Only this machine reaches {new URL(scriptUrl).host}. For readers, set TRIBUTARY_COLLECT_URL to a public
            address that leads to the collector.
          </Notice>
        )}
        {site.privacy === 'consent' && (
          <p className="max-w-prose text-pretty text-muted">
            When a reader agrees, your banner sets <code>data-consent="yes"</code> on this tag. Until then the script
            reads, sends and changes nothing.
          </p>
        )}
        {!isDemo && <Arrival status={status} />}
      </div>
    </Card>
  );
}

function Arrival({ status }: { readonly status: SiteStatus | undefined }) {
  if (status === undefined) return <Skeleton className="h-5 w-64" />;
  const { firstEventAt, lastEventAt } = status;
  return (
    <p role="status" className="flex items-center gap-2">
      {firstEventAt === null ? (
        <>
          <LoaderCircle aria-hidden size={16} className="animate-spin text-pending motion-reduce:animate-none" />
          <span className="text-pending">Waiting for the first pageview… Open a page of yours in another tab.</span>
        </>
      ) : (
        <>
          <CircleCheck aria-hidden size={16} className="text-approved" />
          <span className="text-approved" title={formatInstant(firstEventAt)}>
            It works: the first pageview came {formatAgo(firstEventAt)}
            {lastEventAt !== null && lastEventAt !== firstEventAt && `, the last event ${formatAgo(lastEventAt)}`}.
          </span>
        </>
      )}
    </p>
  );
}
