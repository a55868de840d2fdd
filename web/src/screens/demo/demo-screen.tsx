/** The way into the demo without an account: waits until it is made, then goes in as a guest. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { codeOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { setupQuery } from '../../api/session.ts';
import { ErrorState } from '../../ui/states.tsx';
import { AccessPage } from '../access/access-page.tsx';
import { DemoSteps } from './demo-steps.tsx';
import { ASK_AGAIN_MS } from './ask-again.ts';

export function DemoScreen() {
  // null: on the way to another screen, whose address has no code any more
  const code = useLocation({ select: ({ pathname, hash }) => (pathname === '/demo' ? hash : null) });
  const { data: setup } = useQuery(setupQuery);
  const mayEnter = code !== '' || setup?.hasPublicDemo === true;
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery({
    queryKey: ['demo', code],
    queryFn: ({ signal }) => call('POST /api/v1/demo', { body: code ? { code } : {} }, signal),
    enabled: code !== null && mayEnter,
    refetchInterval: (query) => (query.state.data?.state === 'preparing' ? ASK_AGAIN_MS : false),
    refetchIntervalInBackground: true,
    retry: false,
    gcTime: 0,
  });
  const isReady = data?.state === 'ready';
  useEffect(() => {
    if (!isReady) return;
    queryClient.clear(); // nothing that was known before holds for a guest
    void navigate({ to: '/overview', search: {}, replace: true });
  }, [isReady, queryClient, navigate]);
  if (codeOf(error) === 'link-invalid' || (setup !== undefined && !mayEnter)) {
    return (
      <AccessPage
        title="No demo here"
        description="This server shows its demo only to whoever has its link: the set-up link, or the one that “tributary demo” prints. The link may be over."
      />
    );
  }
  return (
    <AccessPage
      title="The demo is being prepared"
      description="A made-up publisher with three sites. Its sales and readers come in by the same way as real ones, and nothing leaves this machine."
    >
      {error !== null ? (
        <ErrorState title="The demo could not be made" error={error} onRetry={() => void refetch()} />
      ) : (
        <DemoSteps demo={data} />
      )}
    </AccessPage>
  );
}
