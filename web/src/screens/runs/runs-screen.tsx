/** Runs: those that wait for a person first, then all of them, the newest first. */
import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { Card } from '../../ui/card.tsx';
import { EmptyState, ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { connectionsQuery, networksQuery, runsQuery } from '../connections/queries.ts';
import { FirstSteps } from '../files/first-steps.tsx';
import { ImportButton } from '../files/import-button.tsx';
import { RunList } from './run-list.tsx';
import { waitsForPerson } from './run-words.ts';

export function RunsScreen() {
  const runs = useQuery(runsQuery);
  const { data: connections = [] } = useQuery(connectionsQuery);
  const { data: networks = [] } = useQuery(networksQuery);
  if (runs.isPending) return <SkeletonLines count={8} />;
  if (runs.isError)
    return (
      <ErrorState title="The runs could not be read" error={runs.error} onRetry={() => void runs.refetch()}>
        Runs that are under way go on.
      </ErrorState>
    );
  if (runs.data.length === 0) {
    return (
      <EmptyState
        title="No runs yet"
        picture={<History aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
        action={<FirstSteps />}
      >
        Every pull and every file becomes a run, with a receipt of what it did.
      </EmptyState>
    );
  }
  const waiting = runs.data.filter(waitsForPerson);
  const rest = runs.data.filter((run) => !waitsForPerson(run));
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-5">
      <div className="flex justify-end">
        <ImportButton />
      </div>
      {waiting.length > 0 && (
        <Card title="Wait for you" isFlush>
          <RunList runs={waiting} connections={connections} networks={networks} />
        </Card>
      )}
      {rest.length > 0 && (
        <Card title="Earlier" isFlush>
          <RunList runs={rest} connections={connections} networks={networks} />
        </Card>
      )}
    </div>
  );
}
