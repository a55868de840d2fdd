/** "Forgot your password?": asks for a link by mail. The answer is the same whether the address has an account. */
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { Field, Input } from '../../ui/field.tsx';
import { AccessForm } from './access-form.tsx';
import { AccessPage } from './access-page.tsx';

const BACK = (
  <Link to="/sign-in" search={{}} className="rounded-sm text-[13px] text-muted underline underline-offset-4">
    Back to sign in
  </Link>
);

export function ForgottenScreen() {
  const [email, setEmail] = useState('');
  const { mutate, error, isPending, isSuccess } = useMutation({
    mutationFn: () => call('POST /api/v1/password/forgotten', { body: { email } }),
  });
  if (isSuccess) {
    return (
      <AccessPage
        title="Look into your mailbox"
        description="If there is an account with this address, a mail with a link is on its way. It works once, within an hour."
      >
        {BACK}
      </AccessPage>
    );
  }
  return (
    <AccessPage title="Forgot your password?" description="You get a link by e-mail. A second factor stays as it is.">
      <AccessForm action="Mail me a link" onSubmit={mutate} isBusy={isPending} error={error} foot={<p>{BACK}</p>}>
        <Field label="E-mail address">
          {(control) => (
            <Input
              {...control}
              required
              autoFocus
              type="email"
              autoComplete="username"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
      </AccessForm>
    </AccessPage>
  );
}
