/** How fresh the figures are: for each stream the last posted run, the last day with data, and when it is pulled next. */
import type { ErrorReport } from '../core/index.ts';
import { ensureLedgerLines, LINES_OF_BASIS } from '../ledger/index.ts';
import { countryLabel, networkLabel, scopeParts } from './names.ts';
import { isoInstant, PLAIN_VIEW, type ReportSources } from './question.ts';

/** What is told of a connection. Instants are ISO 8601 UTC. */
export interface KnownConnection {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly state: 'active' | 'paused' | 'stopped';
  readonly problem: ErrorReport | null;
  readonly nextPullAt: string | null;
}

/** What is told of a run, the newest first. */
export interface KnownRun {
  readonly id: string;
  readonly scope: string;
  readonly state: string;
  readonly decidedAt: string | null;
}

/**
 * `fresh`: pulled as planned · `running`: being pulled · `waiting`: a run waits for a person · `late`: the next pull is
 * overdue · `failing`: its last run failed · `stopped`: the network refuses the credential · `paused`: by a person ·
 * `files`: nobody pulls it.
 */
export const STREAM_STATES = ['fresh', 'running', 'waiting', 'late', 'failing', 'stopped', 'paused', 'files'] as const;
export type StreamState = (typeof STREAM_STATES)[number];

/** One stream: the lines of one account in one country network. */
export interface Stream {
  readonly scope: string;
  readonly network: string;
  readonly networkLabel: string;
  readonly countryLabel: string;
  readonly connections: readonly { readonly id: string; readonly name: string }[];
  readonly state: StreamState;
  readonly lastRun: { readonly run: string; readonly postedAt: string } | null;
  /** The last day on which the ledger knows an order. */
  readonly lastDay: string | null;
  readonly nextPullAt: string | null;
  readonly problem: ErrorReport | null;
}

export interface Freshness {
  readonly asOf: string | null;
  readonly streams: readonly Stream[];
}

/** A pull that has not begun so long after its time is late. */
const PATIENCE_MS = 15 * 60_000;
const UNDER_WAY = new Set(['queued', 'fetching', 'waiting', 'staging']);
const FOR_A_PERSON = new Set(['preview', 'held']);

/** The text of the question; both engines must answer it alike. */
export const FRESHNESS_SQL = `
select l.scope_id as scope_id, day_text(max(l.occurred_on)) as last_day
from ${LINES_OF_BASIS} l group by l.scope_id order by l.scope_id`;

/** Answers how fresh each stream is at the instant `now`. */
export async function readFreshness(
  { facts, names, view = PLAIN_VIEW }: ReportSources,
  known: { readonly connections: readonly KnownConnection[]; readonly runs: readonly KnownRun[] },
  now: Date,
): Promise<Freshness> {
  const { basis, floor, postedAt } = await ensureLedgerLines(facts, view.making);
  const days = new Map(
    (await facts.query(FRESHNESS_SQL, { basis, floor })).map((row) => [row['scope_id'], row['last_day']]),
  );
  const scopes = new Set([...known.connections.map(({ scope }) => scope), ...[...days.keys()].map(String)]);
  return {
    asOf: postedAt === null ? null : isoInstant(postedAt),
    streams: [...scopes].sort().map((scope) => {
      const { network, country } = scopeParts(scope);
      const connections = known.connections.filter((one) => one.scope === scope);
      const runs = known.runs.filter((one) => one.scope === scope);
      const posted = runs.find((run) => run.state === 'posted');
      const pulls = connections.flatMap(({ nextPullAt }) => nextPullAt ?? []).sort();
      return {
        scope,
        network,
        networkLabel: networkLabel(names, network),
        countryLabel: countryLabel(names, network, country),
        connections: connections.map(({ id, name }) => ({ id, name })),
        state: stateOf(connections, runs, pulls[0] ?? null, now),
        lastRun: posted?.decidedAt == null ? null : { run: posted.id, postedAt: posted.decidedAt },
        lastDay: days.get(scope) == null ? null : String(days.get(scope)),
        nextPullAt: pulls[0] ?? null,
        problem: connections.find(({ problem }) => problem !== null)?.problem ?? null,
      };
    }),
  };
}

/** The state of a stream, the one that needs a person first. Pure. */
export function stateOf(
  connections: readonly KnownConnection[],
  runs: readonly KnownRun[],
  nextPullAt: string | null,
  now: Date,
): StreamState {
  if (runs.some(({ state }) => UNDER_WAY.has(state))) return 'running';
  if (runs.some(({ state }) => FOR_A_PERSON.has(state))) return 'waiting';
  if (connections.length === 0) return 'files';
  if (connections.every(({ state }) => state === 'stopped')) return 'stopped';
  if (!connections.some(({ state }) => state === 'active')) return 'paused';
  if (runs[0]?.state === 'failed') return 'failing';
  return nextPullAt !== null && Date.parse(nextPullAt) + PATIENCE_MS < now.getTime() ? 'late' : 'fresh';
}
