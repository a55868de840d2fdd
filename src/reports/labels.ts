/** What a person sees for a value of a dimension. */
import { NONE } from './filters.ts';
import { countryLabel, type Names, networkLabel } from './names.ts';

/** The label of `key`; `stated` is what the lines themselves call it ('' = nothing). */
export function labelOf(names: Names, dimension: string, key: string, stated: string): string {
  if (dimension === 'advertiser' && stated !== '') return stated;
  if (dimension === 'network') return networkLabel(names, key);
  if (dimension === 'country') {
    const [network = '', country = ''] = key.split(':');
    return country === '' ? NONE : countryLabel(names, network, country);
  }
  if (dimension === 'connection') return names.connections.find(({ scope }) => scope === key)?.name ?? key;
  return key === '' ? NONE : key;
}
