/** Puts the collector together: its settings, the sites it knows, the facts that it fills. */
import { join } from 'node:path';
import { Collector } from '../collect/index.ts';
import { type Clock, collectorSettings, type Log } from '../core/index.ts';
import type { FactsStore } from '../facts/index.ts';
import { SiteBook, type Sites } from '../sites/index.ts';

/** The one workspace that an installation has so far. */
const WORKSPACE = 'main';
/** Twice what answers within a second on two cores; each takes some 10 kB. */
const MOST_WAITING = 5000;
const MOST_CONNECTIONS = 4096;

/** What the collector is started for. */
export interface CollectorParts {
  readonly folder: string;
  readonly port: number;
  readonly sites: Sites;
  readonly facts: FactsStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** Starts the collector of a data folder. Throws `ports-busy`, `invalid-settings`. */
export async function startCollector({ folder, port, sites, facts, clock, log }: CollectorParts): Promise<Collector> {
  const settings = collectorSettings();
  const book = new SiteBook();
  await book.addWorkspace(WORKSPACE, sites);
  const home = { facts, retentions: () => sites.retentions() };
  return Collector.start({
    ...settings,
    folder: join(folder, 'collect'),
    thread: new URL('./collector-thread.js', import.meta.url), // beside the built program
    scriptFile: join(import.meta.dirname, 'snippet', 't.js'),
    port,
    isPortFree: settings.publicUrl === null,
    mostWaiting: MOST_WAITING,
    mostConnections: MOST_CONNECTIONS,
    sites: book,
    workspaces: () => [WORKSPACE],
    homeOf: (workspaceId) => Promise.resolve(workspaceId === WORKSPACE ? home : null),
    log,
    clock,
  });
}
