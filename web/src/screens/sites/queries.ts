/** What the screens of sites ask the API for. */
import { queryOptions } from '@tanstack/react-query';
import { call, type Reply } from '../../api/client.ts';

export type Site = Reply<'GET /api/v1/sites'>['sites'][number];
export type SiteStatus = Reply<'GET /api/v1/sites/{site}/status'>;
export type Collector = Reply<'GET /api/v1/collector'>;
export type ExplainedLink = Reply<'POST /api/v1/links/recognise'>;

/** While the first pageview is waited for, and afterwards. */
const WAITING_MS = 2000;
const WATCHING_MS = 15_000;

export const sitesQuery = queryOptions({
  queryKey: ['sites'],
  queryFn: async ({ signal }) => (await call('GET /api/v1/sites', {}, signal)).sites,
});

/** What came of a site, asked again and again: a first pageview is seen as it comes. */
export function siteStatusQuery(site: string) {
  return queryOptions({
    queryKey: ['sites', site, 'status'],
    queryFn: ({ signal }) => call('GET /api/v1/sites/{site}/status', { params: { site } }, signal),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.firstEventAt === null ? WAITING_MS : WATCHING_MS),
  });
}

export const collectorQuery = queryOptions({
  queryKey: ['collector'],
  queryFn: ({ signal }) => call('GET /api/v1/collector', {}, signal),
  staleTime: 0,
  refetchInterval: WATCHING_MS,
});
