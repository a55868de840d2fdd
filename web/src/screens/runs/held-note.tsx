/** Why a run waits, and what each choice does. */
import { formatNumber } from '../../format/numbers.ts';
import type { Run } from '../connections/queries.ts';
import { counted, heldReasons } from './run-words.ts';

export function HeldNote({ run }: { readonly run: Run }) {
  if (run.state !== 'held' || run.receipt === null) return null;
  const { added, changed, withdrawn } = run.receipt;
  const will = [
    added > 0 ? `${counted(added, 'new line')} count` : null,
    changed > 0 ? `${formatNumber(changed)} change` : null,
    withdrawn > 0 ? `${formatNumber(withdrawn)} count no more, with their history kept` : null,
  ].filter((one) => one !== null);
  return (
    <section className="rounded-card border border-pending/40 bg-pending-soft p-4">
      <p className="font-semibold">Held: look at it before it counts</p>
      <ul className="mt-1 flex flex-col gap-1">
        {heldReasons(run.receipt).map((reason) => (
          <li key={reason} className="text-pretty text-muted">
            {reason}
          </li>
        ))}
      </ul>
      <dl className="mt-3 grid gap-x-4 gap-y-1 sm:grid-cols-[6rem_1fr]">
        <dt className="font-medium">Upload</dt>
        <dd className="text-pretty text-muted">
          {will.length === 0 ? 'Nothing in the ledger changes.' : `${will.join(', ')}. Lines in conflict stay apart.`}
        </dd>
        <dt className="font-medium">Discard</dt>
        <dd className="text-pretty text-muted">
          The ledger stays as it is. {run.kind === 'pull' ? 'The next pull asks the network again. ' : ''}The raw
          reports are kept either way.
        </dd>
      </dl>
    </section>
  );
}
