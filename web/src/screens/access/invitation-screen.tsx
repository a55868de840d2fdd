/** Accepting an invitation. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { codeOf, messageOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { meQuery } from '../../api/session.ts';
import { Field, Input } from '../../ui/field.tsx';
import { PasswordInput } from '../../ui/password-field.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import { AccessForm } from './access-form.tsx';
import { AccessPage } from './access-page.tsx';
import { FormError } from './form-error.tsx';
import { CodeForm } from './code-form.tsx';
import { NewPasswordField } from './new-password-field.tsx';
import { useEnter, useLinkCode } from './use-entry.ts';

export function InvitationScreen() {
  const code = useLinkCode();
  const { data, error } = useQuery({
    queryKey: ['invitation'],
    queryFn: ({ signal }) => call('POST /api/v1/invitation', { body: { code } }, signal),
    enabled: code !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (code === '' || error !== null) {
    return (
      <AccessPage
        title="This invitation cannot be opened"
        description="Invitations work once and end after some days. Ask the person who invited you for a new link, and open it whole."
      >
        <FormError error={error} />
      </AccessPage>
    );
  }
  if (data === undefined) {
    return (
      <AccessPage title="Your invitation">
        <SkeletonLines />
      </AccessPage>
    );
  }
  return (
    <AccessPage
      title={`Join ${data.workspace}`}
      description={
        <>
          You are invited as <strong className="font-medium text-text">{data.role}</strong>.{' '}
          {data.hasAccount ? 'Accept with the password of your account' : 'You will sign in as'}{' '}
          <strong className="font-medium text-text">{data.email}</strong>.
        </>
      }
    >
      {data.hasAccount ? (
        <MemberForm code={code} email={data.email} workspace={data.workspaceId} />
      ) : (
        <AcceptanceForm code={code} email={data.email} />
      )}
    </AccessPage>
  );
}

function AcceptanceForm({ code, email }: { readonly code: string; readonly email: string }) {
  const enter = useEnter();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => call('POST /api/v1/invitation/acceptance', { body: { code, name, password } }),
    onSuccess: () => enter(),
  });
  const isWeak = codeOf(error) === 'weak-password';
  return (
    <AccessForm action="Join" onSubmit={mutate} isBusy={isPending} error={isWeak ? null : error}>
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label="Your name">
        {(control) => (
          <Input
            {...control}
            required
            autoFocus
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <NewPasswordField value={password} onChange={setPassword} error={isWeak ? messageOf(error) : undefined} />
    </AccessForm>
  );
}

interface MemberFormProps {
  readonly code: string;
  readonly email: string;
  readonly workspace: string;
}

/** Whoever has an account shows that it is theirs: by being signed in, or with its password. */
function MemberForm({ code, email, workspace }: MemberFormProps) {
  const enter = useEnter();
  const { data: me } = useQuery(meQuery);
  const [password, setPassword] = useState('');
  const [wantsCode, setWantsCode] = useState(false);
  const isSignedIn = me?.email === email;
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => {
      const body = isSignedIn ? { code } : { code, password };
      return call('POST /api/v1/invitation/acceptance', { body });
    },
    onSuccess: ({ state }) => (state === 'signed-in' ? enter(undefined, workspace) : setWantsCode(true)),
  });
  if (wantsCode) {
    return <CodeForm onDone={() => void enter(undefined, workspace)} onBack={() => setWantsCode(false)} />;
  }
  return (
    <AccessForm action="Join" onSubmit={mutate} isBusy={isPending} error={error}>
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      {!isSignedIn && (
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
      )}
    </AccessForm>
  );
}
