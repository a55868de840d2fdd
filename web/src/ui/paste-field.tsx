/** A field for something long that is pasted, such as a report URL with a token; it says what it found in it. */
import { CircleCheck, Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import { CONTROL, Field } from './field.tsx';

interface PasteFieldProps {
  readonly label: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** "Token found in the URL you pasted, with report *Signature Orders*": null while nothing was. */
  readonly found?: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly placeholder?: string;
  /** Dots instead of letters until one asks to see it. Default: true. */
  readonly isSecret?: boolean;
  readonly isDisabled?: boolean;
}

export function PasteField(props: PasteFieldProps) {
  const { label, value, onChange, found, hint, error, placeholder, isSecret = true, isDisabled = false } = props;
  const [isShown, setShown] = useState(false);
  return (
    <div className="flex flex-col gap-1.5">
      <Field label={label} hint={hint} error={error}>
        {(control) => (
          <span className="relative block">
            <textarea
              {...control}
              rows={value.length > 60 ? 4 : 2}
              value={value}
              disabled={isDisabled}
              placeholder={placeholder}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => onChange(event.target.value)}
              className={classNames(
                CONTROL,
                'num h-auto! resize-y break-all py-2 text-[13px]', // its rows say how high it is, on phones too
                isSecret && 'pr-11',
                isSecret && !isShown && value !== '' && 'hidden-letters',
              )}
            />
            {isSecret && (
              <span className="absolute top-0.5 right-0.5">
                <IconButton
                  icon={isShown ? EyeOff : Eye}
                  label={isShown ? 'Hide what was pasted' : 'Show what was pasted'}
                  aria-pressed={isShown}
                  onClick={() => setShown(!isShown)}
                />
              </span>
            )}
          </span>
        )}
      </Field>
      <p role="status" className="text-pretty text-approved empty:hidden">
        {found !== undefined && found !== null && (
          <span className="flex gap-1.5">
            <CircleCheck aria-hidden size={16} className="mt-0.5 shrink-0" />
            <span>{found}</span>
          </span>
        )}
      </p>
    </div>
  );
}
