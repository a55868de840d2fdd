/** API keys: for programs of one's own. Shown once, ended at once. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { call, type Reply } from '../../api/client.ts';
import { formatAgo, formatDay } from '../../format/moments.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState, ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import { toast } from '../../ui/toast-store.ts';
import { ApiKeyDialog } from './api-key-dialog.tsx';
import { Section } from './section.tsx';

type ApiKey = Reply<'GET /api/v1/api-keys'>['apiKeys'][number];

export function ApiKeysScreen() {
  const [isMaking, setMaking] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['api-keys'],
    queryFn: ({ signal }) => call('GET /api/v1/api-keys', {}, signal),
  });
  if (error !== null)
    return <ErrorState title="The keys could not be read" error={error} onRetry={() => void refetch()} />;
  return (
    <Section
      title="API keys"
      description={
        <>
          For programs of your own. The API is described at{' '}
          <a href="/api/v1/openapi.json" className="text-accent underline underline-offset-4">
            openapi.json
          </a>
          .
        </>
      }
      actions={
        <Button look="primary" icon={Plus} onClick={() => setMaking(true)}>
          New key
        </Button>
      }
    >
      {data === undefined && <SkeletonLines />}
      {data?.apiKeys.length === 0 && (
        <EmptyState
          title="No keys yet"
          picture={<KeyRound aria-hidden size={28} strokeWidth={1.25} className="text-faint" />}
        >
          A key lets a spreadsheet or a script read the figures.
        </EmptyState>
      )}
      <ul className="-mt-3 divide-y">
        {data?.apiKeys.map((key) => (
          <KeyRow key={key.id} apiKey={key} />
        ))}
      </ul>
      {isMaking && <ApiKeyDialog onClose={() => setMaking(false)} />}
    </Section>
  );
}

function KeyRow({ apiKey }: { readonly apiKey: ApiKey }) {
  const queryClient = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => call('DELETE /api/v1/api-keys/{key}', { params: { key: apiKey.id } }),
    onSuccess: () => {
      setAsking(false);
      toast(`${apiKey.name} has ended`);
    },
    onError: (problem) => toast(messageOf(problem), { tone: 'problem' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  const used = apiKey.lastUsedAt === null ? 'never used' : `used ${formatAgo(apiKey.lastUsedAt)}`;
  const until = apiKey.expiresAt === null ? '' : `, until ${formatDay(apiKey.expiresAt.slice(0, 10))}`;
  return (
    <li className="flex items-center gap-3 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate">{apiKey.name}</p>
        <p className="truncate text-faint text-xs">
          by {apiKey.createdBy}, {used}
          {until}
        </p>
      </div>
      <span className="text-muted">{apiKey.scope}</span>
      {apiKey.revokedAt === null ? (
        <Button size="sm" onClick={() => setAsking(true)}>
          Revoke
        </Button>
      ) : (
        <Chip tone="quiet">revoked</Chip>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Revoke ${apiKey.name}?`}
        action="Revoke key"
        isBusy={isPending}
        error={error}
        onConfirm={() => mutate()}
      >
        What uses it is refused from then on.
      </ConfirmDialog>
    </li>
  );
}
