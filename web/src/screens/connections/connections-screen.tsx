/** Connections: how each is, when it was pulled and when it will be. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plug, Plus } from 'lucide-react';
import { isUnderWay } from '../../api/follow.ts';
import { isAtLeast, meQuery } from '../../api/session.ts';
import { formatAgo, formatInstant } from '../../format/moments.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { HEALTH_LINK, HealthLine } from '../../ui/health-line.tsx';
import { EmptyState, ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { May } from '../../api/may.tsx';
import { FirstSteps } from '../files/first-steps.tsx';
import { ImportButton } from '../files/import-button.tsx';
import { RunProgress } from '../runs/run-progress.tsx';
import { NextStepLink } from './next-step-link.tsx';
import { countryLabel, healthOf } from './connection-words.ts';
import { type Connection, connectionsQuery, type Network, networksQuery, type Run, runsQuery } from './queries.ts';

export function ConnectionsScreen() {
  const connections = useQuery(connectionsQuery);
  const { data: networks = [] } = useQuery(networksQuery);
  const { data: runs = [] } = useQuery(runsQuery);
  if (connections.isPending) return <SkeletonLines count={6} />;
  if (connections.isError) {
    return (
      <ErrorState
        title="The connections could not be read"
        error={connections.error}
        onRetry={() => void connections.refetch()}
      />
    );
  }
  if (connections.data.length === 0) {
    return (
      <EmptyState
        title="No network is connected yet"
        picture={<Plug aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
        action={<FirstSteps />}
      >
        Connect a network and its sales are read on a schedule. Or drop the reports that you downloaded anywhere on this
        page.
      </EmptyState>
    );
  }
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-5">
      <div className="flex flex-wrap justify-end gap-2">
        <ImportButton />
        <May least="admin">
          <Link to="/connections/new" className={buttonClass('primary')}>
            <Plus aria-hidden size={16} /> Connect a network
          </Link>
        </May>
      </div>
      <Card isFlush>
        <ul className="divide-y">
          {connections.data.map((one) => (
            <li key={one.id}>
              <ConnectionLine
                connection={one}
                network={networks.find((network) => network.id === one.network)}
                runs={runs}
              />
            </li>
          ))}
        </ul>
      </Card>
      <May least="editor">
        <p className="text-center text-faint text-xs">
          Reports that you downloaded can be dropped anywhere on this page.
        </p>
      </May>
    </div>
  );
}

interface ConnectionLineProps {
  readonly connection: Connection;
  readonly network: Network | undefined;
  readonly runs: readonly Run[];
}

function ConnectionLine({ connection, network, runs }: ConnectionLineProps) {
  const { data: me } = useQuery(meQuery);
  const canAct = isAtLeast(me?.role, 'editor');
  const health = healthOf(connection, runs, network?.hasApi ?? true);
  const underWay = runs.find((run) => run.connection === connection.id && isUnderWay(run));
  const last = runs.find((run) => run.connection === connection.id && run.state === 'posted');
  const where = [network?.label, countryLabel(connection, network)].filter((one) => one !== null && one !== undefined);
  return (
    <HealthLine
      link={
        <Link to="/connections/$connection" params={{ connection: connection.id }} className={HEALTH_LINK}>
          {connection.name}
        </Link>
      }
      about={[...where, connection.website].filter(Boolean).join(' · ')}
      health={health}
      progress={
        underWay !== undefined && (
          <div className="max-w-lg py-1">
            <RunProgress run={underWay} />
          </div>
        )
      }
      facts={
        <>
          <span title={last === undefined ? undefined : formatInstant(last.createdAt)}>
            {last === undefined ? 'Nothing uploaded yet' : `Last upload ${formatAgo(last.decidedAt ?? last.createdAt)}`}
          </span>
          {connection.nextPullAt !== null && (
            <span title={formatInstant(connection.nextPullAt)}>Next pull {formatAgo(connection.nextPullAt)}</span>
          )}
        </>
      }
    >
      {canAct && health.step !== null && underWay === undefined && (
        <NextStepLink step={health.step} look="secondary" className="relative mt-1.5 w-fit" />
      )}
    </HealthLine>
  );
}
