/** The link of the mail after signing up. It asks for the password again: who has the mailbox alone gets no account. */
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { codeOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { PasswordInput } from '../../ui/password-field.tsx';
import { AccessForm } from './access-form.tsx';
import { AccessPage } from './access-page.tsx';
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
      <AccessForm
        action="Make my account"
        onSubmit={mutate}
        isBusy={isPending}
        error={error}
        foot={
          <p className="text-pretty text-faint text-xs leading-4.5">
            Forgotten already?{' '}
            <Link to="/sign-up" className="rounded-sm underline underline-offset-4">
              Sign up again
            </Link>
            .
          </p>
        }
      >
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
      </AccessForm>
    </AccessPage>
  );
}
