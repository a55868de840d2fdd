/** A new password, with a bar that says how strong it is. */
import type { ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { Field } from '../../ui/field.tsx';
import { PasswordInput } from '../../ui/password-field.tsx';
import { strengthOf } from './password-strength.ts';

interface NewPasswordFieldProps {
  readonly label?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: ReactNode;
}

const COLOURS = ['bg-line', 'bg-reversed', 'bg-pending', 'bg-approved', 'bg-approved'] as const;
const BARS = [1, 2, 3, 4] as const;

export function NewPasswordField({ label = 'Password', value, onChange, error }: NewPasswordFieldProps) {
  const { level, hint } = strengthOf(value);
  return (
    <Field
      label={label}
      error={error}
      hint={
        <>
          <span aria-hidden className="mt-0.5 mb-1.5 flex gap-1">
            {BARS.map((bar) => (
              <span
                key={bar}
                className={classNames('h-1 flex-1 rounded-full', bar <= level ? COLOURS[level] : 'bg-line')}
              />
            ))}
          </span>
          {hint}
        </>
      }
    >
      {(control) => (
        <PasswordInput
          {...control}
          required
          name="new-password"
          autoComplete="new-password"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
