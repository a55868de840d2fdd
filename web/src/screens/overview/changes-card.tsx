/** What changed: counts and sums by kind, and the newest lines. Of the whole ledger, whatever is filtered. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { today } from '../../clock.ts';
import { isZero } from '../../format/decimal.ts';
import { formatInstant } from '../../format/moments.ts';
import { formatMoney, formatNumber } from '../../format/numbers.ts';
import { type ChangesReply, changesQuery, freshnessQuery } from '../../report/queries.ts';
import { needsSomebody } from '../../report/freshness.ts';
import { Card } from '../../ui/card.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { addDays } from '../../view/period.ts';
import { useFilters, useView } from '../../view/use-view.ts';
import { ChangedLine } from './changed-line.tsx';
import { type ChangeRow, changeRows, KIND_WORDS } from './change-words.ts';

const ChangedLines = lazy(async () => ({ default: (await import('./changed-lines.tsx')).ChangedLines }));

const SPANS = [
  { id: 'day', label: 'Yesterday' },
  { id: 'week', label: '7 days' },
  { id: 'import', label: 'Last import' },
] as const;
type Span = (typeof SPANS)[number]['id'];

/** A day stands for its end: what the ledger said then. */
function sinceOf(span: Span): string | null {
  if (span === 'import') return null;
  return addDays(today(), span === 'day' ? -1 : -7);
}

export function ChangesCard() {
  const [span, setSpan] = useState<Span>('day');
  const { data, error, refetch } = useQuery(changesQuery(sinceOf(span)));
  return (
    <Card
      title="What changed since"
      className="break-inside-avoid"
      actions={<Segmented label="Since when" options={SPANS} value={span} onChange={setSpan} />}
    >
      {error !== null && data === undefined ? (
        <ErrorState title="The changes could not be read" error={error} onRetry={() => void refetch()}>
          The figures above are not affected.
        </ErrorState>
      ) : data === undefined ? (
        <SkeletonLines count={6} />
      ) : (
        <Changes reply={data} since={sinceOf(span)} />
      )}
    </Card>
  );
}

const ROW = 'flex min-h-8 w-full flex-wrap items-center gap-x-3 py-1 text-left max-sm:min-h-11';

function Changes({ reply, since }: { readonly reply: ChangesReply; readonly since: string | null }) {
  const [shown, setShown] = useState<ChangeRow>();
  const rows = changeRows(reply);
  const newest = reply.runs[0];
  return (
    <div className="flex flex-col gap-3">
      <WholeLedger />
      <ul className="-mx-2 flex flex-col">
        {rows.length === 0 && <li className={`${ROW} px-2 text-muted`}>Nothing changed in the ledger.</li>}
        {rows.map((row) => {
          const { kind, lines, sums } = row;
          const cells = (
            <>
              <span className="num min-w-13 text-right font-medium">{formatNumber(lines)}</span>
              <span className="shrink-0 grow">{lines === 1 ? KIND_WORDS[kind].one : KIND_WORDS[kind].many}</span>
              <span className="num flex flex-wrap justify-end gap-x-3">
                {sums.map(({ currency, change }) => (
                  <Change key={currency} amount={change} currency={currency} />
                ))}
              </span>
            </>
          );
          return (
            <li key={kind} className="border-b last:border-b-0">
              {kind === 'merged' ? (
                <span className={`${ROW} px-2`}>{cells}</span>
              ) : (
                <button
                  type="button"
                  aria-haspopup="dialog"
                  className={`${ROW} rounded-md px-2 outline-offset-[-2px] hover:bg-hover`}
                  onClick={() => setShown(row)}
                >
                  {cells}
                </button>
              )}
            </li>
          );
        })}
        <NeedsYou />
      </ul>
      {reply.lines.length > 0 && (
        <div>
          <h3 className="mt-1 mb-1 text-faint text-xs">
            Newest lines{newest === undefined ? '' : ` · posted ${formatInstant(newest.postedAt)}`}
          </h3>
          <ul className="-mx-2 flex flex-col">
            {reply.lines.map((change) => (
              <ChangedLine key={`${change.kind} ${change.line.id}`} change={change} />
            ))}
          </ul>
        </div>
      )}
      <Suspense>
        {shown !== undefined && (
          <ChangedLines kind={shown.kind} all={shown.lines} since={since} onClose={() => setShown(undefined)} />
        )}
      </Suspense>
    </div>
  );
}

/** What the card does not follow is said where it would be expected to. */
function WholeLedger() {
  const { filters } = useFilters();
  const { into } = useView();
  if (filters.length === 0 && into === undefined) return null;
  return (
    <p className="text-faint text-xs">
      Of the whole ledger{filters.length > 0 && ', whatever is filtered'}
      {into !== undefined && ', amounts as reported'}.
    </p>
  );
}

/** Streams that wait for a person, by the same freshness as the bar. */
function NeedsYou() {
  const { data } = useQuery(freshnessQuery());
  const count = data === undefined ? 0 : needsSomebody(data).length;
  if (count === 0) return null;
  return (
    <li>
      <Link to="/connections" className={`${ROW} rounded-md px-2 text-pending hover:bg-hover`}>
        <span className="num min-w-13 text-right font-medium">{formatNumber(count)}</span>
        {count === 1 ? 'stream needs you' : 'streams need you'}
      </Link>
    </li>
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
