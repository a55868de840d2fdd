/** What values of filters that are codes are called: a method, a kind of source, a site by its name. */
import { useQuery } from '@tanstack/react-query';
import { sitesQuery } from '../screens/sites/queries.ts';
import { valueLabel } from './earners/earner-words.ts';

/** A way to name values; sites by what they are called, once these are known. `isWanted`: some filter is of a site. */
export function useValueLabel(isWanted: boolean): (dimension: string, value: string) => string {
  const { data: sites } = useQuery({ ...sitesQuery, enabled: isWanted });
  return (dimension, value) => {
    const site = dimension === 'site' ? sites?.find(({ id }) => id === value) : undefined;
    return site?.name ?? valueLabel(dimension, value);
  };
}
