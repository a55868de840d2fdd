/** The country networks of the simulated account: id, currency, and how big prices are there. */

/** One country network, as the reporting host numbers it. */
export interface CountryNetwork {
  readonly id: number;
  readonly country: string;
  readonly currency: string;
  /** Prices relative to US dollars. */
  readonly priceLevel: number;
}

export const COUNTRY_NETWORKS: readonly CountryNetwork[] = [
  { id: 1, country: 'US', currency: 'USD', priceLevel: 1 },
  { id: 3, country: 'GB', currency: 'GBP', priceLevel: 0.8 },
  { id: 5, country: 'CA', currency: 'CAD', priceLevel: 1.3 },
  { id: 7, country: 'FR', currency: 'EUR', priceLevel: 0.9 },
  { id: 8, country: 'BR', currency: 'BRL', priceLevel: 5 },
  { id: 9, country: 'DE', currency: 'EUR', priceLevel: 0.9 },
  { id: 41, country: 'AU', currency: 'AUD', priceLevel: 1.5 },
];

/** The country network with this id; throws RangeError for an id the sandbox does not know. */
export function countryNetwork(id: number): CountryNetwork {
  const found = COUNTRY_NETWORKS.find((network) => network.id === id);
  const known = COUNTRY_NETWORKS.map((network) => network.id).join(', ');
  if (found === undefined) throw new RangeError(`country network ${id} is not known; known are ${known}`);
  return found;
}
