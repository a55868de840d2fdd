/** The first start: the owner's account, with the code of the link that the terminal printed. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { forgetSetupCode, keepSetupCode } from '../../api/setup-code.ts';
import { setupQuery } from '../../api/session.ts';
import { buttonClass } from '../../ui/button.tsx';
import { AccessForm } from './access-form.tsx';
import { AccessPage } from './access-page.tsx';
import { NO_OWNER, OwnerFields } from './owner-fields.tsx';
import { useEnter, useLinkCode } from './use-entry.ts';

export function SetupScreen() {
  const code = useLinkCode();
  const { data: setup } = useQuery(setupQuery);
  if (setup?.isOpen === false) {
    return (
      <AccessPage title="Tributary is set up" description="This installation has an owner already.">
        <Link to="/sign-in" search={{}} className={buttonClass('primary')}>
          Sign in
        </Link>
      </AccessPage>
    );
  }
  if (code === '') {
    return (
      <AccessPage
        title="Open the set-up link"
        description="Tributary printed a link when it started. Open that link in this browser: it proves that this installation is yours. It works once, within 24 hours; a restart prints a new one."
      />
    );
  }
  return (
    <AccessPage
      title="Welcome to Tributary"
      description="Create the owner’s account. Everything stays on this machine."
      foot={
        <p className="mt-6 border-t pt-5 text-muted">
          Just looking?{' '}
          <Link
            to="/demo"
            search={{}}
            hash={code}
            onClick={() => keepSetupCode(code)}
            className="text-accent underline underline-offset-4"
          >
            Open the demo
          </Link>
          : a year of made-up sales and their readers, no account. This link stays valid.
        </p>
      }
    >
      <SetupForm code={code} />
    </AccessPage>
  );
}

function SetupForm({ code }: { readonly code: string }) {
  const enter = useEnter();
  const [values, setValues] = useState(NO_OWNER);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => call('POST /api/v1/setup', { body: { code, ...values } }),
    onSuccess: () => {
      forgetSetupCode();
      return enter();
    },
  });
  return (
    <AccessForm action="Create the account" onSubmit={mutate} isBusy={isPending}>
      <OwnerFields
        values={values}
        onChange={setValues}
        emailHint="You sign in with it. Nothing is sent to it."
        error={error}
      />
    </AccessForm>
  );
}
