/** Fills a demo: connections to the simulated network, real pulls of a year, and what people would have added. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionCaller } from '../access/index.ts';
import type { LabelRules } from '../attribution/index.ts';
import type { PastPlace } from '../collect/index.ts';
import { TributaryError } from '../core/index.ts';
import type { Imports, Run } from '../imports/index.ts';
import type { Sites } from '../sites/index.ts';
import type { Annotations, SavedViews } from '../views/index.ts';
import { LABELS, notesOf, SITES, VIEWS } from './demo-content.ts';
import { followReaders } from './follow-readers.ts';
import type { DemoProgress, TellProgress } from './progress.ts';

/** What of a workspace a demo is filled through. */
export interface DemoPlace extends Omit<PastPlace, 'sites' | 'geoDatabase'> {
  readonly id: string;
  readonly imports: Imports;
  readonly sites: Sites;
  readonly views: SavedViews;
  readonly annotations: Annotations;
  readonly labelRules: LabelRules;
  /** Says of every line of the ledger which page earned it, so that nobody waits for that later. */
  readonly attribute: () => Promise<unknown>;
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
  const failing = new AbortController();
  let readers: DemoProgress = { step: 'readers', done: 0, total: 0 };
  let tellReaders: TellProgress = () => undefined;
  // while the network is asked there is time for them
  const following = followReaders(place, now, AbortSignal.any([stop, failing.signal]), (done, total) => {
    readers = { step: 'readers', done, total };
    tellReaders(readers);
  });
  following.catch(() => undefined); // it is awaited below
  try {
    await settled(place.imports, runs, stop, tell);
    tellReaders = tell;
    tell(readers);
    await following;
  } catch (error) {
    failing.abort(error);
    await following.catch(() => undefined);
    throw error;
  }
  tell({ step: 'pages', done: 0, total: 0 });
  // the simulated network ends with the making: a pull on schedule would find nobody
  for (const id of connections) await place.imports.changeConnection(id, { state: 'paused' });
  await furnish(place, now);
  await place.attribute();
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
async function furnish({ id, annotations, views, labelRules }: DemoPlace, now: Date): Promise<void> {
  const team: SessionCaller = {
    ...{ kind: 'session', userId: 'demo', sessionId: 'demo', name: 'Demo', email: 'demo@tributary.example' },
    ...{ workspaceId: id, role: 'owner', hidesMoney: false },
  };
  for (const note of notesOf(now)) await annotations.add(team, note);
  for (const { text, page } of LABELS)
    await labelRules.add(
      { id: team.userId, name: team.name },
      { network: 'rakuten', match: 'wildcard', text, page, site: null, campaign: null },
    );
  const made = [];
  for (const view of VIEWS) made.push(await views.add(team, { ...view, isShared: true }));
  // who comes in sees shops in colours: by network there is only one
  if (made[0] !== undefined) await views.change(team, made[0].id, { isWorkspaceDefault: true });
}
