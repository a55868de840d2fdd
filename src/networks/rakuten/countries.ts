/** Rakuten's country networks, and the currencies it reports in. */
import type { CurrencyCode } from '../../core/index.ts';
import type { CountryNetwork } from '../contract.ts';

function country(id: string, code: string, label: string, currency: string | null): CountryNetwork {
  return { id, code, label, currency: currency as CurrencyCode | null }; // written out below, all ISO 4217
}

/** Ids are the values of `network` in the network's URLs. Europe and Latin America do not say what they pay in. */
export const COUNTRIES: readonly CountryNetwork[] = [
  country('1', 'US', 'United States', 'USD'),
  country('3', 'UK', 'United Kingdom', 'GBP'),
  country('3', 'GB', 'United Kingdom', 'GBP'), // the same network under the ISO code
  country('5', 'CA', 'Canada', 'CAD'),
  country('7', 'FR', 'France', 'EUR'),
  country('8', 'BR', 'Brazil', 'BRL'),
  country('9', 'DE', 'Germany', 'EUR'),
  country('41', 'AU', 'Australia', 'AUD'),
  country('11', 'JP', 'Japan', 'JPY'),
  country('31', 'EU', 'Europe', null),
  country('54', 'LA', 'Latin America', null),
];

/** The currencies that the network's own API knows. */
export const CURRENCIES: ReadonlySet<string> = new Set(['USD', 'CAD', 'GBP', 'EUR', 'BRL', 'AUD', 'JPY']);

/** The country network that a person or a URL names by id, code or label, in any case; null if there is none. */
export function countryNamed(name: string): CountryNetwork | null {
  const plain = name.trim().toLowerCase();
  const isNamed = ({ id, code, label }: CountryNetwork): boolean =>
    id === plain || code.toLowerCase() === plain || label.toLowerCase() === plain;
  return COUNTRIES.find(isNamed) ?? null;
}
