/** Fourth step: how many months; then the pull, live. It goes on when the page is left. */
import { useMutation, useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../../api/api-error.ts';
import { call } from '../../../api/client.ts';
import { isUnderWay, runQuery } from '../../../api/follow.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { Chip } from '../../../ui/status-chip.tsx';
import { RunProgress } from '../../runs/run-progress.tsx';
import { useRunAction } from '../../runs/use-run-actions.ts';
import { counted, runSummary, stateTone, stateWord } from '../../runs/run-words.ts';
import { NetworkWords } from '../network-words.tsx';
import type { Connection, Run } from '../queries.ts';

const DEFAULT_MONTHS = 12;
const MOST_MONTHS = 24;

interface ImportStepProps {
  readonly connections: readonly Connection[];
  readonly runs: readonly string[];
  readonly onRuns: (runs: readonly string[]) => void;
  readonly onNext: () => void;
}

export function ImportStep({ connections, runs, onRuns, onNext }: ImportStepProps) {
  const found = useQueries({ queries: runs.map((run) => runQuery(run)) });
  const known = found.map((one) => one.data).filter((one) => one !== undefined);
  if (runs.length === 0) return <ImportForm connections={connections} onRuns={onRuns} />;
  const isOpen = known.length < runs.length || known.some(isUnderWay);
  const canLook = known.some((run) => run.state === 'preview' || run.state === 'held');
  return (
    <div className="flex flex-col gap-4">
      <p className="text-pretty text-muted">
        {isOpen
          ? 'The reports are fetched month by month. You may leave this page: the work goes on, and this address shows it again.'
          : 'Everything that the network gave is here. Nothing counts before you have looked at it.'}
      </p>
      <ul className="flex flex-col gap-3">
        {known.map((run) => (
          <li key={run.id} className="rounded-card border bg-surface p-4">
            <RunLine
              run={run}
              name={connections.find((one) => one.id === run.connection)?.name ?? 'Pull'}
              onRuns={onRuns}
            />
          </li>
        ))}
      </ul>
      <div>
        <Button look="primary" disabled={isOpen || !canLook} onClick={onNext}>
          See what was found
        </Button>
      </div>
    </div>
  );
}

function RunLine({
  run,
  name,
  onRuns,
}: {
  readonly run: Run;
  readonly name: string;
  readonly onRuns: ImportStepProps['onRuns'];
}) {
  const discard = useRunAction('discard');
  const resume = useRunAction('resume');
  if (isUnderWay(run)) {
    return (
      <div className="flex flex-col gap-3">
        <RunProgress run={run} label={name} />
        {run.state !== 'staging' && (
          <Button size="sm" className="self-start" isBusy={discard.isPending} onClick={() => discard.mutate(run.id)}>
            Cancel
          </Button>
        )}
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{name}</span>
        <Chip tone={stateTone(run.state)}>{stateWord(run.state)}</Chip>
      </div>
      <p className={run.error === null ? 'text-muted' : 'text-pretty text-reversed'}>{runSummary(run)}</p>
      <NetworkWords words={run.error?.words} />
      {run.problems.map((problem) => (
        <div key={problem.message} className="text-pretty text-muted">
          {problem.message}
          <NetworkWords words={problem.words} />
        </div>
      ))}
      {(run.state === 'failed' || run.state === 'discarded') && (
        <div className="flex gap-2">
          {run.state === 'failed' && (
            <Button size="sm" isBusy={resume.isPending} onClick={() => resume.mutate(run.id)}>
              Go on where it stopped
            </Button>
          )}
          <Button size="sm" onClick={() => onRuns([])}>
            Start again
          </Button>
        </div>
      )}
    </div>
  );
}

/** "48 requests to the network, about 10 minutes at 5 a minute." */
function durationHint(requests: number, connections: readonly Connection[]): string {
  const paces = connections.map((one) => one.settings['requestsPerMinute']).filter((pace) => typeof pace === 'number');
  const said = `${counted(requests, 'request')} to the network`;
  if (paces.length === 0) return `${said}.`;
  const pace = Math.min(...paces);
  return `${said}, about ${counted(Math.max(1, Math.ceil(requests / pace)), 'minute')} at ${counted(pace, 'request')} a minute.`;
}

function ImportForm({ connections, onRuns }: Pick<ImportStepProps, 'connections' | 'onRuns'>) {
  const [months, setMonths] = useState(() =>
    String(Math.max(DEFAULT_MONTHS, ...connections.map((one) => one.depthMonths))),
  );
  const count = Number(months);
  const isRight = /^\d{1,2}$/.test(months) && count >= 1 && count <= MOST_MONTHS;
  const start = useMutation({
    mutationFn: () =>
      Promise.all(
        connections.map(({ id }) =>
          call('POST /api/v1/connections/{connection}/pulls', {
            params: { connection: id },
            body: { months: count, preview: true },
          }),
        ),
      ),
    onSuccess: (started) => onRuns(started.map((run) => run.id)),
  });
  const reports = connections.reduce(
    (sum, one) => sum + one.reports.filter((report) => report.problem === null).length,
    0,
  );
  return (
    <form
      className="flex max-w-md flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (isRight) start.mutate();
      }}
    >
      <Field
        label="Months"
        hint={`This month and those before it, 1 to ${MOST_MONTHS}. ${durationHint(count * reports, connections)}`}
        error={isRight ? undefined : `Write a whole number from 1 to ${MOST_MONTHS}.`}
      >
        {(control) => (
          <Input
            {...control}
            type="number"
            min={1}
            max={MOST_MONTHS}
            value={months}
            className="max-w-32"
            onChange={(event) => setMonths(event.target.value)}
          />
        )}
      </Field>
      {start.isError && (
        <p role="alert" className="text-pretty text-reversed">
          {messageOf(start.error)}
        </p>
      )}
      <div>
        <Button type="submit" look="primary" isBusy={start.isPending} disabled={!isRight}>
          Import {isRight ? counted(count, 'month') : ''} of sales
        </Button>
      </div>
    </form>
  );
}
