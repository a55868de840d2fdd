/** Third step: does the network give the reports? */
import { useMutation, useQueries } from '@tanstack/react-query';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/api-error.ts';
import { testQuery } from '../../../api/follow.ts';
import { Button } from '../../../ui/button.tsx';
import type { Connection } from '../queries.ts';
import { TestCard } from './test-card.tsx';

interface TestStepProps {
  readonly connections: readonly Connection[];
  readonly tests: readonly string[];
  readonly onTests: (tests: readonly string[]) => void;
  readonly onBack: () => void;
  readonly onNext: () => void;
}

export function TestStep({ connections, tests, onTests, onBack, onNext }: TestStepProps) {
  const found = useQueries({ queries: tests.map((test) => testQuery(test)) });
  const start = useMutation({
    mutationFn: () =>
      Promise.all(
        connections.map(({ id }) =>
          call('POST /api/v1/connections/{connection}/tests', { params: { connection: id } }),
        ),
      ),
    onSuccess: (started) => onTests(started.map((test) => test.id)),
  });
  const isGone = tests.length === 0 || found.some((one) => one.isError);
  const states = found.map((one) => one.data?.state);
  const hasPassed = states.length > 0 && states.every((state) => state === 'passed');
  const isRunning = states.includes('running');
  if (isGone) {
    return (
      <div className="flex flex-col items-start gap-4">
        <p className="text-muted">Every report of the connection is asked for once. Nothing is imported yet.</p>
        <Button look="primary" isBusy={start.isPending} onClick={() => start.mutate()}>
          Test connection
        </Button>
        {start.isError && (
          <p role="alert" className="text-reversed">
            {messageOf(start.error)}
          </p>
        )}
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {tests.map((test, place) => (
        <TestCard
          key={test}
          test={test}
          title={connections.find((one) => one.id === found[place]?.data?.connection)?.name ?? 'Test'}
          onAgain={(next) => onTests(tests.map((one) => (one === test ? next : one)))}
        />
      ))}
      <div className="flex flex-wrap gap-2">
        <Button look={hasPassed ? 'primary' : 'secondary'} disabled={!hasPassed} onClick={onNext}>
          Continue to the import
        </Button>
        {!isRunning && !hasPassed && (
          <Button look="primary" onClick={onBack}>
            Correct the settings
          </Button>
        )}
      </div>
    </div>
  );
}
