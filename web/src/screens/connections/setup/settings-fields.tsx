/** The fields of a network's form, drawn from its schema: text, choice, switch; what fits almost everyone is folded. */
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox, Field, Input, Select } from '../../../ui/field.tsx';
import { PasteField } from '../../../ui/paste-field.tsx';
import type { FormField, Values } from './settings-schema.ts';

interface SettingsFieldsProps {
  readonly fields: readonly FormField[];
  readonly values: Values;
  /** What a pasted text gave, shown where nothing was typed. */
  readonly found: Readonly<Record<string, unknown>>;
  readonly problems: Readonly<Record<string, string>>;
  /** Below a secret field: what was found in it. */
  readonly foundWord?: ReactNode;
  /** What is said of a secret that is saved: "Saved as …6789." Undefined: none is. */
  readonly savedSecret?: ((name: string) => string | undefined) | undefined;
  /** Draws one field in another way; undefined: as usual. */
  readonly draw?: (field: FormField) => ReactNode | undefined;
  readonly onChange: (name: string, value: string | boolean) => void;
}

export function SettingsFields(props: SettingsFieldsProps) {
  const basic = props.fields.filter((field) => !field.isAdvanced);
  const advanced = props.fields.filter((field) => field.isAdvanced);
  const hasProblem = advanced.some((field) => props.problems[field.name] !== undefined);
  return (
    <>
      {basic.map((field) => (
        <OneField key={field.name} field={field} {...props} />
      ))}
      {advanced.length > 0 && (
        <details className="group rounded-card border" {...(hasProblem ? { open: true } : {})}>
          <summary className="flex min-h-10 list-none items-center gap-1.5 rounded-card px-3 text-muted hover:text-text max-sm:min-h-11">
            <ChevronRight aria-hidden size={16} className="group-open:rotate-90" />
            More settings
            <span className="text-faint">– they fit almost everyone as they are</span>
          </summary>
          <div className="flex flex-col gap-5 border-t p-4">
            {advanced.map((field) => (
              <OneField key={field.name} field={field} {...props} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

function OneField({ field, ...props }: SettingsFieldsProps & { readonly field: FormField }) {
  const { values, found, problems, foundWord, savedSecret, draw, onChange } = props;
  const drawn = draw?.(field);
  if (drawn !== undefined) return drawn;
  const { name, title, description, preset } = field;
  const typed = values[name];
  const given = found[name];
  const error = problems[name];
  if (field.isSecret) {
    const saved = savedSecret?.(name);
    return (
      <PasteField
        label={title}
        hint={saved ?? description}
        value={typeof typed === 'string' ? typed : ''}
        error={error}
        found={foundWord}
        onChange={(value) => onChange(name, value)}
      />
    );
  }
  if (field.kind === 'switch') {
    const isOn = typeof typed === 'boolean' ? typed : preset === true;
    return (
      <Checkbox
        label={title}
        hint={description}
        checked={isOn}
        onChange={(event) => onChange(name, event.target.checked)}
      />
    );
  }
  const text = typeof typed === 'string' ? typed : String((given ?? preset ?? '') as string | number); // settings are texts and numbers
  return (
    <Field label={title} hint={description} error={error} isOptional={!field.isRequired && !field.isAdvanced}>
      {(control) =>
        field.kind === 'choice' ? (
          <Select {...control} value={text} onChange={(event) => onChange(name, event.target.value)}>
            {preset === undefined && <option value="">{field.isRequired ? 'Choose …' : 'Not given'}</option>}
            {field.choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </Select>
        ) : (
          <Input
            {...control}
            value={text}
            inputMode={field.isNumber ? 'numeric' : undefined}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange(name, event.target.value)}
          />
        )
      }
    </Field>
  );
}
