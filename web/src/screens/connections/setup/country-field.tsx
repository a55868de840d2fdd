/** The country networks of an account: one or several, each becomes a connection of its own. */
import { Checkbox } from '../../../ui/field.tsx';
import type { Network } from '../queries.ts';
import type { FormField } from './settings-schema.ts';

interface CountryFieldProps {
  readonly field: FormField;
  readonly network: Network;
  readonly chosen: readonly string[];
  /** Countries that the account has a connection for. */
  readonly connected: readonly (string | null)[];
  readonly error: string | undefined;
  readonly onChange: (countries: readonly string[]) => void;
}

export function CountryField({ field, network, chosen, connected, error, onChange }: CountryFieldProps) {
  const toggle = (id: string, isChosen: boolean): void =>
    onChange(isChosen ? [...chosen, id] : chosen.filter((one) => one !== id));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">{field.title}</legend>
      <div className="grid grid-cols-2 gap-x-4 gap-y-2 rounded-card border p-3 max-sm:gap-y-0">
        {field.choices.map(({ value, label }) => (
          <Checkbox
            key={value}
            checked={chosen.includes(value)}
            onChange={(event) => toggle(value, event.target.checked)}
            label={
              <>
                {label}{' '}
                <span className="text-faint">
                  {network.countries.find((country) => country.id === value)?.currency ?? ''}
                  {connected.includes(value) && ' · connected already'}
                </span>
              </>
            }
          />
        ))}
      </div>
      {error !== undefined && <p className="text-reversed">{error}</p>}
      <p className="text-faint text-xs leading-4.5">
        {chosen.length > 1
          ? `${chosen.length} connections are made, one for each country, with the same credential.`
          : field.description}
      </p>
    </fieldset>
  );
}
