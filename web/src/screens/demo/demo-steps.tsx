/** How far the making of a demo is: its steps, the present one with its count. */
import { Check, LoaderCircle } from 'lucide-react';
import type { Reply } from '../../api/client.ts';
import { classNames } from '../../ui/class-names.ts';

type Preparing = Extract<Reply<'POST /api/v1/demo'>, { readonly state: 'preparing' }>;

const STEPS: readonly (readonly [Preparing['step'], string])[] = [
  ['network', 'Inventing a year of sales'],
  ['connections', 'Connecting the simulated network'],
  ['reports', 'Reading its reports'],
  ['figures', 'Posting every line into the ledger'],
  ['readers', 'Following its readers'],
  ['pages', 'Tracing every sale to its page'],
];

/** `demo` undefined: it has not been asked for yet. */
export function DemoSteps({ demo }: { readonly demo: Reply<'POST /api/v1/demo'> | undefined }) {
  const step = demo?.state === 'preparing' ? demo.step : undefined;
  const present = demo?.state === 'ready' ? STEPS.length : STEPS.findIndex(([one]) => one === (step ?? 'network'));
  const count = demo?.state === 'preparing' && demo.total > 0 ? `${demo.done} of ${demo.total}` : '';
  return (
    <ol aria-label="How far the demo is" aria-live="polite" className="flex flex-col gap-3">
      {STEPS.map(([one, label], place) => (
        <li
          key={one}
          aria-current={place === present ? 'step' : undefined}
          className={classNames('flex items-center gap-3', place > present && 'text-muted')}
        >
          <StepMark isDone={place < present} isPresent={place === present} />
          <span className="flex-1">{label}</span>
          {place === present && <span className="num text-muted">{count}</span>}
        </li>
      ))}
    </ol>
  );
}

function StepMark({ isDone, isPresent }: { readonly isDone: boolean; readonly isPresent: boolean }) {
  if (isDone) return <Check aria-label="done" size={16} className="text-approved" />;
  if (isPresent) return <LoaderCircle aria-label="under way" size={16} className="animate-spin text-accent" />;
  return <span aria-hidden className="mx-1 size-2 rounded-full bg-line" />;
}
