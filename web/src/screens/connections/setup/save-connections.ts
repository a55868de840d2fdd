/** Saves the form of the set-up: one connection for each country, or changes to those that are there. */
import { ApiError } from '../../../api/api-error.ts';
import { call } from '../../../api/client.ts';
import type { Connection, Network } from '../queries.ts';
import { fieldsOf, typedOf, type Values } from './settings-schema.ts';

export interface Order {
  readonly network: Network;
  readonly values: Values;
  /** The field that names the country network; undefined: the network has none. */
  readonly countryField: string | undefined;
  readonly countries: readonly string[];
  readonly name: string;
  readonly website: string;
  /** The id of a connection whose credential counts where none was given. */
  readonly like: string | undefined;
  /** By country: whether files imported before are of this account. */
  readonly adoptions: Readonly<Record<string, boolean>>;
}

/** What was saved, and what stopped the rest. Those that were saved are not made again. */
export interface Saved {
  readonly connections: readonly Connection[];
  readonly stopped: { readonly country: string; readonly error: ApiError } | null;
}

/** Makes a connection for each country that has none yet in `present`. */
export async function saveConnections(order: Order, present: readonly Connection[]): Promise<Saved> {
  const connections = [...present];
  const countries = order.countryField === undefined ? [''] : order.countries;
  for (const country of countries) {
    if (connections.some((one) => (one.country ?? '') === country)) continue;
    try {
      connections.push(await call('POST /api/v1/connections', { body: wishOf(order, country, countries.length) }));
    } catch (error) {
      if (error instanceof ApiError) return { connections, stopped: { country, error } };
      throw error;
    }
  }
  return { connections, stopped: null };
}

function wishOf(order: Order, countryId: string, count: number) {
  const { network, values, countryField, name, website, adoptions, like } = order;
  const country = network.countries.find((one) => one.id === countryId);
  const settings = settingsOf(typedOf(values, fieldsOf(network)), countryField, country);
  const label = name.trim();
  const adoptFiles = adoptions[countryId];
  return {
    network: network.id,
    settings,
    ...(label === '' ? {} : { name: count > 1 ? `${label} ${country?.label ?? ''}`.trim() : label }),
    ...(website.trim() === '' ? {} : { website: website.trim() }),
    ...(like === undefined ? {} : { like }),
    ...(adoptFiles === undefined ? {} : { adoptFiles }),
  };
}

/** The settings of one country: a currency is sent only where the country leaves it open. */
export function settingsOf(
  typed: Readonly<Record<string, string | boolean>>,
  countryField: string | undefined,
  country: Network['countries'][number] | undefined,
): Record<string, string | boolean> {
  const settings = { ...typed };
  if (countryField === undefined || country === undefined) return settings;
  if (country.currency !== null) delete settings['currency'];
  return { ...settings, [countryField]: country.id };
}

/** What a form says of connections that are there. */
interface Change {
  readonly typed: Readonly<Record<string, string | boolean>>;
  readonly countryField: string | undefined;
  /** '' = it stays. Several connections keep their own. */
  readonly name: string;
  readonly website: string;
}

/** Changes connections that were saved before; what was not typed stays. */
export async function changeConnections(
  connections: readonly Connection[],
  { typed, countryField, name, website }: Change,
): Promise<void> {
  const { [countryField ?? '']: _country, ...settings } = typed;
  for (const one of connections) {
    const isRenamed = connections.length === 1 && name.trim() !== '' && name.trim() !== one.name;
    const body = { settings, website: website.trim() || null, ...(isRenamed ? { name: name.trim() } : {}) };
    await call('PATCH /api/v1/connections/{connection}', { params: { connection: one.id }, body });
  }
}
