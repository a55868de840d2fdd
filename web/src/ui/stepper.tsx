/** The steps of a way: those done, the present one, those to come. One line on phones. */
import { Check } from 'lucide-react';
import { classNames } from './class-names.ts';

interface StepperProps {
  readonly label: string;
  readonly steps: readonly { readonly id: string; readonly label: string }[];
  readonly current: string;
  /** Going back to a step that is done; without it, steps are only shown. */
  readonly onGo?: ((id: string) => void) | undefined;
}

export function Stepper({ label, steps, current, onGo }: StepperProps) {
  const present = steps.findIndex((step) => step.id === current);
  return (
    <nav aria-label={label}>
      <p className="text-muted md:hidden">
        Step {present + 1} of {steps.length}: <span className="font-medium text-text">{steps[present]?.label}</span>
      </p>
      <ol className="hidden flex-col md:flex">
        {steps.map((step, place) => {
          const isDone = place < present;
          const isPresent = place === present;
          const content = (
            <>
              <span
                aria-hidden
                className={classNames(
                  'num grid size-6 place-items-center rounded-full border text-xs',
                  isDone && 'border-accent bg-accent text-on-accent',
                  isPresent && 'border-accent font-semibold text-accent',
                  !isDone && !isPresent && 'border-line-strong/60 text-faint',
                )}
              >
                {isDone ? <Check size={14} /> : place + 1}
              </span>
              <span className={classNames(isPresent && 'font-medium text-text', !isPresent && 'text-muted')}>
                {step.label}
                {isDone && <span className="sr-only"> (done)</span>}
              </span>
            </>
          );
          return (
            <li key={step.id} aria-current={isPresent ? 'step' : undefined}>
              {isDone && onGo !== undefined ? (
                <button
                  type="button"
                  className="flex h-10 w-full items-center gap-3 text-left"
                  onClick={() => onGo(step.id)}
                >
                  {content}
                </button>
              ) : (
                <span className="flex h-10 items-center gap-3">{content}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
