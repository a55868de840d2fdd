/** What the values of filters are called: an advertiser is filtered by its number and read by its name. */
import { useQueries } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { describeFilter, type Filter } from '../view/filter.ts';
import { isAttributed, NONE } from './dimensions.ts';
import { useValueLabel } from './value-names.ts';

/** Dimensions whose values are numbers or codes. */
const NAMED = ['advertiser', 'network', 'country', 'connection'] as const;
type Named = (typeof NAMED)[number];

/** Names hardly ever change. */
const FRESH_MS = 300_000;
const MOST_NAMES = 1000;

/** The names of all values of a dimension, those of all time. */
function namesQuery(by: Named) {
  return {
    queryKey: ['report', 'names', by],
    queryFn: async ({ signal }: { readonly signal: AbortSignal }) => {
      const { rows } = await call('GET /api/v1/reports/breakdown', { query: { by, limit: MOST_NAMES } }, signal);
      return new Map(rows.map(({ key, label }) => [key, label]));
    },
    staleTime: FRESH_MS,
  };
}

/** A way to read filters: by the names of their values once these are known. */
export function useFilterWords(filters: readonly Filter[]): (filter: Filter) => string {
  const asked = NAMED.filter((by) => filters.some(({ dimension }) => dimension === by));
  const answers = useQueries({ queries: asked.map(namesQuery) });
  const labelOf = useValueLabel(filters.some(({ dimension }) => dimension === 'site'));
  return (filter) => {
    const names = answers.find((_, place) => asked[place] === filter.dimension)?.data;
    const label = (value: string): string => {
      if (isAttributed(filter.dimension)) return labelOf(filter.dimension, value);
      return value === NONE ? 'not stated' : (names?.get(value) ?? value);
    };
    return describeFilter({ ...filter, values: filter.values.map(label) });
  };
}
