/** How fresh the figures are, from the connections and the newest runs. Pure. */
import type { Reply } from '../api/client.ts';

type Connection = Reply<'GET /api/v1/connections'>['connections'][number];
type Run = Reply<'GET /api/v1/runs'>['runs'][number];

export type Freshness =
  | { readonly state: 'empty' }
  | { readonly state: 'fresh'; readonly updatedAt: string | null; readonly nextAt: string | null }
  | {
      readonly state: 'stale';
      readonly updatedAt: string | null;
      readonly nextAt: string | null;
      /** What needs a person, in one sentence. */
      readonly reason: string;
    };

/** What is known: the newest posted run, the next pull, and what stands in the way. */
export function freshnessOf(
  connections: readonly Pick<Connection, 'name' | 'state' | 'nextPullAt'>[],
  runs: readonly Pick<Run, 'state' | 'decidedAt'>[],
): Freshness {
  const posted = runs.filter((run) => run.state === 'posted').flatMap((run) => run.decidedAt ?? []);
  const next = connections.flatMap((connection) => connection.nextPullAt ?? []);
  if (connections.length === 0 && posted.length === 0) return { state: 'empty' };
  const times = { updatedAt: posted.toSorted().at(-1) ?? null, nextAt: next.toSorted()[0] ?? null };
  const stopped = connections
    .filter((connection) => connection.state === 'stopped')
    .map((connection) => connection.name);
  const waiting = runs.filter((run) => run.state === 'preview' || run.state === 'held').length;
  if (stopped.length > 0)
    return { state: 'stale', ...times, reason: `${stopped.join(', ')}: the network refuses the credential.` };
  if (waiting > 0) {
    const what = waiting === 1 ? 'An import waits' : `${waiting} imports wait`;
    return { state: 'stale', ...times, reason: `${what} for your word.` };
  }
  return { state: 'fresh', ...times };
}
