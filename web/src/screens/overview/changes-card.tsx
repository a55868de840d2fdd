/** What changed: counts and sums by kind, and the newest lines. Of the whole ledger, whatever is filtered. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { today } from '../../clock.ts';
import { isZero } from '../../format/decimal.ts';
import { formatInstant } from '../../format/moments.ts';
import { formatMoney } from '../../format/numbers.ts';
import { type ChangesReply, changesQuery } from '../../report/queries.ts';
import { Card } from '../../ui/card.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import { addDays } from '../../view/period.ts';
import { keptView } from '../../view/view.ts';
import { type ChangeKind, changeRows, KIND_WORDS } from './change-words.ts';

const SPANS = [
  { id: 'import', label: 'Last import' },
  { id: 'day', label: 'Yesterday' },
  { id: 'week', label: '7 days' },
] as const;
type Span = (typeof SPANS)[number]['id'];

/** A day stands for its end: what the ledger said then. */
function sinceOf(span: Span): string | null {
  if (span === 'import') return null;
  return addDays(today(), span === 'day' ? -2 : -8);
}

export function ChangesCard() {
  const [span, setSpan] = useState<Span>('import');
  const { data, error, refetch } = useQuery(changesQuery(sinceOf(span)));
  return (
    <Card
      title="What changed"
      className="break-inside-avoid"
      actions={
        <span className="no-print">
          <Segmented label="Since when" options={SPANS} value={span} onChange={setSpan} />
        </span>
      }
    >
      {error !== null && data === undefined ? (
        <ErrorState title="The changes could not be read" error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <SkeletonLines count={6} />
      ) : (
        <Changes reply={data} />
      )}
    </Card>
  );
}

function Changes({ reply }: { readonly reply: ChangesReply }) {
  const rows = changeRows(reply);
  const newest = reply.runs[0];
  if (rows.length === 0) return <p className="py-6 text-muted">Nothing changed.</p>;
  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-col">
        {rows.map(({ kind, lines, sums }) => (
          <li key={kind} className="flex min-h-8 flex-wrap items-center gap-x-3 border-b py-1 last:border-b-0">
            <span className="num w-12 text-right font-medium">{lines}</span>
            <span className="min-w-0 flex-1">{lines === 1 ? KIND_WORDS[kind].one : KIND_WORDS[kind].many}</span>
            <span className="num flex flex-wrap justify-end gap-x-3 text-muted">
              {sums.map(({ currency, change }) => (
                <Change key={currency} amount={change} currency={currency} />
              ))}
            </span>
          </li>
        ))}
      </ul>
      <h3 className="mt-1 text-faint text-xs">
        Newest lines{newest === undefined ? '' : ` · posted ${formatInstant(newest.postedAt)}`}
      </h3>
      <ul className="-mx-2 flex flex-col">
        {reply.lines.map((change) => (
          <NewestLine key={`${change.kind} ${change.line.id}`} change={change} />
        ))}
      </ul>
    </div>
  );
}

function Change({ amount, currency }: { readonly amount: string | null; readonly currency: string }) {
  if (amount === null || isZero(amount)) return null;
  const isLess = amount.startsWith('-');
  return (
    <span className={isLess ? 'text-reversed' : 'text-approved'}>
      {isLess ? '' : '+'}
      {formatMoney(amount, currency)}
    </span>
  );
}

function NewestLine({ change: { kind, line } }: { readonly change: ChangesReply['lines'][number] }) {
  return (
    <li>
      <Link
        to="/transactions"
        search={(previous) => ({ ...keptView(previous), line: line.id })}
        className="flex h-8 items-center gap-3 rounded-md px-2 hover:bg-hover max-sm:h-11"
      >
        <KindChip kind={kind} />
        <span className="min-w-0 flex-1 truncate">
          {line.advertiser ?? line.advertiserId} <span className="text-muted">· {line.product ?? line.orderId}</span>
        </span>
        <span className="num">
          {kind === 'lost' ? (
            <span className="text-muted">of {formatMoney(line.sales, line.currency)}</span>
          ) : (
            formatMoney(line.commission, line.currency)
          )}
        </span>
      </Link>
    </li>
  );
}

function KindChip({ kind }: { readonly kind: ChangeKind }) {
  const { tone, chip } = KIND_WORDS[kind];
  return <Chip tone={tone}>{chip}</Chip>;
}
