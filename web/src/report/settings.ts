/** How the reports of the workspace are shown, and its exchange rates, as the cache knows them. */
import { queryOptions } from '@tanstack/react-query';
import { call, type Reply } from '../api/client.ts';

export type ReportingSettings = Reply<'GET /api/v1/settings'>;
export type RateCoverage = Reply<'GET /api/v1/exchange-rates'>;

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => call('GET /api/v1/settings', {}, signal),
});

export const ratesQuery = queryOptions({
  queryKey: ['exchange-rates'],
  queryFn: ({ signal }) => call('GET /api/v1/exchange-rates', {}, signal),
});

/** Currencies that amounts are most often converted into; the first of a list. */
const USUAL = ['EUR', 'USD', 'GBP'] as const;

/** Every currency that there are rates for; the euro is what they are rates of. */
export function convertible(rates: RateCoverage | undefined): readonly string[] {
  const known = rates?.currencies.map(({ currency }) => currency) ?? [];
  return known.length === 0
    ? []
    : [
        ...USUAL.filter((one) => one === 'EUR' || known.includes(one)),
        ...known.filter((one) => !USUAL.some((usual) => usual === one)),
      ];
}
