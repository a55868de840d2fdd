/** One connection: how it is, its reports, its runs with their raw reports, its settings and its schedule. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { isUnderWay } from '../../api/follow.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import { RunList } from '../runs/run-list.tsx';
import { RunReports } from '../runs/run-reports.tsx';
import { ConnectionActions } from './connection-actions.tsx';
import { ConnectionFacts, ConnectionReports } from './connection-parts.tsx';
import { countryLabel, healthOf } from './connection-words.ts';
import { NetworkWords } from './network-words.tsx';
import { type Connection, connectionQuery, type Network, networksQuery, type Run, runsQuery } from './queries.ts';
import { ScheduleCard } from './schedule-card.tsx';

export function ConnectionScreen() {
  const { connection: id } = useParams({ from: '/app/connections/$connection' });
  const connection = useQuery(connectionQuery(id));
  const networks = useQuery(networksQuery);
  const runs = useQuery(runsQuery);
  if (connection.isPending || networks.isPending || runs.isPending) return <SkeletonLines count={8} />;
  if (connection.isError) {
    return (
      <ErrorState
        title="The connection could not be read"
        error={connection.error}
        onRetry={() => void connection.refetch()}
      />
    );
  }
  const network = networks.data?.find((one) => one.id === connection.data.network);
  const own = (runs.data ?? []).filter((run) => run.connection === connection.data.id);
  const last = own.find((run) => !isUnderWay(run) && run.receipt !== null);
  const hasApi = network?.hasApi === true;
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-5">
      <ConnectionHead connection={connection.data} network={network} runs={own} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <ConnectionFacts connection={connection.data} network={network} runs={own} />
        {hasApi ? <ConnectionReports connection={connection.data} /> : null}
      </div>
      <Card title="Runs" isFlush>
        {own.length === 0 ? (
          <p className="px-4 pb-4 text-muted">No run yet.</p>
        ) : (
          <RunList runs={own} connections={[connection.data]} networks={networks.data ?? []} most={RUNS_SHOWN} />
        )}
      </Card>
      {last !== undefined && <RunReports run={last} title="Raw reports of the last run" />}
      {hasApi && <ScheduleCard key={JSON.stringify(connection.data.schedule)} connection={connection.data} />}
    </div>
  );
}

const RUNS_SHOWN = 8;

interface HeadProps {
  readonly connection: Connection;
  readonly network: Network | undefined;
  readonly runs: readonly Run[];
}

function ConnectionHead({ connection, network, runs }: HeadProps) {
  const hasApi = network?.hasApi ?? true;
  const health = healthOf(connection, runs, hasApi);
  return (
    <header className="flex flex-col gap-1">
      <Link to="/connections" className="flex w-fit items-center gap-1.5 text-muted hover:text-text max-sm:min-h-11">
        <ArrowLeft aria-hidden size={15} /> All connections
      </Link>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="min-w-0 break-words font-semibold text-xl tracking-tight">{connection.name}</h2>
        <Chip tone={health.tone}>{health.word}</Chip>
        <ConnectionActions connection={connection} step={health.step} hasApi={hasApi} />
      </div>
      <p className="text-muted">
        {[network?.label, countryLabel(connection, network), connection.website].filter(Boolean).join(' · ')}
      </p>
      {health.advice !== null && <p className="mt-2 max-w-prose text-pretty">{health.advice}</p>}
      <NetworkWords words={health.words} />
    </header>
  );
}
