/** Above every screen of a demo: that nothing in it is real, and the way out of it. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { isAtLeast, type Me, meQuery } from '../api/session.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { useLeaveDemo } from './use-leave-demo.ts';

const LINK = 'rounded-sm font-medium text-text underline underline-offset-4 hover:text-accent max-sm:py-2';

export function DemoBanner() {
  const { data: me } = useQuery(meQuery);
  if (me === undefined || me === null || me.workspace.kind !== 'demo') return null;
  return (
    <div
      role="note"
      className="flex items-center justify-center gap-2 border-b bg-accent-soft px-4 py-1.5 text-[13px] text-muted"
    >
      <FlaskConical aria-hidden size={15} className="shrink-0 text-accent" />
      <p>
        Demo data: made up.{' '}
        <span className="no-print">
          {me.kind === 'guest' ? <Leave /> : isAtLeast(me.role, 'owner') && <Remove workspace={me.workspace} />}
        </span>
      </p>
    </div>
  );
}

function Leave() {
  const leave = useLeaveDemo();
  return (
    <button type="button" className={LINK} onClick={leave}>
      Leave
    </button>
  );
}

function Remove({ workspace }: { readonly workspace: Me['workspace'] }) {
  const [isOpen, setOpen] = useState(false);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () =>
      call('DELETE /api/v1/workspaces/{workspace}', {
        params: { workspace: workspace.id },
        body: { name: workspace.name },
      }),
    onSuccess: () => window.location.assign('/overview'),
  });
  return (
    <>
      <button type="button" className={LINK} onClick={() => setOpen(true)}>
        Remove
      </button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title="Remove the demo?"
        action="Remove the demo"
        isBusy={isPending}
        error={error}
        onConfirm={() => mutate()}
      >
        Its made-up sales are deleted, with what you changed in it. Your own workspace is not affected, and a new demo
        is made at a click.
      </ConfirmDialog>
    </>
  );
}
