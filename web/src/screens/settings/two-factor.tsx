/** Switches the second factor on and off. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { codeOf, messageOf } from '../../api/api-error.ts';
import { call, type Reply } from '../../api/client.ts';
import { meQuery } from '../../api/session.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { PasswordInput } from '../../ui/password-field.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import { toast } from '../../ui/toast-store.ts';
import { TwoFactorSecret } from './two-factor-secret.tsx';

export function TwoFactor({ isOn }: { readonly isOn: boolean }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-4">
      {isOn ? (
        <Chip tone="good" icon={ShieldCheck}>
          On
        </Chip>
      ) : (
        <Chip tone="quiet">Off</Chip>
      )}
      <Button look={isOn ? 'danger' : 'secondary'} onClick={() => setOpen(true)}>
        {isOn ? 'Switch off' : 'Switch on'}
      </Button>
      {isOpen && (isOn ? <Removal onClose={() => setOpen(false)} /> : <Beginning onClose={() => setOpen(false)} />)}
    </div>
  );
}

function Beginning({ onClose }: { readonly onClose: () => void }) {
  const queryClient = useQueryClient();
  const [begun, setBegun] = useState<Reply<'POST /api/v1/two-factor'> | null>(null);
  const { mutate, error, isPending } = useMutation({
    mutationFn: (password: string) => call('POST /api/v1/two-factor', { body: { password } }),
    onSuccess: setBegun,
  });
  const done = async (): Promise<void> => {
    toast('Two-factor sign-in is on');
    onClose();
    await queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
    await queryClient.invalidateQueries({ queryKey: ['sessions'] });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Switch two-factor sign-in on"
      {...(begun === null ? { description: 'First your password, to be sure that it is you.' } : {})}
    >
      {begun === null ? (
        <PasswordAgain action="Continue" error={error} isBusy={isPending} onSubmit={mutate} />
      ) : (
        <TwoFactorSecret uri={begun.uri} recoveryCodes={begun.recoveryCodes} onDone={() => void done()} />
      )}
    </Dialog>
  );
}

function Removal({ onClose }: { readonly onClose: () => void }) {
  const queryClient = useQueryClient();
  const { mutate, error, isPending } = useMutation({
    mutationFn: (password: string) => call('POST /api/v1/two-factor/removal', { body: { password } }),
    onSuccess: async () => {
      toast('Two-factor sign-in is off');
      onClose();
      await queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Switch two-factor sign-in off"
      description="From then on the password alone is enough to sign in."
    >
      <PasswordAgain action="Switch off" error={error} isBusy={isPending} onSubmit={mutate} />
    </Dialog>
  );
}

interface PasswordAgainProps {
  readonly action: string;
  readonly error: Error | null;
  readonly isBusy: boolean;
  readonly onSubmit: (password: string) => void;
}

function PasswordAgain({ action, error, isBusy, onSubmit }: PasswordAgainProps) {
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit(password);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <Field label="Your password" error={error === null ? undefined : messageOf(error)}>
        {(control) => (
          <PasswordInput
            {...control}
            required
            autoFocus
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <div className="flex justify-end">
        <Button type="submit" look="primary" isBusy={isBusy} disabled={codeOf(error) === 'too-many-attempts'}>
          {action}
        </Button>
      </div>
    </form>
  );
}
