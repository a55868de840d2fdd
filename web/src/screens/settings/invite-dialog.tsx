/** Invites someone: the link is handed over by the person who invites. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { isAtLeast, meQuery, type Role } from '../../api/session.ts';
import { formatInstant } from '../../format/moments.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { submitted } from '../../ui/submitted.ts';
import { Checkbox, Field, Input, Select } from '../../ui/field.tsx';
import { FormError } from '../access/form-error.tsx';
import { OnceDialog, wholeLink } from './once-dialog.tsx';
import { ROLES } from './roles.ts';

const HINT = ROLES.map(({ label, may }) => `${label} ${may}`).join(' · ');

function handOver(isMailed: boolean, until: string): string {
  return isMailed
    ? `You can hand this link over too; one of both works, until ${until}.`
    : `It works once, until ${until}. This installation sends no e-mail.`;
}

export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const queryClient = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [hidesMoney, setHidesMoney] = useState(false);
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => call('POST /api/v1/invitations', { body: { email, role, hidesMoney } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['members'] }),
  });
  if (data !== undefined) {
    return (
      <OnceDialog
        title={`${data.invitation.mail === null ? 'Hand this link to' : 'A mail is on its way to'} ${data.invitation.email}`}
        description={handOver(data.invitation.mail !== null, formatInstant(data.link.expiresAt))}
        text={wholeLink(data.link.path)}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog isOpen onClose={onClose} title="Invite someone" description="You get a link to hand over; it works once.">
      <form onSubmit={submitted(mutate)} className="flex flex-col gap-5">
        <Field label="E-mail address">
          {(control) => (
            <Input
              {...control}
              required
              autoFocus
              type="email"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label="Role" hint={HINT}>
          {(control) => (
            <Select
              {...control}
              value={role}
              onChange={(event) => setRole(event.target.value as Role /* the options below */)}
            >
              {ROLES.filter((one) => isAtLeast(me?.role, one.role)).map((one) => (
                <option key={one.role} value={one.role}>
                  {one.label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Checkbox
          label="Hide amounts"
          hint="They see orders and clicks, but no money, and cannot download files."
          checked={hidesMoney}
          onChange={(event) => setHidesMoney(event.target.checked)}
        />
        <FormError error={error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" isBusy={isPending}>
            Make the link
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
