/** The link of the mail after signing up. It asks for the password again: who has the mailbox alone gets no account. */
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { codeOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { PasswordInput } from '../../ui/password-field.tsx';
import { submitted } from '../../ui/submitted.ts';
import { AccessPage } from './access-page.tsx';
import { FormError } from './form-error.tsx';
import { useEnter, useLinkCode } from './use-entry.ts';

export function ConfirmSignUpScreen() {
  const code = useLinkCode();
  const enter = useEnter();
  const [password, setPassword] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => call('POST /api/v1/sign-up/confirmation', { body: { code, password } }),
    onSuccess: () => enter(),
  });
  if (code === '' || codeOf(error) === 'link-invalid') {
    return (
      <AccessPage
        title="This link cannot be used"
        description="It works once, within 24 hours, and has to be opened whole. If your account is made already, sign in."
      >
        <div className="flex flex-wrap gap-2">
          <Link to="/sign-in" search={{}} className={buttonClass('primary')}>
            Sign in
          </Link>
          <Link to="/sign-up" className={buttonClass()}>
            Sign up again
          </Link>
        </div>
      </AccessPage>
    );
  }
  return (
    <AccessPage
      title="One last step"
      description="Enter the password that you chose when you signed up, and your account is made."
    >
      <form onSubmit={submitted(mutate)} className="flex flex-col gap-5">
        <Field label="Password">
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
        <FormError error={error} />
        <Button type="submit" look="primary" isBusy={isPending}>
          Make my account
        </Button>
        <p className="text-pretty text-faint text-xs leading-4.5">
          Forgotten already?{' '}
          <Link to="/sign-up" className="rounded-sm underline underline-offset-4">
            Sign up again
          </Link>
          .
        </p>
      </form>
    </AccessPage>
  );
}
