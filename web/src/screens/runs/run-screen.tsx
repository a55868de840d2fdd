/** One run: what it is, how far, what it did or would do, and what can be decided. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { isUnderWay, runQuery } from '../../api/follow.ts';
import { useMay, WANTS } from '../../api/use-may.ts';
import { formatInstant } from '../../format/moments.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import { connectionsQuery, networksQuery, type Run } from '../connections/queries.ts';
import { NetworkWords } from '../connections/network-words.tsx';
import { HeldNote } from './held-note.tsx';
import { RunCounts } from './run-counts.tsx';
import { RunReports } from './run-reports.tsx';
import { RunPreview } from './run-preview.tsx';
import { RunProgress } from './run-progress.tsx';
import { runName, stateTone, stateWord, uploadLabel, waitsForPerson } from './run-words.ts';
import { useRunAction } from './use-run-actions.ts';

export function RunScreen() {
  const { run: id } = useParams({ from: '/app/runs/$run' });
  const run = useQuery(runQuery(id));
  const client = useQueryClient();
  const state = run.data?.state;
  useEffect(() => {
    // a run that has settled may have changed every figure
    if (state === 'posted' || state === 'preview' || state === 'held') {
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'run' });
    }
  }, [client, state]);
  if (run.isPending) return <SkeletonLines count={8} />;
  if (run.isError)
    return <ErrorState title="The run could not be read" error={run.error} onRetry={() => void run.refetch()} />;
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-5">
      <RunHead run={run.data} />
      <RunBody run={run.data} />
      <RunReports key={`${run.data.id} ${run.data.state}`} run={run.data} />
      <RunDecisions run={run.data} />
    </div>
  );
}

function RunHead({ run }: { readonly run: Run }) {
  const { data: connections = [] } = useQuery(connectionsQuery);
  const { data: networks = [] } = useQuery(networksQuery);
  return (
    <header className="flex flex-col gap-1">
      <Link to="/runs" className="flex w-fit items-center gap-1.5 text-muted hover:text-text max-sm:min-h-11">
        <ArrowLeft aria-hidden size={15} /> All runs
      </Link>
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="font-semibold text-xl tracking-tight">{runName(run, connections, networks)}</h2>
        <Chip tone={stateTone(run.state)}>{stateWord(run.state)}</Chip>
      </div>
      <p className="text-muted">
        Started {formatInstant(run.createdAt)} {run.startedBy === 'schedule' ? 'on schedule' : 'by a person'}
        {run.decidedAt !== null && !waitsForPerson(run) && `, ended ${formatInstant(run.decidedAt)}`}
        {run.connection !== null && connections.some((one) => one.id === run.connection) && (
          <>
            {' · '}
            <Link
              to="/connections/$connection"
              params={{ connection: run.connection }}
              className="text-accent hover:underline"
            >
              Connection
            </Link>
          </>
        )}
      </p>
    </header>
  );
}

function RunBody({ run }: { readonly run: Run }) {
  if (isUnderWay(run)) {
    return (
      <div className="rounded-card border bg-surface p-4">
        <RunProgress run={run} />
        <p className="mt-3 text-faint text-xs">You may leave this page: the work goes on.</p>
      </div>
    );
  }
  return (
    <>
      {run.error !== null && (
        <section role="alert" className="rounded-card border border-reversed/40 bg-reversed-soft p-4">
          <p className="font-semibold">Nothing was imported; the ledger is as it was.</p>
          <p className="mt-1 text-pretty">{run.error.message}</p>
          <p className="mt-2 text-muted text-xs">
            <code>{run.error.code}</code>
            {run.error.file !== null && ` · ${run.error.file}`}
            {run.error.line !== null && ` · line ${run.error.line}`}
            {run.error.column !== null && ` · column ${run.error.column}`}
          </p>
          <NetworkWords words={run.error.words} />
        </section>
      )}
      {run.problems.length > 0 && (
        <section className="rounded-card border border-pending/40 bg-pending-soft p-4">
          <p className="font-semibold">Some reports are missing from this run</p>
          <ul className="mt-1 flex flex-col gap-1">
            {run.problems.map((problem) => (
              <li key={problem.message} className="text-pretty text-muted">
                {problem.message}
                <NetworkWords words={problem.words} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <HeldNote run={run} />
      {waitsForPerson(run) ? (
        <RunPreview run={run} />
      ) : (
        run.receipt !== null && run.error === null && <RunCounts receipt={run.receipt} />
      )}
    </>
  );
}

function RunDecisions({ run }: { readonly run: Run }) {
  const upload = useRunAction('upload');
  const discard = useRunAction('discard');
  const resume = useRunAction('resume');
  const [isAsking, setAsking] = useState(false);
  const mayDecide = useMay('editor');
  const canDiscard = waitsForPerson(run) || (run.kind === 'pull' && isUnderWay(run) && run.state !== 'staging');
  const canResume = run.kind === 'pull' && run.state === 'failed';
  if (!canDiscard && !canResume) return null;
  if (!mayDecide) return <p className="text-faint text-xs">It waits for a person who may edit. {WANTS.editor}</p>;
  return (
    <div className="sticky bottom-16 z-10 -mx-4 flex flex-wrap gap-2 border-t bg-bg/95 px-4 py-3 md:bottom-0 md:mx-0 md:px-0">
      {waitsForPerson(run) && run.receipt !== null && (
        <Button look="primary" isBusy={upload.isPending} onClick={() => upload.mutate(run.id)}>
          {uploadLabel([run.receipt])}
        </Button>
      )}
      {canResume && (
        <Button look="primary" isBusy={resume.isPending} onClick={() => resume.mutate(run.id)}>
          Go on where it stopped
        </Button>
      )}
      {canDiscard && <Button onClick={() => setAsking(true)}>{waitsForPerson(run) ? 'Discard' : 'Cancel'}</Button>}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Discard this run?"
        action="Discard run"
        isBusy={discard.isPending}
        error={discard.error}
        onConfirm={() => discard.mutate(run.id, { onSuccess: () => setAsking(false) })}
      >
        Nothing of it gets into the ledger. Its raw reports are kept and can be imported again.
      </ConfirmDialog>
    </div>
  );
}
