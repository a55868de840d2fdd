/** What can be done with a connection: finish it, pull, test, edit, pause, remove. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Download, Ellipsis, History, Pause, Pencil, Play, Plus, SquareCheck, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { useMay } from '../../api/use-may.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { toast } from '../../ui/toast-store.ts';
import type { NextStep } from './connection-words.ts';
import { NextStepLink } from './next-step-link.tsx';
import { type Connection, connectionsQuery } from './queries.ts';

interface ConnectionActionsProps {
  readonly connection: Connection;
  readonly step: NextStep | null;
  /** false: files only. */
  readonly hasApi: boolean;
}

function useConnectionActions({ id, network }: Connection) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const params = { connection: id };
  const onError = (error: Error): void => toast(messageOf(error), { tone: 'problem' });
  const change = useMutation({
    mutationFn: (state: 'active' | 'paused') =>
      call('PATCH /api/v1/connections/{connection}', { params, body: { state } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['connections'] }),
    onError,
  });
  const test = useMutation({
    mutationFn: () => call('POST /api/v1/connections/{connection}/tests', { params }),
    onSuccess: (started) =>
      void navigate({ to: '/connections/new', search: { step: 'test', connections: id, tests: started.id } }),
    onError,
  });
  const pull = useMutation({
    mutationFn: () => call('POST /api/v1/connections/{connection}/pulls', { params, body: {} }),
    onSuccess: (started) => void navigate({ to: '/runs/$run', params: { run: started.id } }),
    onError,
  });
  const edit = (): void => void navigate({ to: '/connections/new', search: { step: 'credentials', connections: id } });
  const deeper = (): void => void navigate({ to: '/connections/new', search: { step: 'import', connections: id } });
  const another = (): void =>
    void navigate({ to: '/connections/new', search: { step: 'credentials', network, like: id } });
  return { change, test, pull, edit, deeper, another };
}

export function ConnectionActions({ connection, step, hasApi }: ConnectionActionsProps) {
  const { change, pull } = useConnectionActions(connection);
  const [mayEdit, isAdmin] = [useMay('editor'), useMay('admin')];
  const [isAsking, setAsking] = useState(false);
  if (!mayEdit) return null; // the server would refuse it
  return (
    <div className="flex flex-wrap items-center gap-2 sm:ml-auto">
      {step !== null && <NextStepLink step={step} look="primary" />}
      {isAdmin && connection.state === 'paused' && (
        <Button look="primary" icon={Play} isBusy={change.isPending} onClick={() => change.mutate('active')}>
          Resume
        </Button>
      )}
      {step === null && hasApi && (
        <Button icon={Download} isBusy={pull.isPending} onClick={() => pull.mutate()}>
          Pull now
        </Button>
      )}
      <ConnectionMenu
        connection={connection}
        hasStep={step !== null}
        hasApi={hasApi}
        isAdmin={isAdmin}
        onRemove={() => setAsking(true)}
      />
      <RemoveDialog connection={connection} isOpen={isAsking} onClose={() => setAsking(false)} />
    </div>
  );
}

interface ConnectionMenuProps {
  readonly connection: Connection;
  /** Another action stands in the place of "Pull now". */
  readonly hasStep: boolean;
  readonly hasApi: boolean;
  readonly isAdmin: boolean;
  readonly onRemove: () => void;
}

function ConnectionMenu({ connection, hasStep, hasApi, isAdmin, onRemove }: ConnectionMenuProps) {
  const { change, test, pull, edit, deeper, another } = useConnectionActions(connection);
  const isActive = connection.state === 'active';
  return (
    <Menu align="end" trigger={<IconButton icon={Ellipsis} label="More about this connection" look="secondary" />}>
      {isAdmin && (
        <MenuItem icon={Pencil} onSelect={edit}>
          Edit name, website and settings
        </MenuItem>
      )}
      {hasApi && hasStep && (
        <MenuItem icon={Download} onSelect={() => pull.mutate()}>
          Pull now
        </MenuItem>
      )}
      {hasApi && (
        <MenuItem icon={SquareCheck} onSelect={() => test.mutate()}>
          Test connection
        </MenuItem>
      )}
      {hasApi && (
        <MenuItem icon={History} onSelect={deeper}>
          Import more months
        </MenuItem>
      )}
      {isAdmin && hasApi && (
        <MenuItem icon={Plus} onSelect={another}>
          Add another country
        </MenuItem>
      )}
      {isAdmin && (
        <>
          <MenuItem icon={isActive ? Pause : Play} onSelect={() => change.mutate(isActive ? 'paused' : 'active')}>
            {isActive ? 'Pause' : 'Resume'}
          </MenuItem>
          <MenuLine />
          <MenuItem icon={Trash2} isDanger onSelect={() => onRemove()}>
            Remove
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

interface RemoveDialogProps {
  readonly connection: Connection;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function RemoveDialog({ connection, isOpen, onClose }: RemoveDialogProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => call('DELETE /api/v1/connections/{connection}', { params: { connection: connection.id } }),
    onSuccess: async () => {
      toast(`Removed ${connection.name}`);
      // the list is there at once, and without it
      client.setQueryData(connectionsQuery.queryKey, (all) => all?.filter((one) => one.id !== connection.id));
      await navigate({ to: '/connections' });
      client.removeQueries({ queryKey: ['connections', connection.id] });
      await client.invalidateQueries({ queryKey: ['connections'] });
    },
  });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Remove ${connection.name}?`}
      action="Remove connection"
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    >
      <p>The credential is forgotten and nothing is pulled any more.</p>
      <p className="mt-2">
        <strong className="text-text">Its sales stay in the ledger</strong>, in every figure and with their raw reports:
        nothing in the ledger is ever deleted. To look at figures without them, filter by network. Connect the same
        account again and it goes on where it stopped, without counting a sale twice.
      </p>
    </ConfirmDialog>
  );
}
