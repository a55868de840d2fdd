/** The form of a connection, from the JSON schema of its network: which fields, of which kind, and what was found. Pure. */
import type { Network, SettingsReading } from '../queries.ts';

/** What a person typed, by field. Texts and switches only. */
export type Values = Readonly<Record<string, string | boolean>>;

export interface FormField {
  readonly name: string;
  readonly title: string;
  readonly description: string | undefined;
  readonly kind: 'text' | 'choice' | 'switch';
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  /** Never shown again once it is saved. */
  readonly isSecret: boolean;
  /** Names a column of a file. */
  readonly isColumn: boolean;
  readonly isNumber: boolean;
  readonly isRequired: boolean;
  /** It has a default that fits almost everyone. */
  readonly isAdvanced: boolean;
  readonly preset: string | boolean | undefined;
  /** It chooses the country network: several at once make several connections. */
  readonly isCountry: boolean;
}

interface Property {
  readonly title?: unknown;
  readonly description?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly secret?: unknown;
  readonly column?: unknown;
}

const DELIMITER_LABELS: Readonly<Record<string, string>> = {
  ',': 'Comma ,',
  ';': 'Semicolon ;',
  tab: 'Tab',
  '.': 'Point .',
};

/** The fields of a network's form, in the order of its schema. */
export function fieldsOf({ settings, countries }: Pick<Network, 'settings' | 'countries'>): readonly FormField[] {
  const properties = settings['properties'] as Readonly<Record<string, Property>> | undefined; // a JSON schema of an object
  const required = new Set((settings['required'] ?? []) as readonly string[]); // as above
  const countryIds = new Set(countries.map((country) => country.id));
  return Object.entries(properties ?? {}).map(([name, property]) => {
    const values = (property.enum ?? []).map(String);
    const isCountry = values.length > 0 && values.every((value) => countryIds.has(value));
    const { default: preset } = property;
    return {
      name,
      title: typeof property.title === 'string' ? property.title : name,
      description: typeof property.description === 'string' ? property.description : undefined,
      kind: values.length > 0 ? 'choice' : typeof preset === 'boolean' ? 'switch' : 'text',
      choices: values.map((value) => ({
        value,
        label: (isCountry ? countries.find((one) => one.id === value)?.label : DELIMITER_LABELS[value]) ?? value,
      })),
      isSecret: property.secret === true,
      isColumn: property.column === true,
      isNumber: typeof preset === 'number',
      isRequired: required.has(name),
      isAdvanced: preset !== undefined,
      preset:
        typeof preset === 'boolean' ? preset : preset === undefined ? undefined : String(preset as string | number), // JSON
      isCountry,
    };
  });
}

/** What is sent: only what was typed, so that the defaults and what a pasted text says can count. */
export function typedOf(values: Values, fields: readonly FormField[] = []): Record<string, string | boolean> {
  // a text whose preset was wiped out is meant to be empty
  const mayBeEmpty = new Set(
    fields
      .filter(({ kind, preset, isNumber }) => kind === 'text' && !isNumber && preset !== undefined && preset !== '')
      .map((field) => field.name),
  );
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => typeof value === 'boolean' || value.trim() !== '' || mayBeEmpty.has(name),
    ),
  );
}

/** What may be kept between visits: nothing secret. */
export function keptOf(values: Values, fields: readonly FormField[]): Values {
  const secret = new Set(fields.filter((field) => field.isSecret).map((field) => field.name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !secret.has(name)));
}

/** "Token found in the URL you pasted: country network United States, report with transaction id tributary-report." */
export function foundSentence(pasted: string, reading: SettingsReading, fields: readonly FormField[]): string | null {
  if (reading.secrets.length === 0) return null;
  const where = pasted.includes('://') ? 'the URL you pasted' : 'what you pasted';
  const parts = reading.found.flatMap((name) => {
    const field = fields.find((one) => one.name === name);
    const value = reading.fields[name];
    if (field === undefined || (typeof value !== 'string' && typeof value !== 'number')) return [];
    const label = field.choices.find((choice) => choice.value === String(value))?.label ?? String(value);
    return [`${lowerFirst(field.title)} ${label}`];
  });
  return `Token found in ${where}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}.`;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
