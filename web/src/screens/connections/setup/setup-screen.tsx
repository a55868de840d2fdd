/** Connect a network: steps on the left, the form in the middle, the network's guide on the right. The URL says where. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { BookOpen } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Drawer } from '../../../ui/dialog.tsx';
import { ErrorState, SkeletonLines } from '../../../ui/states.tsx';
import { Stepper } from '../../../ui/stepper.tsx';
import { GuidePanel } from '../guide/guide-panel.tsx';
import { type Connection, connectionsQuery, networksQuery } from '../queries.ts';
import { sharingAccount, websitesOf } from '../connection-words.ts';
import { CredentialsStep } from './credentials-step.tsx';
import { DoneStep } from './done-step.tsx';
import { ImportStep } from './import-step.tsx';
import { NetworkStep } from './network-step.tsx';
import { SETUP_STEPS, type SetupStep } from './setup-search.ts';
import { TestStep } from './test-step.tsx';
import { type Setup, useSetup } from './use-setup.ts';

/** The tables of the preview are half of the weight, and needed late. */
const PreviewStep = lazy(async () => ({ default: (await import('./preview-step.tsx')).PreviewStep }));

const TITLES: Readonly<Record<SetupStep, string>> = {
  network: 'Which network?',
  credentials: 'Your access to the network',
  test: 'Does it work?',
  import: 'How far back?',
  preview: 'What was found',
  done: 'Done',
};

/** Nothing was started yet. */
const AFRESH = { like: undefined, connections: undefined, tests: undefined, runs: undefined };

const GUIDE_PARTS: Readonly<Partial<Record<SetupStep, string>>> = {
  test: 'Test and first import take minutes',
  import: 'Test and first import take minutes',
};

export function SetupScreen() {
  const setup = useSetup();
  const { step, go } = setup;
  const networks = useQuery(networksQuery);
  const all = useQuery(connectionsQuery);
  const [isHelpOpen, setHelpOpen] = useState(false);
  if (networks.isError || all.isError) {
    const error = networks.error ?? all.error;
    return (
      <ErrorState
        title="The set-up could not be read"
        error={error}
        onRetry={() => void Promise.all([networks.refetch(), all.refetch()])}
      />
    );
  }
  const connections = (all.data ?? []).filter((one) => setup.connections.includes(one.id));
  const networkId = setup.network ?? connections[0]?.network;
  const network = networks.data?.find((one) => one.id === networkId);
  const hasGuide = network !== undefined && step !== 'network' && step !== 'preview' && step !== 'done';
  return (
    <div className="mx-auto grid max-w-6xl gap-6 md:grid-cols-[10rem_minmax(0,1fr)] xl:grid-cols-[10rem_minmax(0,1fr)_20rem]">
      <Stepper
        label="Steps of the set-up"
        steps={SETUP_STEPS}
        current={step}
        onGo={(id) => go({ step: id as SetupStep })}
      />
      <div className={hasGuide ? 'min-w-0' : 'min-w-0 xl:col-span-2'}>
        <div className="mb-5 flex items-start gap-3">
          <div className="flex-1">
            <h2 className="font-semibold text-xl tracking-tight">{TITLES[step]}</h2>
            {network !== undefined && step !== 'network' && <p className="text-muted">{network.label}</p>}
          </div>
          {hasGuide && (
            <Button icon={BookOpen} size="sm" className="xl:hidden" onClick={() => setHelpOpen(true)}>
              Help
            </Button>
          )}
        </div>
        {networks.isPending || all.isPending ? (
          <SkeletonLines count={6} />
        ) : (
          <Step setup={setup} connections={connections} all={all.data ?? []} />
        )}
      </div>
      {hasGuide && (
        <>
          <aside className="hidden border-l pl-6 xl:block" aria-label={`How to connect ${network.label}`}>
            <div className="sticky top-20 max-h-[calc(100dvh-6rem)] overflow-y-auto pr-1">
              <GuidePanel network={network.id} part={GUIDE_PARTS[step] ?? 'Quick instructions'} />
            </div>
          </aside>
          <Drawer isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} title={network.label}>
            <GuidePanel network={network.id} part={GUIDE_PARTS[step] ?? 'Quick instructions'} />
          </Drawer>
        </>
      )}
    </div>
  );
}

interface StepProps {
  readonly setup: Setup;
  readonly connections: readonly Connection[];
  /** Those of the workspace. */
  readonly all: readonly Connection[];
}

function Step({ setup, connections, all }: StepProps) {
  const { step, go } = setup;
  const networks = useQuery(networksQuery);
  const client = useQueryClient();
  const network = networks.data?.find((one) => one.id === (setup.network ?? connections[0]?.network));
  const like = all.find((one) => one.id === setup.like && one.network === network?.id);
  const finish = useCallback(() => {
    void client.invalidateQueries(); // every figure may have changed
    go({ step: 'done' }, true);
  }, [client, go]);
  if (step === 'network' || network === undefined) {
    return <NetworkStep onChoose={(chosen) => go({ step: 'credentials', network: chosen, ...AFRESH })} />;
  }
  switch (step) {
    case 'credentials':
      return (
        <CredentialsStep
          key={`${network.id} ${setup.like ?? ''} ${setup.connections.join()}`}
          network={network}
          present={connections}
          like={like}
          sharing={like === undefined ? [] : sharingAccount(all, like)}
          websites={websitesOf(all)}
          onSaved={(ids, tests) => {
            const step = network.hasApi ? 'test' : 'done';
            go({ step, network: network.id, connections: ids.join(','), tests: joined(tests) });
          }}
        />
      );
    case 'test':
      return (
        <TestStep
          connections={connections}
          tests={setup.tests}
          onTests={(tests) => go({ tests: tests.join(',') }, true)}
          onBack={() => go({ step: 'credentials' })}
          onNext={() => go({ step: 'import' })}
        />
      );
    case 'import':
      return (
        <ImportStep
          connections={connections}
          runs={setup.runs}
          onRuns={(runs) => go({ runs: joined(runs) }, true)}
          onNext={() => go({ step: 'preview' })}
        />
      );
    case 'preview':
      return (
        <Suspense fallback={<SkeletonLines count={6} />}>
          <PreviewStep
            connections={connections}
            runs={setup.runs}
            onDone={finish}
            onBack={() => go({ step: 'import', runs: undefined })}
          />
        </Suspense>
      );
    case 'done':
      return (
        <DoneStep
          connections={connections}
          onAnother={() => go({ step: 'credentials', network: network.id, ...AFRESH, like: connections[0]?.id })}
        />
      );
  }
}

function joined(ids: readonly string[]): string | undefined {
  return ids.length === 0 ? undefined : ids.join(',');
}
