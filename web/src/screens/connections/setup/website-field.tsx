/** The website whose links earn the commissions: one that other connections name already, or another. */
import { useState } from 'react';
import { Field, Input, Select } from '../../../ui/field.tsx';

interface WebsiteFieldProps {
  /** Websites of other connections. */
  readonly known: readonly string[];
  readonly value: string;
  readonly onChange: (website: string) => void;
}

/** No website is called this: it has a blank. */
const ANOTHER = 'another one';

export function WebsiteField({ known, value, onChange }: WebsiteFieldProps) {
  const [isAnother, setAnother] = useState(value !== '' && !known.includes(value));
  const isTyped = isAnother || known.length === 0;
  return (
    <>
      {known.length > 0 && (
        <Field label="Website" isOptional hint={isTyped ? undefined : 'The site whose links earn these commissions.'}>
          {(control) => (
            <Select
              {...control}
              value={isAnother ? ANOTHER : value}
              onChange={({ target }) => {
                setAnother(target.value === ANOTHER);
                onChange(target.value === ANOTHER ? '' : target.value);
              }}
            >
              <option value="">Not said</option>
              {known.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
              <option value={ANOTHER}>Another website …</option>
            </Select>
          )}
        </Field>
      )}
      {isTyped && (
        <Field
          label={known.length === 0 ? 'Website' : 'Address of the website'}
          isOptional
          hint="The site whose links earn these commissions."
        >
          {(control) => (
            <Input
              {...control}
              value={value}
              inputMode="url"
              autoComplete="off"
              placeholder="example.com"
              maxLength={2000}
              onChange={(event) => onChange(event.target.value)}
            />
          )}
        </Field>
      )}
    </>
  );
}
