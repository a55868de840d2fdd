/** What the screens of connections and runs ask the API for. */
import { queryOptions } from '@tanstack/react-query';
import { call, type Reply } from '../../api/client.ts';
import { isUnderWay } from '../../api/follow.ts';

export type Network = Reply<'GET /api/v1/networks'>['networks'][number];
export type Connection = Reply<'GET /api/v1/connections/{connection}'>;
export type ConnectionTest = Reply<'GET /api/v1/tests/{test}'>;
export type Run = Reply<'GET /api/v1/runs/{run}'>;
export type Receipt = NonNullable<Run['receipt']>;
export type Preview = Reply<'GET /api/v1/runs/{run}/preview'>;
export type Guide = Reply<'GET /api/v1/networks/{network}/guide'>;
export type Block = Guide['blocks'][number];
export type Inline = Extract<Block, { readonly kind: 'paragraph' }>['content'][number];
export type SettingsReading = Reply<'POST /api/v1/networks/{network}/settings/read'>;

/** The list of networks changes with the program only. */
const FOREVER_MS = Number.POSITIVE_INFINITY;
/** How often a list with runs under way is asked for again. */
const RUNS_PAUSE_MS = 2000;
const MOST_RUNS = 200;

export const networksQuery = queryOptions({
  queryKey: ['networks'],
  queryFn: async ({ signal }) => (await call('GET /api/v1/networks', {}, signal)).networks,
  staleTime: FOREVER_MS,
});

export function guideQuery(network: string) {
  return queryOptions({
    queryKey: ['guide', network],
    queryFn: ({ signal }) => call('GET /api/v1/networks/{network}/guide', { params: { network } }, signal),
    staleTime: FOREVER_MS,
  });
}

export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: async ({ signal }) => (await call('GET /api/v1/connections', {}, signal)).connections,
  staleTime: 0,
});

export function connectionQuery(connection: string) {
  return queryOptions({
    queryKey: ['connections', connection],
    queryFn: ({ signal }) => call('GET /api/v1/connections/{connection}', { params: { connection } }, signal),
    staleTime: 0,
  });
}

export const runsQuery = queryOptions({
  queryKey: ['runs'],
  queryFn: async ({ signal }) => (await call('GET /api/v1/runs', { query: { limit: MOST_RUNS } }, signal)).runs,
  refetchInterval: ({ state }) => (state.data?.some(isUnderWay) === true ? RUNS_PAUSE_MS : false),
  staleTime: 0,
});

export function previewQuery(run: string) {
  return queryOptions({
    queryKey: ['preview', run],
    queryFn: ({ signal }) => call('GET /api/v1/runs/{run}/preview', { params: { run } }, signal),
    staleTime: 0,
  });
}

export function answersQuery(run: string) {
  return queryOptions({
    queryKey: ['answers', run],
    queryFn: async ({ signal }) => (await call('GET /api/v1/runs/{run}/answers', { params: { run } }, signal)).answers,
    staleTime: 0,
  });
}
