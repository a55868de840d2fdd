/** Who may use Tributary, and who is invited. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { formatAgo } from '../../format/moments.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import { toast } from '../../ui/toast-store.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { MemberRow } from './member-row.tsx';
import { roleLabel } from './roles.ts';
import { Section } from './section.tsx';

export const MEMBERS_KEY = ['members'] as const;

export function MembersScreen() {
  const [isInviting, setInviting] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: MEMBERS_KEY,
    queryFn: ({ signal }) => call('GET /api/v1/members', {}, signal),
  });
  if (error !== null)
    return <ErrorState title="The members could not be read" error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Section
        title="Members"
        description="Owners may do everything. A change of role takes effect at once."
        actions={
          <Button look="primary" icon={UserPlus} onClick={() => setInviting(true)}>
            Invite someone
          </Button>
        }
      >
        {data === undefined ? (
          <SkeletonLines />
        ) : (
          <ul className="-mt-3 divide-y">
            {data.members.map((member) => (
              <MemberRow key={member.id} member={member} />
            ))}
          </ul>
        )}
      </Section>
      {data !== undefined && data.invitations.length > 0 && (
        <Section title="Invited" description="These links were not used yet.">
          <ul className="-mt-3 divide-y">
            {data.invitations.map((invitation) => (
              <InvitationRow key={invitation.id} {...invitation} />
            ))}
          </ul>
        </Section>
      )}
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  );
}

interface InvitationRowProps {
  readonly id: string;
  readonly email: string;
  readonly role: Parameters<typeof roleLabel>[0];
  readonly hidesMoney: boolean;
  readonly expiresAt: string;
  readonly mail: keyof typeof MAILED | null;
}

/** How the mail with the link fares. */
const MAILED = {
  queued: 'mail on its way',
  sending: 'mail on its way',
  sent: 'mailed',
  failed: 'mail failed: hand the link over',
  uncertain: 'perhaps mailed',
} as const;

function InvitationRow({ id, email, role, hidesMoney, expiresAt, mail }: InvitationRowProps) {
  const queryClient = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => call('DELETE /api/v1/invitations/{invitation}', { params: { invitation: id } }),
    onSuccess: () => toast('The invitation is withdrawn'),
    onError: (error) => toast(messageOf(error), { tone: 'problem' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: MEMBERS_KEY }),
  });
  return (
    <li className="flex items-center gap-3 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate">{email}</p>
        <p className="text-faint text-xs">
          ends {formatAgo(expiresAt)}
          {mail !== null && <span className={mail === 'failed' ? 'text-reversed' : undefined}>, {MAILED[mail]}</span>}
        </p>
      </div>
      {hidesMoney && <Chip tone="quiet">amounts hidden</Chip>}
      <span className="text-muted">{roleLabel(role)}</span>
      <Button size="sm" isBusy={isPending} onClick={() => mutate()}>
        Withdraw
      </Button>
    </li>
  );
}
