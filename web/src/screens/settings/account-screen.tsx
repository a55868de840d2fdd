/** One's own account: who one is, password, second factor, sessions. */
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../api/session.ts';
import { SkeletonLines } from '../../ui/states.tsx';
import { PasswordForm } from './password-form.tsx';
import { Passkeys } from './passkeys.tsx';
import { Section } from './section.tsx';
import { MailChoice } from './mail-choice.tsx';
import { SessionList } from './session-list.tsx';
import { TwoFactor } from './two-factor.tsx';

export function AccountScreen() {
  const { data: me } = useQuery(meQuery);
  if (me === undefined || me === null) return <SkeletonLines />;
  return (
    <>
      <Section title="You">
        <dl className="grid grid-cols-[8rem_1fr] gap-y-2">
          <dt className="text-muted">Name</dt>
          <dd>{me.name}</dd>
          <dt className="text-muted">E-mail address</dt>
          <dd className="truncate">{me.email ?? '—'}</dd>
          <dt className="text-muted">Role</dt>
          <dd>
            {me.role}
            {me.hidesMoney && <span className="text-muted">, amounts hidden</span>}
          </dd>
          <dt className="text-muted">Workspace</dt>
          <dd>{me.workspace.name}</dd>
        </dl>
      </Section>
      {me.kind === 'session' && (
        <>
          <Section title="Password" description="Changing it ends your sessions on other devices.">
            <PasswordForm />
          </Section>
          <Section
            title="Two-factor sign-in"
            description="A code from an app on your phone, besides the password. Nobody gets in with the password alone."
          >
            <TwoFactor isOn={me.twoFactor} />
          </Section>
          <Section
            title="Passkeys"
            description="Sign in with finger, face or PIN of a device. A passkey counts as both steps."
          >
            <Passkeys />
          </Section>
          {me.mailsDrops !== null && (
            <Section title="Mail" description={`What Tributary writes to you about ${me.workspace.name}.`}>
              <MailChoice mailsDrops={me.mailsDrops} />
            </Section>
          )}
          <Section title="Sessions" description="Where you are signed in.">
            <SessionList />
          </Section>
        </>
      )}
    </>
  );
}
