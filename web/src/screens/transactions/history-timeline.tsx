/** The history of a line: every belief, since when, and what the next posting changed. The newest is on top. */
import { Link } from '@tanstack/react-router';
import { useHidesMoney } from '../../api/use-may.ts';
import { formatDay, formatInstant } from '../../format/moments.ts';
import { formatCount, formatExact } from '../../format/numbers.ts';
import type { TransactionReply } from '../../report/queries.ts';
import { classNames } from '../../ui/class-names.ts';
import { Money } from '../../ui/money.tsx';

type Revision = TransactionReply['history'][number];
type Change = Revision['changes'][number];

export function HistoryTimeline({ history }: { readonly history: readonly Revision[] }) {
  const newest = [...history].reverse();
  const isHidden = useHidesMoney();
  return (
    <ol className="flex flex-col">
      {newest.map((revision, place) => {
        const isPresent = revision.replacedAt === null;
        const isFirst = place === newest.length - 1;
        return (
          <li key={`${revision.run} ${revision.postedAt}`} className="relative flex gap-3 pb-4 last:pb-0">
            {!isFirst && <span aria-hidden className="absolute top-4 bottom-0 left-[5px] w-px bg-line" />}
            <span
              aria-hidden
              className={classNames(
                'mt-1.5 size-[11px] shrink-0 rounded-full border-2',
                isPresent ? 'border-accent bg-accent' : 'border-line-strong bg-surface',
              )}
            />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-baseline gap-x-3">
                {isHidden ? (
                  <span className="text-muted">{formatCount(revision.items, 'item')}</span>
                ) : (
                  <>
                    <Money amount={revision.commission} currency={revision.currency} className="font-medium" />
                    <span className="num text-muted">
                      of <Money amount={revision.sales} currency={revision.currency} />
                    </span>
                  </>
                )}
                {revision.state !== 'counted' && <span className="text-muted">{revision.state}</span>}
                {revision.networkStatus !== null && <span className="text-muted">“{revision.networkStatus}”</span>}
              </p>
              <p className="text-[13px] text-faint">
                {isFirst ? 'First reported' : 'Changed'} {formatInstant(revision.postedAt)}
                {isPresent ? ' · believed now' : ` · until ${formatInstant(revision.replacedAt ?? '')}`} ·{' '}
                <Link
                  to="/runs/$run"
                  params={{ run: revision.run }}
                  className="rounded-sm underline decoration-line-strong underline-offset-4 hover:text-text"
                >
                  run {revision.run.slice(0, 8)}
                </Link>
              </p>
              {revision.changes.length > 0 && (
                <ul className="mt-1 flex flex-col gap-0.5 text-[13px]">
                  {revision.changes.map((change) => (
                    <li key={change.field}>
                      <span className="text-muted">{fieldName(change.field)}: </span>
                      {isHidden ? (
                        'changed' // its values may be amounts, and are kept from this person
                      ) : (
                        <>
                          <del className="text-faint">{shown(change, change.before, revision.currency)}</del> →{' '}
                          <ins className="no-underline">{shown(change, change.after, revision.currency)}</ins>
                        </>
                      )}
                    </li>
                  ))}
                </ul>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** `processedOn` → processed on. */
function fieldName(field: string): string {
  return field.replaceAll('_', ' ').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function shown({ field }: Change, value: string | null, currency: string): string {
  if (value === null || value === '') return '—';
  if ((field === 'sales' || field === 'commission') && /^-?\d+(\.\d+)?$/.test(value))
    return formatExact(value, currency);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDay(value) : value;
}
