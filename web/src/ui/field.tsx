/** Fields of forms: a label above, a hint or what is wrong below, both tied to the control for the ear. */
import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

/** What a control takes from its field: spread it. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong, and what to do: one sentence. */
  readonly error?: ReactNode;
  readonly isOptional?: boolean;
  readonly className?: string;
  readonly children: (control: ControlProps) => ReactNode;
}

export function Field({ label, hint, error, isOptional = false, className, children }: FieldProps) {
  const id = useId();
  const hasError = error !== undefined && error !== null && error !== '';
  const hasHint = hint !== undefined && hint !== null;
  const described = [hasError ? `${id}-error` : null, hasHint ? `${id}-hint` : null].filter((one) => one !== null);
  return (
    <div className={classNames('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
        {isOptional && <span className="ml-1.5 font-normal text-faint">optional</span>}
      </label>
      {children({
        id,
        'aria-describedby': described.length === 0 ? undefined : described.join(' '),
        'aria-invalid': hasError ? true : undefined,
      })}
      {hasError && (
        <p id={`${id}-error`} className="text-pretty text-reversed">
          {error}
        </p>
      )}
      {hasHint && (
        <p id={`${id}-hint`} className="text-pretty text-faint text-xs leading-4.5">
          {hint}
        </p>
      )}
    </div>
  );
}

/** The look of every control that takes text. 16 px on phones: smaller ones make Safari zoom. */
export const CONTROL =
  'h-9 w-full rounded-card border border-line-strong/60 bg-surface px-3 text-text placeholder:text-faint max-sm:h-11 max-sm:text-base ' +
  'hover:border-line-strong focus:border-focus focus:outline-2 focus:outline-focus/40 focus:outline-offset-0 ' +
  'aria-invalid:border-reversed disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={classNames(CONTROL, className)} />;
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea rows={3} {...rest} className={classNames(CONTROL, 'h-auto! py-2', className)} />;
}

/** The system's own select: it works with every keyboard and is a wheel on phones. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <select {...rest} className={classNames(CONTROL, 'select-arrow appearance-none pr-8', className)}>
      {children}
    </select>
  );
}

interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type' | 'children'> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
}

export function Checkbox({ label, hint, className, ...rest }: CheckboxProps) {
  const id = useId();
  return (
    <label htmlFor={id} className={classNames('flex cursor-pointer gap-2.5 max-sm:min-h-11 max-sm:py-2', className)}>
      <input id={id} type="checkbox" {...rest} className="mt-0.5 size-4 shrink-0 accent-accent" />
      <span>
        {label}
        {hint !== undefined && <span className="block text-faint text-xs leading-4.5">{hint}</span>}
      </span>
    </label>
  );
}
