/** Why a line is attributed as it is: its shares, and the evidence that led there, step by step. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Tag } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { call, type Reply } from '../../api/client.ts';
import { useMay } from '../../api/use-may.ts';
import { formatInstant, formatLag } from '../../format/moments.ts';
import { formatCount, formatPercent } from '../../format/numbers.ts';
import { BROKEN_ID_WORDS } from '../../report/broken-id.ts';
import { METHOD_WORDS } from '../../report/earners/earner-words.ts';
import { MethodChip } from '../../report/earners/method-mark.tsx';
import { placeWords, readableAddress, readerPlace, sourceLabel } from '../../report/traffic-words.ts';
import { Button } from '../../ui/button.tsx';
import { Money } from '../../ui/money.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { keptView } from '../../view/view.ts';
import { RuleDialog } from '../attribution/lazy-rule-dialog.tsx';
import { ruleSentence } from '../attribution/rule-words.ts';

type Evidence = Reply<'GET /api/v1/reports/transactions/{id}/attribution'>;
type Share = Evidence['shares'][number];

export function WhyPage({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['report', 'evidence', id],
    queryFn: ({ signal }) => call('GET /api/v1/reports/transactions/{id}/attribution', { params: { id } }, signal),
  });
  if (error !== null && data === undefined) {
    return <ErrorState title="The evidence could not be read" error={error} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <SkeletonLines count={3} />;
  return (
    <div className="flex flex-col gap-3">
      <ul className="divide-y">
        {data.shares.map((share, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the shares of one line, in their order
          <li key={place}>
            <ShareLine share={share} isOne={data.shares.length === 1} />
          </li>
        ))}
      </ul>
      <Steps evidence={data} />
      <RuleOffer evidence={data} />
    </div>
  );
}

function ShareLine({ share, isOne }: { readonly share: Share; readonly isOne: boolean }) {
  const { method, confidence, page, placement, position, sourceClass, source, campaign, commission, currency } = share;
  const place = readerPlace({ country: share.readerCountry, city: share.readerCity });
  const facts = [
    placement === null && position === null ? null : placeWords({ placement, position }),
    sourceClass === null ? null : `from ${sourceLabel(sourceClass, source)}`,
    campaign,
    place === null ? null : `reader in ${place}`,
  ].filter((one) => one !== null && one !== '');
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <MethodChip method={method} confidence={confidence} />
      <span className="min-w-0 flex-1 basis-56">
        {page === null ? (
          <span className="text-muted">{METHOD_WORDS[method].meaning}</span>
        ) : (
          <Link
            to="/page"
            search={(before) => ({ ...keptView(before), page: page.key })}
            className="break-words text-accent hover:underline"
            title={page.key}
          >
            {page.title ?? readableAddress(page.key)}
          </Link>
        )}
        {facts.length > 0 && <span className="block text-faint text-xs">{facts.join(' · ')}</span>}
      </span>
      {!isOne && commission !== null && <Money amount={commission} currency={currency} />}
    </div>
  );
}

const READINGS: Readonly<Record<NonNullable<Evidence['subId']>['reading'], string>> = {
  intact: 'holds the id of a click',
  folded: 'holds the id of a click, in other letters than it was sent',
  truncated: 'holds the beginning of a click’s id: the network cut it',
  damaged: 'looks like the id of a click, but its check character says that it is not whole',
  none: 'holds no id of a click',
};

/** What was found, in the order in which it was looked for. */
function Steps({ evidence: { subId, click, visit, rule, referrer, model } }: { readonly evidence: Evidence }) {
  return (
    <ol className="flex flex-col gap-2 border-l pl-4">
      <Step>
        {subId === null ? (
          'The line brings no sub-id.'
        ) : (
          <>
            The sub-id <code className="break-all">{subId.text}</code> {READINGS[subId.reading]}.
          </>
        )}
      </Step>
      {click === null && (subId?.reading === 'truncated' || subId?.reading === 'damaged') && (
        <Step>
          {BROKEN_ID_WORDS[subId.reading].what} {BROKEN_ID_WORDS[subId.reading].todo}
        </Step>
      )}
      {click !== null && (
        <Step>
          {click.isOfThisLine ? 'That click' : 'Another line of the order brought an id; its click'} was on{' '}
          <span className="break-all">
            {click.pageHost}
            {readableAddress(click.pagePath)}
          </span>{' '}
          at {formatInstant(click.at)}
          {click.minutesBefore !== null &&
            `, ${formatLag(click.minutesBefore)} ${click.minutesBefore < 0 ? 'after' : 'before'} the order`}
          .{click.isCut && ' One click alone begins so.'}
        </Step>
      )}
      {visit.length > 1 && (
        <Step>
          Read before it:{' '}
          {visit.map(({ at, pagePath, sourceClass, source }, place) => (
            <span key={at} className="break-all">
              {place > 0 && ' → '}
              {readableAddress(pagePath)}
              {place === 0 && sourceClass !== null && ` (from ${sourceLabel(sourceClass, source)})`}
            </span>
          ))}
        </Step>
      )}
      {rule !== null && <Step>Your rule: {ruleSentence(rule)}.</Step>}
      {referrer !== null && (
        <Step>
          The network says that the reader came from <span className="break-all">{referrer}</span>.
        </Step>
      )}
      {model !== null && (
        <Step>
          {formatCount(model.clicks, 'click')} on this advertiser from {formatCount(model.pages, 'page')} in the 30 days
          before, weighed by time, product and how their readers buy. {formatPercent(model.unnamed, 0)} fits no page
          well enough and goes to nobody.
        </Step>
      )}
    </ol>
  );
}

function Step({ children }: { readonly children: ReactNode }) {
  return <li className="text-pretty text-muted">{children}</li>;
}

/** A sub-id that nothing explains: say what it means. */
function RuleOffer({ evidence: { subId, click, rule, line } }: { readonly evidence: Evidence }) {
  const mayEdit = useMay('editor');
  const [isOpen, setOpen] = useState(false);
  if (!mayEdit || subId === null || subId.reading !== 'none' || click !== null || rule !== null) return null;
  return (
    <>
      <Button size="sm" icon={Tag} className="w-fit" onClick={() => setOpen(true)}>
        Say what this sub-id means
      </Button>
      {isOpen && <RuleDialog start={{ text: subId.text, network: line.network }} onClose={() => setOpen(false)} />}
    </>
  );
}
