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
  const { network, values, countryField, name, website, adoptions } = order;
  const country = network.countries.find((one) => one.id === countryId);
  const settings = settingsOf(typedOf(values, fieldsOf(network)), countryField, country);
  const label = name.trim();
  const adoptFiles = adoptions[countryId];
  return {
    network: network.id,
    settings,
    ...(label === '' ? {} : { name: count > 1 ? `${label} ${country?.label ?? ''}`.trim() : label }),
    ...(website.trim() === '' ? {} : { website: website.trim() }),
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

/** Changes the connections of a set-up that was saved before; what was not typed stays. */
export async function changeConnections(
  connections: readonly Connection[],
  typed: Readonly<Record<string, string | boolean>>,
  countryField: string | undefined,
): Promise<void> {
  const { [countryField ?? '']: _country, ...settings } = typed;
  for (const { id } of connections) {
    await call('PATCH /api/v1/connections/{connection}', { params: { connection: id }, body: { settings } });
  }
}
