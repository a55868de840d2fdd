/** One's own passkeys: add, name, remove. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Fingerprint, Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { call, type Reply } from '../../api/client.ts';
import { signInQuery } from '../../api/session.ts';
import { formatAgo } from '../../format/moments.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import { submitted } from '../../ui/submitted.ts';
import { toast } from '../../ui/toast-store.ts';
import { FormError } from '../access/form-error.tsx';
import { PasskeyPlace } from '../access/passkey-place.tsx';
import { AddPasskey, PASSKEYS_KEY } from './add-passkey.tsx';

type Passkey = Reply<'GET /api/v1/passkeys'>['passkeys'][number];

export function Passkeys() {
  const [isAdding, setAdding] = useState(false);
  const { data: ways } = useQuery(signInQuery);
  const { data, error, refetch } = useQuery({
    queryKey: PASSKEYS_KEY,
    queryFn: ({ signal }) => call('GET /api/v1/passkeys', {}, signal),
  });
  if (error !== null)
    return <ErrorState title="Your passkeys could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined || ways === undefined) return <SkeletonLines />;
  const { passkeysAt } = ways;
  return (
    <>
      <ul className="-mt-3 mb-3 divide-y empty:hidden">
        {data.passkeys.map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} />
        ))}
      </ul>
      {passkeysAt === null && (
        <p className="text-pretty text-muted">
          Passkeys need a domain with https. This installation has none: its TRIBUTARY_URL says so.
        </p>
      )}
      {passkeysAt !== null && passkeysAt !== window.location.origin && <PasskeyPlace origin={passkeysAt} />}
      {passkeysAt === window.location.origin && (
        <Button icon={Plus} onClick={() => setAdding(true)}>
          Add a passkey
        </Button>
      )}
      {isAdding && <AddPasskey onClose={() => setAdding(false)} />}
    </>
  );
}

function PasskeyRow({ passkey }: { readonly passkey: Passkey }) {
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<'name' | 'removal' | null>(null);
  const params = { passkey: passkey.id };
  const onSettled = (): Promise<void> => queryClient.invalidateQueries({ queryKey: PASSKEYS_KEY });
  const removal = useMutation({
    mutationFn: () => call('DELETE /api/v1/passkeys/{passkey}', { params }),
    onSuccess: () => {
      setOpen(null);
      toast(`${passkey.name} is removed`);
    },
    onError: (problem) => toast(messageOf(problem), { tone: 'problem' }),
    onSettled,
  });
  const used = passkey.lastUsedAt === null ? 'never used' : `used ${formatAgo(passkey.lastUsedAt)}`;
  return (
    <li className="flex items-center gap-3 py-3">
      <Fingerprint aria-hidden size={18} strokeWidth={1.75} className="shrink-0 text-faint" />
      <div className="min-w-0 flex-1">
        <p className="truncate">{passkey.name}</p>
        <p className="text-faint text-xs">
          added {formatAgo(passkey.createdAt)}, {used}
        </p>
      </div>
      {passkey.isSynced && <Chip tone="quiet">synced</Chip>}
      <IconButton icon={Pencil} label={`Rename ${passkey.name}`} onClick={() => setOpen('name')} />
      <Button size="sm" onClick={() => setOpen('removal')}>
        Remove
      </Button>
      {open === 'name' && <Renaming passkey={passkey} onClose={() => setOpen(null)} />}
      <ConfirmDialog
        isOpen={open === 'removal'}
        onClose={() => setOpen(null)}
        title={`Remove ${passkey.name}?`}
        action="Remove passkey"
        isBusy={removal.isPending}
        error={removal.error}
        onConfirm={() => removal.mutate()}
      >
        It opens nothing here from then on. Remove it on the device too, or it will still be offered there.
      </ConfirmDialog>
    </li>
  );
}

function Renaming({ passkey, onClose }: { readonly passkey: Passkey; readonly onClose: () => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(passkey.name);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => call('PATCH /api/v1/passkeys/{passkey}', { params: { passkey: passkey.id }, body: { name } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: PASSKEYS_KEY });
      onClose();
    },
  });
  return (
    <Dialog isOpen onClose={onClose} title="Rename the passkey">
      <form onSubmit={submitted(mutate)} className="flex flex-col gap-5">
        <Field label="Name">
          {(control) => (
            <Input
              {...control}
              required
              autoFocus
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <FormError error={error} />
        <div className="flex justify-end">
          <Button type="submit" look="primary" isBusy={isPending}>
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
