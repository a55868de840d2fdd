/** Every component on one page: how they look in both themes, and how they are used. */
import { Download, Plus, Trash2 } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Dialog, Drawer } from '../../ui/dialog.tsx';
import { Checkbox, Field, Input, Select } from '../../ui/field.tsx';
import { Money } from '../../ui/money.tsx';
import { PasteField } from '../../ui/paste-field.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Progress } from '../../ui/progress.tsx';
import { EmptyState, ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { Chip, StatusChip } from '../../ui/status-chip.tsx';
import { Stepper } from '../../ui/stepper.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { toast } from '../../ui/toast-store.ts';

/** Charts and tables come on their own, as they do in the screens that use them. */
const SampleFigures = lazy(async () => ({ default: (await import('./sample-figures.tsx')).SampleFigures }));

const STEPS = ['Network', 'Credentials', 'Test', 'Import', 'Preview', 'Done'].map((label) => ({ id: label, label }));

export function StylesScreen() {
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-6">
      <Suspense fallback={<SkeletonLines />}>
        <SampleFigures />
      </Suspense>
      <div className="grid gap-6 lg:grid-cols-2">
        <Card title="Buttons and chips">
          <Buttons />
        </Card>
        <Card title="Fields">
          <Fields />
        </Card>
        <Card title="Steps and progress">
          <Stepper label="Connect a network" steps={STEPS} current="Test" onGo={() => undefined} />
          <div className="mt-4 flex flex-col gap-4">
            <Progress
              label="Asking for reports"
              done={7}
              total={24}
              current="Individual Item Report 2026-03-01..2026-03-31"
            />
            <Progress label="Waiting for the network" done={0} total={0} />
          </div>
        </Card>
        <Card title="States">
          <States />
        </Card>
      </div>
    </div>
  );
}

function Row({ children }: { readonly children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-2">{children}</div>;
}

function Buttons() {
  const [open, setOpen] = useState<'dialog' | 'drawer' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <div className="flex flex-col gap-4">
      <Row>
        <Button look="primary" icon={Plus}>
          Upload 3 412 sales
        </Button>
        <Button icon={Download}>Export</Button>
        <Button look="quiet">Quiet</Button>
        <Button look="danger" icon={Trash2}>
          Remove
        </Button>
        <Button isBusy>Testing</Button>
        <IconButton icon={Download} label="Download" />
      </Row>
      <Row>
        <StatusChip status="pending" />
        <StatusChip status="approved" />
        <StatusChip status="reversed" />
        <StatusChip status="lost" />
        <Chip tone="accent">this one</Chip>
      </Row>
      <Row>
        <Pill name="filter" onRemove={() => undefined}>
          Advertiser is Acme
        </Pill>
        <Pill name="filter" onRemove={() => undefined}>
          Status is not Reversed
        </Pill>
      </Row>
      <Row>
        <Money amount="12480.3345" currency="USD" />
        <Money amount="-84.1000" currency="EUR" />
        <Money amount="0.0000" currency="USD" />
        <Money amount={null} currency="USD" />
      </Row>
      <Row>
        <Button onClick={() => setOpen('dialog')}>Dialog</Button>
        <Button onClick={() => setOpen('drawer')}>Drawer</Button>
        <Button onClick={() => toast('Connection paused', { action: { label: 'Undo', run: () => undefined } })}>
          Toast
        </Button>
      </Row>
      <Dialog
        isOpen={open === 'dialog'}
        onClose={close}
        title="Discard this import?"
        description="Its raw reports are kept."
        footer={<Button onClick={close}>Cancel</Button>}
      >
        It can be imported again from them.
      </Dialog>
      <Drawer isOpen={open === 'drawer'} onClose={close} title="Order 100-4411">
        <SkeletonLines count={6} />
      </Drawer>
    </div>
  );
}

function Fields() {
  const [text, setText] = useState('');
  return (
    <div className="flex flex-col gap-5">
      <Field label="Name" hint="Your own word for it." isOptional>
        {(control) => <Input {...control} placeholder="My shop" />}
      </Field>
      <Field label="Country" error="Choose the country network of your account.">
        {(control) => (
          <Select {...control} defaultValue="">
            <option value="">Choose …</option>
            <option>United States</option>
          </Select>
        )}
      </Field>
      <PasteField
        label="Report URL or token"
        value={text}
        onChange={setText}
        placeholder="https://ran-reporting.rakutenmarketing.com/…"
        found={text.length > 10 ? 'Token found in what you pasted.' : null}
      />
      <Checkbox label="Complete" hint="Lines that the files no longer show are withdrawn." />
    </div>
  );
}

function States() {
  const [tab, setTab] = useState('error');
  return (
    <Tabs
      label="States"
      value={tab}
      onChange={setTab}
      tabs={[
        {
          id: 'error',
          label: 'Error',
          content: (
            <ErrorState
              title="The figures could not be read"
              error={new Error('Tributary does not answer.')}
              onRetry={() => undefined}
            />
          ),
        },
        {
          id: 'empty',
          label: 'Empty',
          content: <EmptyState title="No commissions yet">Connect a network.</EmptyState>,
        },
        { id: 'loading', label: 'Loading', content: <SkeletonLines count={5} /> },
      ]}
    />
  );
}
