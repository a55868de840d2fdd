/** How readers are told apart: three ways, each with what it means. */
import { useId } from 'react';
import { classNames } from '../../ui/class-names.ts';
import type { Site } from './queries.ts';

type Privacy = Site['privacy'];

const MODES: readonly { readonly id: Privacy; readonly label: string; readonly meaning: string }[] = [
  {
    id: 'daily',
    label: 'An id for a day',
    meaning:
      'Made from address and browser with a salt that is thrown away each night. No cookie, no banner in most places.',
  },
  {
    id: 'none',
    label: 'No id at all',
    meaning:
      'Views and clicks are counted, visits are not told apart. Sales still find their page by the id of the click.',
  },
  {
    id: 'consent',
    label: 'After consent',
    meaning: 'The script does nothing until your consent banner sets data-consent="yes" on its tag.',
  },
];

interface PrivacyFieldProps {
  readonly value: Privacy;
  readonly isOff?: boolean;
  readonly onChange: (privacy: Privacy) => void;
}

export function PrivacyField({ value, isOff = false, onChange }: PrivacyFieldProps) {
  const name = useId();
  return (
    <fieldset disabled={isOff} className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">Readers are told apart by</legend>
      {MODES.map((mode) => (
        <label
          key={mode.id}
          className={classNames(
            'flex cursor-pointer gap-2.5 rounded-card border px-3 py-2.5 has-disabled:cursor-not-allowed',
            mode.id === value ? 'border-accent bg-accent-soft/40' : 'hover:bg-hover',
          )}
        >
          <input
            type="radio"
            name={name}
            value={mode.id}
            checked={mode.id === value}
            className="mt-0.5 size-4 shrink-0 accent-accent"
            onChange={() => onChange(mode.id)}
          />
          <span>
            {mode.label}
            <span className="block text-pretty text-muted text-xs leading-4.5">{mode.meaning}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
