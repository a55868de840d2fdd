/** Adds a passkey: a name and the password, then the device asks. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { codeOf, messageOf } from '../../api/api-error.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { PasswordInput } from '../../ui/password-field.tsx';
import { submitted } from '../../ui/submitted.ts';
import { toast } from '../../ui/toast-store.ts';
import { FormError } from '../access/form-error.tsx';
import { CeremonyEnded, makePasskey } from '../access/passkey-ceremony.ts';
import { describeBrowser } from './describe-browser.ts';

export const PASSKEYS_KEY = ['passkeys'] as const;

export function AddPasskey({ onClose }: { readonly onClose: () => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(() => describeBrowser(window.navigator.userAgent).name);
  const [password, setPassword] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => makePasskey(password, name),
    onSuccess: async (made) => {
      toast(`${made.name} can sign you in now`);
      onClose();
      await queryClient.invalidateQueries({ queryKey: PASSKEYS_KEY });
    },
  });
  const isWrong = codeOf(error) === 'wrong-password';
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a passkey"
      description="First your password, to be sure that it is you; then your device asks for finger, face or PIN."
    >
      <form onSubmit={submitted(mutate)} className="flex flex-col gap-5">
        <Field label="Name" hint="So that you know it again: the device, or the app that keeps it.">
          {(control) => (
            <Input
              {...control}
              required
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Your password" error={isWrong ? messageOf(error) : undefined}>
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
        {!isWrong && !(error instanceof CeremonyEnded) && <FormError error={error} />}
        {error instanceof CeremonyEnded && <p className="text-muted">The device made none. Try again when you like.</p>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" isBusy={isPending}>
            Continue
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
