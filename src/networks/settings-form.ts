/** What a network's settings schema says beyond types: which fields are secret, and what is wrong with an input. */
import { z } from 'zod';
import { TributaryError } from '../core/index.ts';
import type { ConnectionSettings, Network } from './contract.ts';

/** The form as JSON schema: what may be typed, and the default of each field, which zod names for what comes out only. */
export function formOf(network: Network): Readonly<Record<string, unknown>> {
  const typed = z.toJSONSchema(network.settings, { io: 'input', unrepresentable: 'any' });
  const { properties: outcome = {} } = z.toJSONSchema(network.settings, { io: 'output', unrepresentable: 'any' });
  const properties = Object.entries(typed.properties ?? {}).map(([name, property]) => {
    const result = outcome[name];
    const preset = typeof result === 'object' ? result.default : undefined;
    return [name, typeof property === 'object' && preset !== undefined ? { ...property, default: preset } : property];
  });
  return { ...typed, properties: Object.fromEntries(properties) as Readonly<Record<string, unknown>> };
}

/** The names of the settings that are secret: sealed at rest, never shown whole. */
export function secretFieldsOf(network: Network): readonly string[] {
  const { settings } = network;
  if (!(settings instanceof z.ZodObject)) throw new Error(`the settings of ${network.id} are no object schema`);
  const shape: Readonly<Record<string, z.core.$ZodType>> = settings.shape;
  return Object.entries(shape)
    .filter(([, field]) => field instanceof z.ZodType && field.meta()?.['secret'] === true)
    .map(([name]) => name);
}

/** Reads what a person typed or pasted. Throws `invalid-settings` with the field that is wrong, or the network's own error. */
export function readSettings(network: Network, input: ConnectionSettings): ConnectionSettings {
  const read = network.settings.safeParse(network.prepareSettings(input));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = unknown ?? issue?.path.join('.') ?? '';
  const problem = unknown === undefined ? (issue?.message ?? 'not understood') : 'there is no such setting';
  throw new TributaryError('invalid-settings', `${network.label}, setting "${field}": ${problem}.`, { column: field });
}

/** What a form would become, while a person still fills it in. Nothing secret is in it. */
export interface SettingsReading {
  /** What was understood, defaults included, without secrets. */
  readonly fields: ConnectionSettings;
  /** Names of the secret fields that were given and are well-formed. */
  readonly secrets: readonly string[];
  /** Names of the fields that were not typed but taken out of something pasted. */
  readonly found: readonly string[];
  /** What is still missing or wrong, by field. */
  readonly problems: readonly { readonly field: string; readonly message: string }[];
}

/**
 * Reads a form that may be half filled in: what each field means, what a pasted text gave away besides, what is missing.
 * Throws what the network's `prepareSettings` throws for a text that is wrong as a whole.
 */
export function inspectSettings(network: Network, input: ConnectionSettings): SettingsReading {
  const prepared = network.prepareSettings(input);
  const read = network.settings.safeParse(prepared);
  const problems = (read.error?.issues ?? []).map((issue) => ({
    field: (issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined) ?? issue.path.join('.'),
    message: issue.code === 'unrecognized_keys' ? 'There is no such setting.' : issue.message,
  }));
  const secret = new Set(secretFieldsOf(network));
  const isWrong = new Set(problems.map((one) => one.field));
  const values = Object.entries(read.data ?? prepared);
  const isTyped = (name: string): boolean => !['', null, undefined].includes(input[name] as string | null | undefined); // compared, not used
  return {
    fields: Object.fromEntries(values.filter(([name]) => !secret.has(name) && !isWrong.has(name))),
    secrets: values.map(([name]) => name).filter((name) => secret.has(name) && !isWrong.has(name)),
    found: Object.keys(prepared).filter((name) => !secret.has(name) && !isTyped(name) && !isWrong.has(name)),
    problems,
  };
}
