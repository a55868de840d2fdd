/** Settings of a connection from the command line: what may be typed, and what is asked for. */
import { z } from 'zod';
import type { Contract, RouteReply } from '../api/index.ts';
import { TributaryError } from '../core/index.ts';
import type { ConnectionSettings } from '../networks/index.ts';
import type { ApiClient } from './api-client.ts';
import { secretFromFile, type Surroundings } from './surroundings.ts';

/** A network as the API describes it. */
type NetworkAnswer = RouteReply<Contract['listNetworks']>['networks'][number];

/** One field of a network's form. */
interface Field {
  readonly name: string;
  readonly title: string;
  readonly isSecret: boolean;
}

/** What is read of a network's form, a JSON schema. */
const form = z.object({
  properties: z
    .record(z.string(), z.object({ title: z.string().optional(), secret: z.boolean().optional() }))
    .default({}),
});

const REASON =
  'what stands on a command line is kept in the history of the shell and shown to every user of this machine';

/** The fields of a network's form. Throws `unknown-network`. */
export async function fieldsOf(client: ApiClient, network: string): Promise<readonly Field[]> {
  const { networks } = await client.call('listNetworks');
  const found = networks.find((one) => one.id === network);
  if (found !== undefined) return formOf(found);
  const list = networks.map((one) => one.id).join(', ');
  throw new TributaryError('unknown-network', `There is no network "${network}": there is ${list}.`);
}

function formOf({ settings }: NetworkAnswer): Field[] {
  const { properties } = form.parse(settings);
  return Object.entries(properties).map(([name, { title, secret }]) => ({
    name,
    title: title ?? name,
    isSecret: secret === true,
  }));
}

/** Reads `--set key=value …`. Throws `wrong-arguments` for what is not one, is no field, or is a secret. */
export function readSet(pairs: readonly string[], fields: readonly Field[]): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const pair of pairs) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (key === undefined || value === undefined) {
      throw new TributaryError('wrong-arguments', '--set wants KEY=VALUE.');
    }
    const field = fields.find((one) => one.name === key);
    if (field?.isSecret === true) {
      throw new TributaryError(
        'wrong-arguments',
        `--set ${key}=… is refused: ${REASON}. Leave it out to be asked for it, or name a file with --token-file.`,
      );
    }
    if (/[?&]token=/i.test(value)) {
      throw new TributaryError(
        'wrong-arguments',
        `--set ${key}=… is refused, since the address has a token in it: ${REASON}. Paste the address where the token is asked for.`,
      );
    }
    if (field === undefined) {
      const list = fields.filter((one) => !one.isSecret).map((one) => one.name);
      throw new TributaryError(
        'wrong-arguments',
        `There is no setting "${key}": there is ${list.join(', ') || 'none'}.`,
      );
    }
    settings[key] = value;
  }
  return settings;
}

/** The secrets of a form: from `--token-file`, or asked for one by one. */
export async function readSecrets(
  surroundings: Surroundings,
  fields: readonly Field[],
  tokenFile: string | undefined,
): Promise<ConnectionSettings> {
  const secrets = fields.filter((field) => field.isSecret);
  const settings: Record<string, string> = {};
  for (const [index, field] of secrets.entries()) {
    const isFromFile = index === 0 && tokenFile !== undefined; // a file holds one secret; the others are asked for
    settings[field.name] = isFromFile ? await secretFromFile(tokenFile) : await surroundings.readSecret(field.title);
    if (settings[field.name] === '')
      throw new TributaryError('wrong-arguments', `${field.title}: nothing was entered.`);
  }
  return settings;
}
