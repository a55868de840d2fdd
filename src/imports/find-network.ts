/** Finds networks and country networks by the names that people use. */
import { TributaryError } from '../core/index.ts';
import { type CountryNetwork, type Network, networkById, networks } from '../networks/index.ts';

/** Finds the network a person named. */
export function networkNamed(name: string): Network {
  const network = networkById(name);
  if (network !== undefined) return network;
  const list = networks.map((one) => one.id).join(', ');
  throw new TributaryError('unknown-network', `There is no network "${name}": there is ${list}.`);
}

/** Finds the country network a person named by id or code; null where the network has none. */
export function countryOf(network: Network, name: string | null): CountryNetwork | null {
  const list = network.countries.map((country) => country.code).join(', ');
  if (network.countries.length === 0) return null;
  if (name === null) {
    throw new TributaryError(
      'missing-country',
      `${network.label} has several country networks: name one with --country (${list}).`,
    );
  }
  const wanted = name.trim().toUpperCase();
  const found = network.countries.find((country) => country.id === wanted || country.code.toUpperCase() === wanted);
  if (found === undefined)
    throw new TributaryError('unknown-country', `${network.label} has no country network "${name}": it has ${list}.`);
  return found;
}
