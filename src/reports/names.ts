/** What ids are called: networks, country networks, connections. Told from outside; reports only look names up. */

/** A network that lines can be of. */
export interface NamedNetwork {
  readonly id: string;
  readonly label: string;
  /** IANA name of the zone whose days the network reports. */
  readonly timeZone: string;
  readonly countries: readonly { readonly id: string; readonly code: string; readonly label: string }[];
}

/** A connection with the scope whose lines it brings. */
export interface NamedConnection {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
}

/** All names of an installation. */
export interface Names {
  readonly networks: readonly NamedNetwork[];
  readonly connections: readonly NamedConnection[];
}

/** The parts of a scope's id, `NETWORK:ACCOUNT:COUNTRY`. */
export function scopeParts(scope: string): { readonly network: string; readonly country: string } {
  const [network = '', , country = ''] = scope.split(':');
  return { network, country };
}

/** A network's label; its id where it is not known any more. */
export function networkLabel(names: Names, network: string): string {
  return names.networks.find((one) => one.id === network)?.label ?? network;
}

/** A country network's label; `country` is its id at the network, '' where the network has none. */
export function countryLabel(names: Names, network: string, country: string): string {
  const known = names.networks.find((one) => one.id === network);
  return known?.countries.find((one) => one.id === country)?.label ?? country;
}
