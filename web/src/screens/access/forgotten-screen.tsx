/** "Forgot your password?": asks for a link by mail. The answer is the same whether the address has an account. */
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { submitted } from '../../ui/submitted.ts';
import { AccessPage } from './access-page.tsx';
import { FormError } from './form-error.tsx';

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
      <form onSubmit={submitted(mutate)} className="flex flex-col gap-5">
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
        <FormError error={error} />
        <Button type="submit" look="primary" isBusy={isPending}>
          Mail me a link
        </Button>
        <p>{BACK}</p>
      </form>
    </AccessPage>
  );
}
