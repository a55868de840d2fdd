/** What can be done with a connection: finish it, pull, test, edit, pause, remove. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Download, Ellipsis, Pause, Pencil, Play, SquareCheck, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { useMay } from '../../api/use-may.ts';
import { Button, buttonClass, IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { toast } from '../../ui/toast-store.ts';
import type { setupOf } from './connection-words.ts';
import type { Connection } from './queries.ts';

interface ConnectionActionsProps {
  readonly connection: Connection;
  /** Where its set-up goes on; null: it is finished. */
  readonly setup: ReturnType<typeof setupOf>;
  /** false: files only. */
  readonly hasApi: boolean;
}

function useConnectionActions({ id }: Connection) {
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
  return { change, test, pull, edit };
}

export function ConnectionActions({ connection, setup, hasApi }: ConnectionActionsProps) {
  const { change, test, pull, edit } = useConnectionActions(connection);
  const [isAsking, setAsking] = useState(false);
  const [mayEdit, mayAdminister] = [useMay('editor'), useMay('admin')];
  const isActive = connection.state === 'active';
  if (!mayEdit) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 sm:ml-auto">
      {setup !== null && mayAdminister && (
        <Link to="/connections/new" search={setup} className={buttonClass('primary')}>
          Finish the set-up
        </Link>
      )}
      {setup === null && hasApi && (
        <Button icon={Download} isBusy={pull.isPending} onClick={() => pull.mutate()}>
          Pull now
        </Button>
      )}
      <Menu align="end" trigger={<IconButton icon={Ellipsis} label="More about this connection" look="secondary" />}>
        {hasApi && (
          <MenuItem icon={SquareCheck} onSelect={() => test.mutate()}>
            Test again
          </MenuItem>
        )}
        <MenuItem icon={Pencil} isDisabled={!mayAdminister} onSelect={edit}>
          Edit settings
        </MenuItem>
        <MenuItem
          icon={isActive ? Pause : Play}
          isDisabled={!mayAdminister}
          onSelect={() => change.mutate(isActive ? 'paused' : 'active')}
        >
          {isActive ? 'Pause' : 'Resume'}
        </MenuItem>
        <MenuLine />
        <MenuItem icon={Trash2} isDanger isDisabled={!mayAdminister} onSelect={() => setAsking(true)}>
          Remove
        </MenuItem>
      </Menu>
      <RemoveDialog connection={connection} isOpen={isAsking} onClose={() => setAsking(false)} />
    </div>
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
      The credential is forgotten and nothing is pulled any more. The sales that are in the ledger stay there, with
      their raw reports, and the same account can be connected again.
    </ConfirmDialog>
  );
}
