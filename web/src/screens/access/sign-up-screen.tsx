/** Signing up where Tributary is hosted for others. The answer is the same whether the address has an account. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { signInQuery } from '../../api/session.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { AccessForm } from './access-form.tsx';
import { AccessPage } from './access-page.tsx';
import { NO_OWNER, OwnerFields } from './owner-fields.tsx';

const HAVE_ACCOUNT = (
  <p className="mt-6 text-muted">
    You have an account?{' '}
    <Link to="/sign-in" search={{}} className="rounded-sm underline underline-offset-4">
      Sign in
    </Link>
  </p>
);

export function SignUpScreen() {
  const { data: ways } = useQuery(signInQuery);
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  if (mailedTo !== null) {
    return (
      <AccessPage
        title="Look into your mailbox"
        description={
          <>
            A mail is on its way to <strong className="break-all font-medium text-text">{mailedTo}</strong>. Its link
            makes your account; it works once, within 24 hours. Nothing there after some minutes? Look among the
            unwanted mails.
          </>
        }
      >
        <Button onClick={() => setMailedTo(null)}>Change the address</Button>
      </AccessPage>
    );
  }
  if (ways?.signUp === null) {
    return (
      <AccessPage
        title="Nobody signs up here"
        description="This installation is not open to everyone. Ask the person who runs it for an invitation."
      >
        <Link to="/sign-in" search={{}} className={buttonClass('primary')}>
          Sign in
        </Link>
      </AccessPage>
    );
  }
  return (
    <AccessPage title="Sign up" description={trialWords(ways?.signUp.trialDays)} foot={HAVE_ACCOUNT}>
      <SignUpForm onMailed={setMailedTo} />
    </AccessPage>
  );
}

function trialWords(days: number | undefined): string {
  if (days === undefined) return ' ';
  if (days === 0) return 'You choose a plan afterwards.';
  return `${days} ${days === 1 ? 'day' : 'days'} to try everything, without a card. After that your workspace can be read and exported until you choose a plan.`;
}

function SignUpForm({ onMailed }: { readonly onMailed: (address: string) => void }) {
  const [values, setValues] = useState(NO_OWNER);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => call('POST /api/v1/sign-up', { body: values }),
    onSuccess: () => onMailed(values.email),
  });
  return (
    <AccessForm action="Sign up" onSubmit={mutate} isBusy={isPending}>
      <OwnerFields
        values={values}
        onChange={setValues}
        emailHint="You sign in with it. A mail there confirms that it is yours."
        error={error}
      />
    </AccessForm>
  );
}
