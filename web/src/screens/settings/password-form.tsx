/** Changes one's own password. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { codeOf, messageOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { PasswordInput } from '../../ui/password-field.tsx';
import { toast } from '../../ui/toast-store.ts';
import { FormError } from '../access/form-error.tsx';
import { NewPasswordField } from '../access/new-password-field.tsx';

export function PasswordForm() {
  const queryClient = useQueryClient();
  const [present, setPresent] = useState('');
  const [wanted, setWanted] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => call('POST /api/v1/password', { body: { present, wanted } }),
    onSuccess: async () => {
      setPresent('');
      setWanted('');
      toast('Your password is changed');
      await queryClient.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  const code = codeOf(error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <form onSubmit={submit} className="flex max-w-sm flex-col gap-5">
      <Field label="Present password" error={code === 'wrong-password' ? messageOf(error) : undefined}>
        {(control) => (
          <PasswordInput
            {...control}
            required
            autoComplete="current-password"
            value={present}
            onChange={(event) => setPresent(event.target.value)}
          />
        )}
      </Field>
      <NewPasswordField
        label="New password"
        value={wanted}
        onChange={setWanted}
        error={code === 'weak-password' ? messageOf(error) : undefined}
      />
      {code !== 'weak-password' && code !== 'wrong-password' && <FormError error={error} />}
      <div>
        <Button type="submit" isBusy={isPending}>
          Change the password
        </Button>
      </div>
    </form>
  );
}
