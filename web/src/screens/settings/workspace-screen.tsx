/** The workspace: its name, another one beside it, and its end. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { isAtLeast, meQuery } from '../../api/session.ts';
import { enterWorkspace } from '../../api/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import { submitted } from '../../ui/submitted.ts';
import { toast } from '../../ui/toast-store.ts';
import { PlanSection } from './plan-section.tsx';
import { Section } from './section.tsx';

type Shown = { readonly id: string; readonly name: string };

export function WorkspaceScreen() {
  const { data: me } = useQuery(meQuery);
  if (me === undefined || me === null) return <SkeletonLines />;
  const isOwner = isAtLeast(me.role, 'owner');
  return (
    <>
      {me.standing !== null && <PlanSection />}
      {isOwner && (
        <Section title="Name" description="Your site or company, as your team calls it.">
          <NameForm key={me.workspace.id} workspace={me.workspace} />
        </Section>
      )}
      {me.mayCreateWorkspaces && (
        <Section
          title="Another workspace"
          description="For another publisher: with its own connections, reports, members and keys. Nothing is shared."
        >
          <CreateForm />
        </Section>
      )}
      {isOwner && (
        <Section title="Remove" description="Everything in this workspace is deleted, here and now.">
          <Removal workspace={me.workspace} isOnly={me.workspaces < 2} />
        </Section>
      )}
    </>
  );
}

function NameForm({ workspace }: { readonly workspace: Shown }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(workspace.name);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () =>
      call('PATCH /api/v1/workspaces/{workspace}', { params: { workspace: workspace.id }, body: { name } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['me'] });
      await queryClient.invalidateQueries({ queryKey: ['workspaces'] });
      toast('The name was changed.');
    },
  });
  return (
    <form onSubmit={submitted(mutate)} className="flex max-w-md flex-col items-start gap-4">
      <Field label="Name of the workspace" error={error === null ? undefined : messageOf(error)} className="w-full">
        {(control) => (
          <Input {...control} required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Button type="submit" isBusy={isPending} disabled={name.trim() === '' || name.trim() === workspace.name}>
        Rename
      </Button>
    </form>
  );
}

function CreateForm() {
  const [name, setName] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => call('POST /api/v1/workspaces', { body: { name } }),
    onSuccess: ({ id }) => enterWorkspace(id),
  });
  return (
    <form onSubmit={submitted(mutate)} className="flex max-w-md flex-col items-start gap-4">
      <Field label="Name of the new workspace" error={error === null ? undefined : messageOf(error)} className="w-full">
        {(control) => (
          <Input {...control} required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Button type="submit" isBusy={isPending} disabled={name.trim() === ''}>
        Create and open
      </Button>
    </form>
  );
}

function Removal({ workspace, isOnly }: { readonly workspace: Shown; readonly isOnly: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () =>
      call('DELETE /api/v1/workspaces/{workspace}', { params: { workspace: workspace.id }, body: { name: typed } }),
    onSuccess: () => window.location.assign('/overview'),
  });
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)} disabled={isOnly}>
        Remove this workspace
      </Button>
      {isOnly && <p className="mt-3 text-pretty text-muted">It is your only one: make another workspace first.</p>}
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={`Remove ${workspace.name}?`}
        action="Remove workspace"
        isBusy={isPending}
        error={error}
        onConfirm={() => mutate()}
      >
        <p className="mb-4">
          Its ledger, raw reports, connections, members and API keys are deleted and cannot be brought back. Members of
          other workspaces keep their accounts.
        </p>
        <Field label={`Type “${workspace.name}” to confirm`}>
          {(control) => (
            <Input {...control} autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
          )}
        </Field>
      </ConfirmDialog>
    </>
  );
}
