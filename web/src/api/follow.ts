/** Follows what goes on at the server: runs and tests, until they wait for a person or have ended. */
import { queryOptions } from '@tanstack/react-query';
import { call, type Reply } from './client.ts';

type Run = Reply<'GET /api/v1/runs/{run}'>;

const UNDER_WAY: ReadonlySet<Run['state']> = new Set(['queued', 'fetching', 'waiting', 'staging']);
/** The server answers at once when the run settles, else after this: often enough for a progress bar. */
const POLL_MS = 1500;
const PAUSE_MS = 100;
const TEST_PAUSE_MS = 1000;

/** Whether a run goes on by itself. */
export function isUnderWay(run: Pick<Run, 'state'>): boolean {
  return UNDER_WAY.has(run.state);
}

/** A run, followed while it is under way: `useQuery(runQuery(id))`. */
export function runQuery(run: string) {
  return queryOptions({
    queryKey: ['run', run],
    queryFn: ({ signal, client }) => {
      const known = client.getQueryData<Run>(['run', run]);
      const waitMs = known !== undefined && isUnderWay(known) ? POLL_MS : 0;
      return call('GET /api/v1/runs/{run}', { params: { run }, query: { waitMs } }, signal);
    },
    refetchInterval: ({ state }) => (state.data !== undefined && isUnderWay(state.data) ? PAUSE_MS : false),
    staleTime: 0,
  });
}

/** A test of a connection, followed while it runs. */
export function testQuery(test: string) {
  return queryOptions({
    queryKey: ['test', test],
    queryFn: ({ signal }) => call('GET /api/v1/tests/{test}', { params: { test } }, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? TEST_PAUSE_MS : false),
    staleTime: 0,
  });
}
