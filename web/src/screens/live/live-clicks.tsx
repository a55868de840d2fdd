/** The newest clicks: from which page and place, to which network, and whether a sale could be traced back to them. */
import { CircleCheck, CircleDashed } from 'lucide-react';
import { ReaderMark } from '../../report/reader-mark.tsx';
import { placeWords, readableAddress } from '../../report/traffic-words.ts';
import { Card } from '../../ui/card.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import type { Site } from '../sites/queries.ts';
import type { LiveReply } from './live-screen.tsx';

type Click = LiveReply['clicks'][number];

interface LiveClicksProps {
  readonly clicks: readonly Click[] | undefined;
  readonly sites: readonly Site[];
}

function timeOf(at: string): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' }).format(new Date(at));
}

export function LiveClicks({ clicks, sites }: LiveClicksProps) {
  return (
    <Card title="Newest clicks" isFlush={clicks !== undefined && clicks.length > 0}>
      {clicks === undefined && <SkeletonLines count={4} />}
      {clicks?.length === 0 && (
        <p className="py-2 text-muted">No affiliate link was followed in the last 30 minutes.</p>
      )}
      {clicks !== undefined && clicks.length > 0 && (
        <ul className="divide-y border-t">
          {clicks.map((click) => (
            <li key={click.event} className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2">
              <span className="flex w-28 items-center gap-1.5">
                <Traced hasClickId={click.hasClickId} />
                <time className="num text-muted" dateTime={click.at}>
                  {timeOf(click.at)}
                </time>
              </span>
              <span className="min-w-0 flex-1 basis-48 truncate" title={`${click.host}${click.path}`}>
                {sites.length > 1 && <span className="text-faint">{click.host}</span>}
                {readableAddress(click.path)}
              </span>
              <span className="min-w-0 basis-52 truncate text-muted max-sm:basis-full" title={click.link}>
                {click.networkLabel}
                {click.linkText !== null && ` · “${click.linkText}”`}
              </span>
              <span className="basis-44 truncate text-faint max-sm:basis-full" title={placeWords(click)}>
                {placeWords(click)}
              </span>
              <span className="basis-44 text-faint">
                <ReaderMark device={click.device} country={click.country} city={click.city} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Traced({ hasClickId }: { readonly hasClickId: boolean }) {
  const words = hasClickId
    ? 'The link carried the id of this click: a sale can be traced to it'
    : 'No id was written into the link: a sale is attributed by probability';
  return (
    <span title={words} className={hasClickId ? 'text-approved' : 'text-faint'}>
      {hasClickId ? <CircleCheck aria-hidden size={15} /> : <CircleDashed aria-hidden size={15} />}
      <span className="sr-only">{words}</span>
    </span>
  );
}
