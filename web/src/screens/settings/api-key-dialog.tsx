/** Makes an API key. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Wish } from '../../api/client.ts';
import { isAtLeast, meQuery } from '../../api/session.ts';
import { today } from '../../clock.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import { submitted } from '../../ui/submitted.ts';
import { addDays } from '../../view/period.ts';
import { FormError } from '../access/form-error.tsx';
import { OnceDialog } from './once-dialog.tsx';

type Scope = Wish<'POST /api/v1/api-keys'>['body']['scope'];

const SCOPES: readonly {
  readonly scope: Scope;
  readonly label: string;
  readonly least: 'viewer' | 'editor' | 'admin';
}[] = [
  { scope: 'view', label: 'View: reads the figures', least: 'viewer' },
  { scope: 'edit', label: 'Edit: also imports files and starts runs', least: 'editor' },
  { scope: 'admin', label: 'Admin: also manages connections', least: 'admin' },
];
const LASTING = [
  [30, '30 days'],
  [90, '90 days'],
  [365, 'One year'],
  [0, 'Without end'],
] as const;

export function ApiKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const queryClient = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>('view');
  const [days, setDays] = useState(365);
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => {
      const expiresAt = days === 0 ? null : `${addDays(today('UTC'), days)}T00:00:00Z`;
      return call('POST /api/v1/api-keys', { body: { name, scope, expiresAt } });
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  if (data !== undefined) {
    return (
      <OnceDialog
        title={`Your key ${data.apiKey.name}`}
        description="Keep it now: it is not shown again. It goes into the header Authorization: Bearer KEY."
        text={data.key}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog isOpen onClose={onClose} title="New API key">
      <form onSubmit={submitted(mutate)} className="flex flex-col gap-5">
        <Field label="Name" hint="What will use it: Monthly spreadsheet.">
          {(control) => (
            <Input {...control} required autoFocus value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label="It may">
          {(control) => (
            <Select
              {...control}
              value={scope}
              onChange={(event) => setScope(event.target.value as Scope /* the options below */)}
            >
              {SCOPES.filter((one) => isAtLeast(me?.role, one.least)).map((one) => (
                <option key={one.scope} value={one.scope}>
                  {one.label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="It works for">
          {(control) => (
            <Select {...control} value={days} onChange={(event) => setDays(Number(event.target.value))}>
              {LASTING.map(([count, label]) => (
                <option key={count} value={count}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <FormError error={error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" isBusy={isPending}>
            Make the key
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
