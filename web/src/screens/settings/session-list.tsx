/** One's own sessions, each of which can be ended. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Laptop, Smartphone } from 'lucide-react';
import { messageOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { formatAgo, formatInstant } from '../../format/moments.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import { toast } from '../../ui/toast-store.ts';
import { describeBrowser } from './describe-browser.ts';

const KEY = ['sessions'] as const;

export function SessionList() {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call('GET /api/v1/sessions', {}, signal),
  });
  const onSettled = (): Promise<void> => queryClient.invalidateQueries({ queryKey: KEY });
  const onError = (problem: Error): void => toast(messageOf(problem), { tone: 'problem' });
  const end = useMutation({
    mutationFn: (session: string) => call('DELETE /api/v1/sessions/{session}', { params: { session } }),
    onSuccess: () => toast('The session has ended'),
    onSettled,
    onError,
  });
  const endOthers = useMutation({
    mutationFn: () => call('DELETE /api/v1/sessions', {}),
    onSuccess: ({ revoked }) => toast(revoked === 1 ? 'One session has ended' : `${revoked} sessions have ended`),
    onSettled,
    onError,
  });
  if (error !== null)
    return <ErrorState title="Your sessions could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <SkeletonLines />;
  return (
    <>
      <ul className="-mt-3 divide-y">
        {data.sessions.map((session) => {
          const { name, isPhone } = describeBrowser(session.userAgent);
          const Icon = isPhone ? Smartphone : Laptop;
          return (
            <li key={session.id} className="flex items-center gap-3 py-3">
              <Icon aria-hidden size={18} strokeWidth={1.75} className="shrink-0 text-faint" />
              <div className="min-w-0 flex-1">
                <p className="truncate">{name}</p>
                <p className="text-faint text-xs" title={formatInstant(session.createdAt)}>
                  signed in {formatAgo(session.createdAt)}, seen {formatAgo(session.lastSeenAt)}
                </p>
              </div>
              {session.isCurrent ? (
                <Chip tone="accent">this one</Chip>
              ) : (
                <Button
                  size="sm"
                  isBusy={end.isPending && end.variables === session.id}
                  onClick={() => end.mutate(session.id)}
                >
                  End
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {data.sessions.length > 1 && (
        <Button
          size="sm"
          look="danger"
          className="mt-3"
          isBusy={endOthers.isPending}
          onClick={() => endOthers.mutate()}
        >
          End all others
        </Button>
      )}
    </>
  );
}
