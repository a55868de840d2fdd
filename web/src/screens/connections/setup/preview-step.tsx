/** Fifth step: what was found, and the word that lets it count. */
import { useQueries } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isUnderWay, runQuery } from '../../../api/follow.ts';
import { Button } from '../../../ui/button.tsx';
import { Chip } from '../../../ui/status-chip.tsx';
import { SkeletonLines } from '../../../ui/states.tsx';
import { HeldNote } from '../../runs/held-note.tsx';
import { RunPreview } from '../../runs/run-preview.tsx';
import { RunProgress } from '../../runs/run-progress.tsx';
import { stateTone, stateWord, uploadLabel, waitsForPerson } from '../../runs/run-words.ts';
import { useRunAction } from '../../runs/use-run-actions.ts';
import { NetworkWords } from '../network-words.tsx';
import type { Connection } from '../queries.ts';

interface PreviewStepProps {
  readonly connections: readonly Connection[];
  readonly runs: readonly string[];
  readonly onDone: () => void;
  readonly onBack: () => void;
}

export function PreviewStep({ connections, runs, onDone, onBack }: PreviewStepProps) {
  const found = useQueries({ queries: runs.map((run) => runQuery(run)) });
  const upload = useRunAction('upload');
  const discard = useRunAction('discard');
  const known = found.map((one) => one.data).filter((one) => one !== undefined);
  const waiting = known.filter(waitsForPerson);
  const isPosting = known.some(isUnderWay);
  const isDone = known.length === runs.length && known.every((run) => run.state === 'posted');
  useEffect(() => {
    if (isDone) onDone();
  }, [isDone, onDone]);
  if (known.length < runs.length) return <SkeletonLines count={6} />;
  const receipts = waiting.flatMap((run) => (run.receipt === null ? [] : [run.receipt]));
  return (
    <div className="flex flex-col gap-6">
      {known.map((run) => (
        <section key={run.id} className="flex flex-col gap-3">
          {(runs.length > 1 || !waitsForPerson(run)) && (
            <h2 className="flex items-center gap-2 font-semibold">
              {connections.find((one) => one.id === run.connection)?.name ?? 'Run'}
              <Chip tone={stateTone(run.state)}>{stateWord(run.state)}</Chip>
            </h2>
          )}
          <HeldNote run={run} />
          {isUnderWay(run) ? <RunProgress run={run} /> : <RunPreview run={run} />}
          {run.error !== null && <p className="text-reversed">{run.error.message}</p>}
          <NetworkWords words={run.error?.words} />
        </section>
      ))}
      <div className="sticky bottom-16 z-10 -mx-4 flex flex-wrap gap-2 border-t bg-bg/95 px-4 py-3 md:bottom-0 md:mx-0 md:px-0">
        {waiting.length > 0 ? (
          <>
            <Button
              look="primary"
              isBusy={upload.isPending || isPosting}
              onClick={() => {
                for (const run of waiting) upload.mutate(run.id);
              }}
            >
              {uploadLabel(receipts)}
            </Button>
            <Button
              isBusy={discard.isPending}
              onClick={() => {
                for (const run of waiting) discard.mutate(run.id);
              }}
            >
              Discard
            </Button>
          </>
        ) : isPosting ? (
          <Button look="primary" isBusy>
            Uploading
          </Button>
        ) : (
          <Button look="primary" onClick={onBack}>
            Back to the import
          </Button>
        )}
      </div>
    </div>
  );
}
