/** What a network's settings schema says beyond types: which fields are secret, and what is wrong with an input. */
import { z } from 'zod';
import { TributaryError } from '../core/index.ts';
import type { ConnectionSettings, Network } from './contract.ts';

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
