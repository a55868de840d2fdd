/** One connection: how it is, its reports, its runs, its settings and its schedule. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeft, Download, Ellipsis, Pause, Pencil, Play, SquareCheck, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { Button, buttonClass, IconButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import { toast } from '../../ui/toast-store.ts';
import { RunList } from '../runs/run-list.tsx';
import { ConnectionFacts, ConnectionReports } from './connection-parts.tsx';
import { countryLabel, healthOf, setupOf } from './connection-words.ts';
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
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-5">
      <ConnectionHead connection={connection.data} network={network} runs={own} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <ConnectionFacts connection={connection.data} network={network} runs={own} />
        {network?.hasApi === true ? <ConnectionReports connection={connection.data} /> : null}
      </div>
      {network?.hasApi === true && (
        <ScheduleCard key={JSON.stringify(connection.data.schedule)} connection={connection.data} />
      )}
      <Card title="Runs" isFlush>
        {own.length === 0 ? (
          <p className="px-4 pb-4 text-muted">No run yet.</p>
        ) : (
          <RunList runs={own} connections={[connection.data]} networks={networks.data ?? []} />
        )}
      </Card>
    </div>
  );
}

interface HeadProps {
  readonly connection: Connection;
  readonly network: Network | undefined;
  readonly runs: readonly Run[];
}

function ConnectionHead({ connection, network, runs }: HeadProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const params = { connection: connection.id };
  const hasApi = network?.hasApi ?? true;
  const health = healthOf(connection, runs, hasApi);
  const setup = hasApi ? setupOf(connection, runs) : null;
  const refresh = (): void => void client.invalidateQueries({ queryKey: ['connections'] });
  const failed = (error: Error): void => toast(messageOf(error), { tone: 'problem' });
  const change = useMutation({
    mutationFn: (state: 'active' | 'paused') =>
      call('PATCH /api/v1/connections/{connection}', { params, body: { state } }),
    onSuccess: refresh,
    onError: failed,
  });
  const test = useMutation({
    mutationFn: () => call('POST /api/v1/connections/{connection}/tests', { params }),
    onSuccess: ({ id }) =>
      void navigate({ to: '/connections/new', search: { step: 'test', connections: connection.id, tests: id } }),
    onError: failed,
  });
  const pull = useMutation({
    mutationFn: () => call('POST /api/v1/connections/{connection}/pulls', { params, body: {} }),
    onSuccess: ({ id }) => void navigate({ to: '/runs/$run', params: { run: id } }),
    onError: failed,
  });
  const remove = useMutation({
    mutationFn: () => call('DELETE /api/v1/connections/{connection}', { params }),
    onSuccess: () => {
      toast(`Removed ${connection.name}`);
      void navigate({ to: '/connections' });
      refresh();
    },
  });
  return (
    <header className="flex flex-col gap-1">
      <Link to="/connections" className="flex w-fit items-center gap-1.5 text-muted hover:text-text max-sm:min-h-11">
        <ArrowLeft aria-hidden size={15} /> All connections
      </Link>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="min-w-0 break-words font-semibold text-xl tracking-tight">{connection.name}</h2>
        <Chip tone={health.tone}>{health.word}</Chip>
        <div className="flex flex-wrap items-center gap-2 sm:ml-auto">
          {setup !== null ? (
            <Link to="/connections/new" search={setup} className={buttonClass('primary')}>
              Finish the set-up
            </Link>
          ) : (
            hasApi && (
              <Button icon={Download} isBusy={pull.isPending} onClick={() => pull.mutate()}>
                Pull now
              </Button>
            )
          )}
          <Menu
            align="end"
            trigger={<IconButton icon={Ellipsis} label="More about this connection" look="secondary" />}
          >
            {hasApi && (
              <MenuItem icon={SquareCheck} onSelect={() => test.mutate()}>
                Test again
              </MenuItem>
            )}
            <MenuItem
              icon={Pencil}
              onSelect={() =>
                void navigate({ to: '/connections/new', search: { step: 'credentials', connections: connection.id } })
              }
            >
              Edit settings
            </MenuItem>
            {connection.state === 'active' ? (
              <MenuItem icon={Pause} onSelect={() => change.mutate('paused')}>
                Pause
              </MenuItem>
            ) : (
              <MenuItem icon={Play} onSelect={() => change.mutate('active')}>
                Resume
              </MenuItem>
            )}
            <MenuLine />
            <MenuItem icon={Trash2} isDanger onSelect={() => setAsking(true)}>
              Remove
            </MenuItem>
          </Menu>
        </div>
      </div>
      <p className="text-muted">
        {[network?.label, countryLabel(connection, network), connection.website].filter(Boolean).join(' · ')}
      </p>
      {health.advice !== null && <p className="mt-2 max-w-prose text-pretty">{health.advice}</p>}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Remove ${connection.name}?`}
        action="Remove connection"
        isBusy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
      >
        The credential is forgotten and nothing is pulled any more. The sales that are in the ledger stay there, with
        their raw reports, and the same account can be connected again.
      </ConfirmDialog>
    </header>
  );
}
