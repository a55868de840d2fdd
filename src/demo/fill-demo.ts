/** Fills a demo: connections to the simulated network, real pulls of a year, and what people would have added. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionCaller } from '../access/index.ts';
import { TributaryError } from '../core/index.ts';
import type { Imports, Run } from '../imports/index.ts';
import type { Sites } from '../sites/index.ts';
import type { Annotations, SavedViews } from '../views/index.ts';
import { notesOf, SITES, VIEWS } from './demo-content.ts';
import type { DemoProgress, TellProgress } from './progress.ts';

/** What of a workspace a demo is filled through. */
export interface DemoPlace {
  readonly id: string;
  readonly imports: Imports;
  readonly sites: Sites;
  readonly views: SavedViews;
  readonly annotations: Annotations;
}

/** The first day with sales is in the thirteenth month, counted with the present one. */
const MONTHS = 13;
/** Faster than any network on the internet would bear; this one is on the same machine. */
const REQUESTS_PER_MINUTE = 6000;
const LOOK_AGAIN_MS = 150;
const ASKING: ReadonlySet<Run['state']> = new Set<Run['state']>(['queued', 'fetching', 'waiting']);

/** Fills an empty workspace from the simulated network whose report has this address. Throws `demo-failed`. */
export async function fillDemo(
  place: DemoPlace,
  reportUrl: string,
  now: Date,
  stop: AbortSignal,
  tell: TellProgress,
): Promise<void> {
  tell({ step: 'connections', done: 0, total: 0 });
  const connections = await connect(place, reportUrl);
  const runs: Run[] = [];
  for (const id of connections) runs.push(await place.imports.startPull(id, { months: MONTHS, preview: false }));
  await settled(place.imports, runs, stop, tell);
  tell({ step: 'figures', done: 0, total: 0 });
  // the simulated network ends with the making: a pull on schedule would find nobody
  for (const id of connections) await place.imports.changeConnection(id, { state: 'paused' });
  await furnish(place, now);
}

async function connect({ imports, sites }: DemoPlace, reportUrl: string): Promise<readonly string[]> {
  const ids: string[] = [];
  let first: string | undefined;
  for (const { host, name, country, label } of SITES) {
    await sites.add({ host, name });
    const credentials = { token: reportUrl, siteId: '1234567', requestsPerMinute: REQUESTS_PER_MINUTE };
    const { id } = await imports.addConnection({
      network: 'rakuten',
      name: label,
      website: `https://${host}`,
      ...(first === undefined ? {} : { like: first }),
      settings: first === undefined ? { ...credentials, country } : { country },
    });
    first ??= id;
    ids.push(id);
  }
  return ids;
}

/** Waits for all pulls and posts what is held: in a demo there is nobody to ask. */
async function settled(imports: Imports, runs: readonly Run[], stop: AbortSignal, tell: TellProgress): Promise<void> {
  const asked = new Map<string, number>();
  for (;;) {
    const present = await Promise.all(runs.map(({ id }) => imports.run(id)));
    const failed = present.find(({ state }) => state === 'failed' || state === 'discarded');
    if (failed !== undefined) {
      const why = failed.error?.message ?? failed.state;
      throw new TributaryError('demo-failed', 'The simulated sales could not be imported.', {}, new Error(why));
    }
    for (const run of present) if (run.state === 'held' || run.state === 'preview') await imports.uploadRun(run.id);
    if (present.every(({ state }) => state === 'posted')) return;
    tell(progressOf(present, asked));
    await sleep(LOOK_AGAIN_MS, undefined, { signal: stop });
  }
}

/** How far all pulls are together; `asked` remembers how much those had to ask that are further by now. */
function progressOf(runs: readonly Run[], asked: Map<string, number>): DemoProgress {
  let [done, total] = [0, 0];
  for (const { id, state, progress } of runs) {
    const isAsking = ASKING.has(state);
    if (isAsking && progress !== null) asked.set(id, progress.total);
    const all = asked.get(id) ?? 0;
    done += isAsking ? (progress?.done ?? 0) : all;
    total += all;
  }
  if (runs.some(({ state }) => ASKING.has(state))) return { step: 'reports', done, total };
  return { step: 'figures', done: runs.filter(({ state }) => state === 'posted').length, total: runs.length };
}

/** Notes on the chart and views to choose, as a team would have made them. */
async function furnish({ id, annotations, views }: DemoPlace, now: Date): Promise<void> {
  const team: SessionCaller = {
    ...{ kind: 'session', userId: 'demo', sessionId: 'demo', name: 'Demo', email: 'demo@tributary.example' },
    ...{ workspaceId: id, role: 'owner', hidesMoney: false },
  };
  for (const note of notesOf(now)) await annotations.add(team, note);
  const made = [];
  for (const view of VIEWS) made.push(await views.add(team, { ...view, isShared: true }));
  // who comes in sees shops in colours: by network there is only one
  if (made[0] !== undefined) await views.change(team, made[0].id, { isWorkspaceDefault: true });
}
