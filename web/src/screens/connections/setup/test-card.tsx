/** A test of one connection: a line for each report, with what it found and what to do. It goes on when nobody watches. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, CircleDashed, LoaderCircle, RotateCw, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { call } from '../../../api/client.ts';
import { testQuery } from '../../../api/follow.ts';
import { now } from '../../../clock.ts';
import { formatInstant, formatSpan } from '../../../format/moments.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ErrorState, SkeletonLines } from '../../../ui/states.tsx';
import { NetworkWords } from '../network-words.tsx';
import type { ConnectionTest } from '../queries.ts';

type Check = ConnectionTest['reports'][number];

const WORDS: Readonly<Record<Check['state'], string>> = {
  waiting: 'Waiting its turn',
  asking: 'Asking',
  found: 'Found',
  'missing-columns': 'Columns are missing',
  'not-found': 'Not found',
  'no-access': 'No access',
  throttled: 'Too many requests',
  failed: 'Failed',
};

const TEST_WORDS: Readonly<Record<ConnectionTest['state'], string>> = {
  running:
    'The network makes each report while we wait: minutes are normal. You may leave this page, the test goes on.',
  passed: 'Every report that is needed was found.',
  failed: 'Something has to be mended first. What to do stands beside each report.',
  cancelled: 'The test was cancelled.',
};

interface TestCardProps {
  readonly test: string;
  readonly title: string;
  readonly onAgain: (test: string) => void;
}

export function TestCard({ test, title, onAgain }: TestCardProps) {
  const found = useQuery(testQuery(test));
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => call('DELETE /api/v1/tests/{test}', { params: { test } }),
    onSuccess: (ended) => client.setQueryData(['test', test], ended),
  });
  const again = useMutation({
    mutationFn: (connection: string) => call('POST /api/v1/connections/{connection}/tests', { params: { connection } }),
    onSuccess: (started) => onAgain(started.id),
  });
  const elapsedMs = useElapsed(found.data);
  if (found.isPending) return <SkeletonLines count={4} />;
  if (found.isError)
    return (
      <ErrorState title="The test is not known any more" error={found.error}>
        Start it again.
      </ErrorState>
    );
  const { state, reports, connection } = found.data;
  return (
    <Card
      isFlush
      title={title}
      actions={
        <>
          <span className="num text-muted">{formatSpan(elapsedMs)}</span>
          {state === 'running' ? (
            <Button size="sm" icon={X} isBusy={cancel.isPending} onClick={() => cancel.mutate()}>
              Cancel
            </Button>
          ) : (
            <Button size="sm" icon={RotateCw} isBusy={again.isPending} onClick={() => again.mutate(connection)}>
              Test again
            </Button>
          )}
        </>
      }
    >
      <p
        role="status"
        className={`text-pretty px-4 pb-3 ${state === 'passed' ? 'font-medium text-approved' : 'text-muted'}`}
      >
        {TEST_WORDS[state]}
      </p>
      <ul className="divide-y border-t">
        {reports.map((report) => (
          <CheckLine key={`${report.reportId} ${report.name}`} check={report} isOver={state !== 'running'} />
        ))}
      </ul>
    </Card>
  );
}

function CheckLine({ check, isOver }: { readonly check: Check; readonly isOver: boolean }) {
  const isOpen = check.state === 'waiting' || check.state === 'asking';
  const word = isOpen && isOver ? 'Not asked' : WORDS[check.state];
  return (
    <li className="flex gap-3 px-4 py-3">
      <CheckIcon state={isOpen && isOver ? 'waiting' : check.state} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap justify-between gap-x-3">
          <span className="min-w-0 break-words font-medium">{check.name}</span>
          <span className={check.state === 'found' ? 'text-approved' : isOpen ? 'text-muted' : 'text-reversed'}>
            {word}
          </span>
        </div>
        {check.error !== null && <p className="mt-1 text-pretty text-muted">{check.error.message}</p>}
        <NetworkWords words={check.error?.words} />
        {check.missing.length > 0 && (
          <p className="mt-1 text-muted">
            Missing: <strong>{check.missing.join(', ')}</strong>
          </p>
        )}
        {check.retryAt !== null && <p className="mt-1 text-muted">Asked again at {formatInstant(check.retryAt)}.</p>}
      </div>
    </li>
  );
}

function CheckIcon({ state }: { readonly state: Check['state'] }) {
  if (state === 'found') return <CircleCheck aria-hidden size={18} className="mt-px shrink-0 text-approved" />;
  if (state === 'asking')
    return <LoaderCircle aria-hidden size={18} className="mt-px shrink-0 animate-spin text-accent" />;
  if (state === 'waiting') return <CircleDashed aria-hidden size={18} className="mt-px shrink-0 text-faint" />;
  return <CircleAlert aria-hidden size={18} className="mt-px shrink-0 text-reversed" />;
}

/** The time a test takes, running on between two answers of the server. */
function useElapsed(test: ConnectionTest | undefined): number {
  const [, setTick] = useState(0);
  const isRunning = test?.state === 'running';
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setTick((tick) => tick + 1), 1000);
    return () => clearInterval(timer);
  }, [isRunning]);
  if (test === undefined) return 0;
  return isRunning ? Math.max(test.elapsedMs, now().getTime() - Date.parse(test.startedAt)) : test.elapsedMs;
}
