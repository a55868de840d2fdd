/** A new password, by the link that an administrator handed over. */
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { codeOf, messageOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { buttonClass } from '../../ui/button.tsx';
import { AccessForm } from './access-form.tsx';
import { AccessPage } from './access-page.tsx';
import { NewPasswordField } from './new-password-field.tsx';
import { useLinkCode } from './use-entry.ts';

export function ResetScreen() {
  const code = useLinkCode();
  const [password, setPassword] = useState('');
  const { mutate, error, isPending, isSuccess } = useMutation({
    mutationFn: () => call('POST /api/v1/password/reset', { body: { code, password } }),
  });
  const isWeak = codeOf(error) === 'weak-password';
  if (isSuccess) {
    return (
      <AccessPage
        title="Your password is changed"
        description="Every session of yours has ended. Sign in with the new password."
      >
        <Link to="/sign-in" search={{}} className={buttonClass('primary')}>
          Sign in
        </Link>
      </AccessPage>
    );
  }
  if (code === '') {
    return (
      <AccessPage
        title="The link is not whole"
        description="Open the link that you were given, to its last character."
      />
    );
  }
  return (
    <AccessPage title="Choose a new password" description="A second factor stays as it is.">
      <AccessForm action="Change the password" onSubmit={mutate} isBusy={isPending} error={isWeak ? null : error}>
        <NewPasswordField
          label="New password"
          value={password}
          onChange={setPassword}
          error={isWeak ? messageOf(error) : undefined}
        />
      </AccessForm>
    </AccessPage>
  );
}
