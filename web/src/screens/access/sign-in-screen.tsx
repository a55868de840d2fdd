/** Signing in: e-mail address and password, then the second factor where there is one; or a passkey, which is both. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { setupQuery, signInQuery } from '../../api/session.ts';
import { Field, Input } from '../../ui/field.tsx';
import { PasswordInput } from '../../ui/password-field.tsx';
import { AccessForm } from './access-form.tsx';
import { AccessPage } from './access-page.tsx';
import { CodeForm } from './code-form.tsx';
import { PasskeyButton } from './passkey-button.tsx';
import { useEnter } from './use-entry.ts';

export function SignInScreen() {
  const { next } = useSearch({ from: '/sign-in' });
  const enter = useEnter();
  const [wantsCode, setWantsCode] = useState(false);
  if (wantsCode) {
    return (
      <AccessPage title="Second step" description="Enter the six digits that your authenticator app shows.">
        <CodeForm onDone={() => void enter(next)} onBack={() => setWantsCode(false)} />
      </AccessPage>
    );
  }
  return (
    <AccessPage title="Sign in" foot={<PublicPages />}>
      <PasswordForm onCodeWanted={() => setWantsCode(true)} onDone={() => void enter(next)} />
    </AccessPage>
  );
}

const PUBLIC_PAGES = [
  ['/', 'Home'],
  ['/features', 'Features'],
  ['/integrations', 'Integrations'],
  ['/pricing', 'Pricing'],
  ['/contact', 'Contact'],
] as const;

/** Links to the pages outside the app, where there are some. The server makes them, so they are no routes of ours. */
function PublicPages() {
  const { data } = useQuery(setupQuery);
  if (data?.hasPublicPages !== true) return null;
  return (
    <nav aria-label="Public pages" className="mt-10 border-t pt-3">
      <ul className="-mx-2 flex flex-wrap">
        {PUBLIC_PAGES.map(([path, label]) => (
          <li key={path}>
            <a
              href={path}
              className="flex min-h-8 items-center rounded px-2 text-muted text-xs hover:text-text hover:underline max-sm:min-h-11"
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface PasswordFormProps {
  readonly onDone: () => void;
  readonly onCodeWanted: () => void;
}

function PasswordForm({ onDone, onCodeWanted }: PasswordFormProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => call('POST /api/v1/session', { body: { email, password } }),
    onSuccess: ({ state }) => (state === 'signed-in' ? onDone() : onCodeWanted()),
  });
  return (
    <AccessForm
      action="Sign in"
      onSubmit={mutate}
      isBusy={isPending}
      error={error}
      foot={<OtherWays onDone={onDone} />}
    >
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
      <Field label="Password">
        {(control) => (
          <PasswordInput
            {...control}
            required
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
    </AccessForm>
  );
}

/** Signing in otherwise, a forgotten password, no account yet. */
function OtherWays({ onDone }: Pick<PasswordFormProps, 'onDone'>) {
  const { data: ways } = useQuery(signInQuery);
  return (
    <>
      {typeof ways?.passkeysAt === 'string' && <PasskeyButton origin={ways.passkeysAt} onDone={onDone} />}
      {ways?.mailsLinks === true && (
        <Link to="/forgot-password" className="rounded-sm text-[13px] text-muted underline underline-offset-4">
          Forgot your password?
        </Link>
      )}
      {typeof ways?.signUp === 'object' && ways.signUp !== null && (
        <p className="text-[13px] text-muted">
          No account yet?{' '}
          <Link to="/sign-up" className="rounded-sm text-text underline underline-offset-4">
            Sign up
          </Link>
        </p>
      )}
      {ways?.mailsLinks === false && (
        <p className="text-pretty text-faint text-xs leading-4.5">
          Forgotten the password? An administrator can make you a link for a new one, and so can{' '}
          <code className="whitespace-nowrap">tributary user reset-password</code> on the machine that runs Tributary.
        </p>
      )}
    </>
  );
}
