/** How far a run is, while it goes on by itself. */
import { formatInstant } from '../../format/moments.ts';
import { Progress } from '../../ui/progress.tsx';
import type { Run } from '../connections/queries.ts';

const STAGES: Readonly<Partial<Record<Run['state'], string>>> = {
  queued: 'Waits for its turn',
  fetching: 'Asking the network',
  waiting: 'Waiting until the network takes requests again',
  staging: 'Reading and comparing with the ledger',
};

export function RunProgress({ run, label }: { readonly run: Run; readonly label?: string | undefined }) {
  const { progress, state } = run;
  const isWaiting = state === 'waiting' && progress?.retryAt !== null && progress?.retryAt !== undefined;
  const current = isWaiting ? `Goes on at ${formatInstant(progress.retryAt ?? '')}` : progress?.current;
  const stage = STAGES[state] ?? state;
  return (
    <Progress
      label={label === undefined ? stage : `${label} – ${stage.toLowerCase()}`}
      done={state === 'staging' ? 0 : (progress?.done ?? 0)}
      total={state === 'staging' ? 0 : (progress?.total ?? 0)}
      current={current ?? null}
    />
  );
}
