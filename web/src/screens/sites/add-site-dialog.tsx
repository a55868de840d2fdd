/** Adds a website: its host is enough, the rest has its usual value and can be changed later. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { submitted } from '../../ui/submitted.ts';
import { FormError } from '../access/form-error.tsx';
import { PrivacyField } from './privacy-field.tsx';
import { type Site, sitesQuery } from './queries.ts';

export function AddSiteDialog({ onClose }: { readonly onClose: () => void }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [host, setHost] = useState('');
  const [privacy, setPrivacy] = useState<Site['privacy']>('daily');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => call('POST /api/v1/sites', { body: { host, privacy } }),
    onSuccess: async (site) => {
      await queryClient.invalidateQueries({ queryKey: sitesQuery.queryKey });
      await navigate({ to: '/sites/$site', params: { site: site.id } });
    },
  });
  const isOfHost = error instanceof ApiError && error.report.column === 'host';
  return (
    <Dialog isOpen onClose={onClose} title="Add a site">
      <form onSubmit={submitted(mutate)} className="flex flex-col gap-5">
        <Field
          label="Address"
          hint="Paste any page of it: the host is what counts."
          error={isOfHost ? error.message : undefined}
        >
          {(control) => (
            <Input
              {...control}
              required
              autoFocus
              autoCapitalize="none"
              spellCheck={false}
              placeholder="www.example.com"
              value={host}
              onChange={({ target }) => setHost(target.value)}
            />
          )}
        </Field>
        <PrivacyField value={privacy} onChange={setPrivacy} />
        {!isOfHost && <FormError error={error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" isBusy={isPending}>
            Add the site
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
