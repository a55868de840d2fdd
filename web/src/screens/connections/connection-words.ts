/** What the state of a connection is called, and what to do about it. Pure. */
import type { Tone } from '../../ui/status-chip.tsx';
import type { Connection, Network, Run } from './queries.ts';
import type { SetupSearch } from './setup/setup-search.ts';

/** How a connection is: its chip, and what a person may have to do. */
export interface Health {
  readonly word: string;
  readonly tone: Tone;
  /** One sentence; null: nothing to do. */
  readonly advice: string | null;
  /** What the network said of it, in its own words. */
  readonly words?: string | undefined;
  /** What to do about it; null: nothing. */
  readonly step: NextStep | null;
}

/** The one next action: into the set-up, or to a run. */
export type NextStep =
  | { readonly label: string; readonly setup: SetupSearch }
  | { readonly label: string; readonly run: string };

/** How a connection is. `runs`: the newest first. */
export function healthOf(connection: Connection, runs: readonly Run[], hasApi: boolean): Health {
  const own = runs.filter((run) => run.connection === connection.id);
  const connections = connection.id;
  if (connection.state === 'stopped') {
    const step = { label: 'Renew the token', setup: { step: 'credentials', connections } } as const;
    const advice = connection.problem?.message ?? 'The network refuses the credential.';
    return { word: 'Needs you', tone: 'bad', advice, words: connection.problem?.words, step };
  }
  if (connection.state === 'paused') {
    return { word: 'Paused', tone: 'quiet', advice: 'Nothing is pulled until it is resumed.', step: null };
  }
  const waiting = own.find((run) => run.state === 'preview' || run.state === 'held');
  if (waiting !== undefined) {
    const step = { label: 'Look at the import', run: waiting.id };
    const advice = waiting.state === 'held' ? HELD : 'An import waits for your word.';
    return { word: 'Waits for you', tone: 'waiting', advice, step };
  }
  return hasApi ? healthOfPulls(connection, own) : { word: 'Files', tone: 'quiet', advice: null, step: null };
}

const HELD = 'An import is held: more than usual changed or is gone. Look at it before it counts.';

/** `own`: the runs of this connection, the newest first. */
function healthOfPulls(connection: Connection, own: readonly Run[]): Health {
  const connections = connection.id;
  const problems = connection.reports.filter((report) => report.problem !== null);
  const missing = problems.find((report) => report.isRequired) ?? problems[0];
  if (missing !== undefined) {
    const { name, problem } = missing;
    const step =
      problem?.code === 'network-auth'
        ? ({ label: 'Renew the token', setup: { step: 'credentials', connections } } as const)
        : ({ label: 'Test again', setup: { step: 'test', connections } } as const);
    const advice = `${name}: ${problem?.message ?? 'it was not given.'}`;
    return { word: 'Reports missing', tone: 'waiting', advice, words: problem?.words, step };
  }
  const last = own.find((run) => run.kind === 'pull');
  if (last?.state === 'failed') {
    const step = { label: 'See what failed', run: last.id };
    const { message: advice = null, words } = last.error ?? {};
    return { word: 'Last pull failed', tone: 'bad', advice, words, step };
  }
  const setup = setupOf(connection, own);
  if (setup !== null && !own.some((run) => run.state === 'posted')) {
    const step = { label: 'Finish the set-up', setup };
    return { word: 'Not finished', tone: 'waiting', advice: 'No sales were uploaded yet: finish the set-up.', step };
  }
  return { word: 'Healthy', tone: 'good', advice: null, step: null };
}

/** The connections that share an account with this one: a scope is network:account:country. */
export function sharingAccount(connections: readonly Connection[], like: Connection): readonly Connection[] {
  const accountOf = ({ scope }: Connection): string => scope.slice(0, scope.lastIndexOf(':'));
  return connections.filter((one) => one.id === like.id || accountOf(one) === accountOf(like));
}

/** The websites that connections name, each once. */
export function websitesOf(connections: readonly Connection[]): readonly string[] {
  return [...new Set(connections.flatMap(({ website }) => (website === null ? [] : [website])))].toSorted();
}

/** The country network's name, or null where the network has none. */
export function countryLabel(connection: Pick<Connection, 'country'>, network: Network | undefined): string | null {
  return network?.countries.find((country) => country.id === connection.country)?.label ?? null;
}

/** Where the set-up of a connection goes on: at its run, else at a test. Null: it is finished. */
export function setupOf(
  connection: Connection,
  runs: readonly Run[],
): { readonly step: 'test' | 'import' | 'preview'; readonly connections: string; readonly runs?: string } | null {
  const own = runs.filter((run) => run.connection === connection.id && run.kind === 'pull');
  if (connection.nextPullAt !== null || own.some((run) => run.state === 'posted')) return null;
  const open = own.find((run) => run.state !== 'discarded' && run.state !== 'failed');
  if (open === undefined) return { step: own.length === 0 ? 'test' : 'import', connections: connection.id };
  const step = open.state === 'preview' || open.state === 'held' ? 'preview' : 'import';
  return { step, connections: connection.id, runs: open.id };
}
