/** What the state of a connection is called, and what to do about it. Pure. */
import type { Tone } from '../../ui/status-chip.tsx';
import type { Connection, Network, Run } from './queries.ts';

/** How a connection is: its chip, and what a person may have to do. */
export interface Health {
  readonly word: string;
  readonly tone: Tone;
  /** One sentence; null: nothing to do. */
  readonly advice: string | null;
}

/** How a connection is. `runs`: the newest first. */
export function healthOf(connection: Connection, runs: readonly Run[], hasApi: boolean): Health {
  const own = runs.filter((run) => run.connection === connection.id);
  if (connection.state === 'stopped') {
    return {
      word: 'Needs you',
      tone: 'bad',
      advice: connection.problem?.message ?? 'The network refuses the credential.',
    };
  }
  if (connection.state === 'paused') return { word: 'Paused', tone: 'quiet', advice: null };
  if (own.some((run) => run.state === 'preview' || run.state === 'held')) {
    return { word: 'Waits for you', tone: 'waiting', advice: 'An import waits for your word.' };
  }
  if (!hasApi) return { word: 'Files', tone: 'quiet', advice: null };
  const required = connection.reports.find((report) => report.problem !== null);
  if (required !== undefined) {
    return { word: 'Reports missing', tone: 'waiting', advice: `${required.name}: ${required.problem?.message}` };
  }
  const last = own.find((run) => run.kind === 'pull');
  if (last?.state === 'failed') return { word: 'Last pull failed', tone: 'bad', advice: last.error?.message ?? null };
  if (!own.some((run) => run.state === 'posted') && connection.nextPullAt === null) {
    return { word: 'Not finished', tone: 'waiting', advice: 'No sales were uploaded yet: finish the set-up.' };
  }
  return { word: 'Healthy', tone: 'good', advice: null };
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
