/** One member: role, whether amounts are hidden, a link for a new password, removal. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, EyeOff, KeyRound, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { call, type Reply } from '../../api/client.ts';
import { isAtLeast, meQuery, type Role } from '../../api/session.ts';
import { formatInstant } from '../../format/moments.ts';
import { IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Menu, MenuCheck, MenuHead, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import { toast } from '../../ui/toast-store.ts';
import { OnceDialog, wholeLink } from './once-dialog.tsx';
import { ROLES, roleLabel } from './roles.ts';

type Member = Reply<'GET /api/v1/members'>['members'][number];
type Sheet = 'removal' | null;

function useMember(member: string) {
  const queryClient = useQueryClient();
  const onError = (error: Error): void => toast(messageOf(error), { tone: 'problem' });
  const onSettled = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['members'] });
  const change = useMutation({
    mutationFn: (body: { readonly role?: Role; readonly hidesMoney?: boolean }) =>
      call('PATCH /api/v1/members/{member}', { params: { member }, body }),
    onError,
    onSettled,
  });
  const remove = useMutation({
    mutationFn: () => call('DELETE /api/v1/members/{member}', { params: { member } }),
    onSuccess: () => toast('The member is removed'),
    onSettled,
  });
  const link = useMutation({
    mutationFn: () => call('POST /api/v1/members/{member}/password-link', { params: { member }, body: {} }),
    onError,
  });
  return { change, remove, link };
}

export function MemberRow({ member }: { readonly member: Member }) {
  const { id, name, email, role, hidesMoney, twoFactor, createdAt } = member;
  const { data: me } = useQuery(meQuery);
  const { change, remove, link } = useMember(id);
  const [sheet, setSheet] = useState<Sheet>(null);
  const isMe = me?.email === email;
  return (
    <li className="flex items-center gap-3 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate">
          {name} {isMe && <span className="text-faint">(you)</span>}
        </p>
        <p className="truncate text-faint text-xs" title={`Member since ${formatInstant(createdAt)}`}>
          {email}
        </p>
      </div>
      <span className="flex gap-2 max-sm:hidden">
        {hidesMoney && <Chip tone="quiet">amounts hidden</Chip>}
        {twoFactor && <Chip tone="good">two-factor</Chip>}
      </span>
      <span className="text-muted">{roleLabel(role)}</span>
      <Menu align="end" trigger={<IconButton icon={Ellipsis} label={`Change ${name}`} />}>
        <MenuHead>Role</MenuHead>
        {ROLES.filter((one) => isAtLeast(me?.role, one.role)).map((one) => (
          <MenuCheck key={one.role} isChecked={one.role === role} onChange={() => change.mutate({ role: one.role })}>
            {one.label} <span className="text-faint text-xs">{one.may}</span>
          </MenuCheck>
        ))}
        <MenuLine />
        <MenuItem icon={EyeOff} onSelect={() => change.mutate({ hidesMoney: !hidesMoney })}>
          {hidesMoney ? 'Show amounts' : 'Hide amounts'}
        </MenuItem>
        <MenuItem icon={KeyRound} onSelect={() => link.mutate()}>
          Link for a new password
        </MenuItem>
        <MenuItem icon={UserMinus} isDanger isDisabled={isMe} onSelect={() => setSheet('removal')}>
          Remove
        </MenuItem>
      </Menu>
      <ConfirmDialog
        isOpen={sheet === 'removal'}
        onClose={() => setSheet(null)}
        title={`Remove ${name}?`}
        action="Remove member"
        isBusy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => setSheet(null) })}
      >
        Their sessions and their API keys end at once. The figures stay as they are.
      </ConfirmDialog>
      {link.data !== undefined && (
        <OnceDialog
          title={`A new password for ${name}`}
          description={`Hand this link over. It works once, until ${formatInstant(link.data.expiresAt)}.`}
          text={wholeLink(link.data.path)}
          onClose={link.reset}
        />
      )}
    </li>
  );
}
