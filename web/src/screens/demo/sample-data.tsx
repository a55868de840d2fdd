/** For who has nothing yet: a demo workspace beside their own, made at a click, with its progress in a dialog. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { meQuery } from '../../api/session.ts';
import { enterWorkspace } from '../../api/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ASK_AGAIN_MS } from './ask-again.ts';
import { DemoSteps } from './demo-steps.tsx';

export function SampleData() {
  const { data: me } = useQuery(meQuery);
  const [isWanted, setWanted] = useState(false);
  if (me?.mayCreateWorkspaces !== true || me.workspace.kind === 'demo') return null;
  return (
    <>
      <Button look="quiet" onClick={() => setWanted(true)}>
        Look around with sample data
      </Button>
      {isWanted && <Making onClose={() => setWanted(false)} />}
    </>
  );
}

function Making({ onClose }: { readonly onClose: () => void }) {
  const { data, error } = useQuery({
    queryKey: ['demo'],
    queryFn: ({ signal }) => call('POST /api/v1/demo/workspace', {}, signal),
    refetchInterval: (query) => (query.state.data?.state === 'preparing' ? ASK_AGAIN_MS : false),
    refetchIntervalInBackground: true,
    retry: false,
    gcTime: 0,
  });
  const ready = data?.workspace ?? null;
  useEffect(() => {
    if (ready !== null) enterWorkspace(ready);
  }, [ready]);
  return (
    <Dialog isOpen onClose={onClose} title="Making a demo workspace">
      <p className="mb-4 text-pretty text-muted">
        A made-up publisher with three sites, a year of sales and some months of readers, beside your own workspace and
        never mixed with it. You can remove it at a click.
      </p>
      {error === null ? (
        <DemoSteps demo={data} />
      ) : (
        <p role="alert" className="text-reversed">
          {messageOf(error)}
        </p>
      )}
    </Dialog>
  );
}
