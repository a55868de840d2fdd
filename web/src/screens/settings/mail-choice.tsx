/** Which mails one gets about the workspace. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { meQuery } from '../../api/session.ts';
import { Checkbox } from '../../ui/field.tsx';
import { FormError } from '../access/form-error.tsx';

export function MailChoice({ mailsDrops }: { readonly mailsDrops: boolean }) {
  const client = useQueryClient();
  const choice = useMutation({
    mutationFn: (wanted: boolean) => call('PATCH /api/v1/me', { body: { mailsDrops: wanted } }),
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
  });
  return (
    <div className="flex flex-col gap-3">
      <Checkbox
        label="When clearly fewer sub-ids of an advertiser come back"
        hint="Once for each drop; again only after it has recovered."
        checked={choice.isPending ? choice.variables : mailsDrops}
        disabled={choice.isPending}
        onChange={({ target }) => choice.mutate(target.checked)}
      />
      <FormError error={choice.error} />
    </div>
  );
}
