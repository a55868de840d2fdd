/** Puts the collector together: its settings, the sites it knows, the facts that it fills. */
import { join } from 'node:path';
import { Collector } from '../collect/index.ts';
import { type Clock, collectorSettings, type Log } from '../core/index.ts';
import { linksOnly, networks } from '../networks/index.ts';
import type { Workspaces } from '../workspaces.ts';

/** More than come while a busy disk syncs; fewer than connections, so that the others are answered while the disk hangs. */
const MOST_WAITING = 3000;
/** Twice what answers within a second on two cores; each takes some 10 kB. */
const MOST_CONNECTIONS = 4096;

/** Links of every network whose links are known, by its id. */
const LINKS = new Map([...networks, ...linksOnly].map(({ id, links }) => [id, links]));

/** The advertiser of a link that the script took for one of a network; '' where it does not say. */
export function advertiserOf(network: string, link: string): string {
  return LINKS.get(network)?.recognise(link)?.advertiserId ?? '';
}

/** What the collector is started for. */
export interface CollectorParts {
  readonly folder: string;
  readonly port: number;
  readonly workspaces: Workspaces;
  readonly clock: Clock;
  readonly log: Log;
}

/** Starts the collector of a data folder. Throws `ports-busy`, `invalid-settings`. */
export async function startCollector({ folder, port, workspaces, clock, log }: CollectorParts): Promise<Collector> {
  const settings = collectorSettings();
  const sites = await workspaces.collectedSites();
  return Collector.start({
    ...settings,
    folder: join(folder, 'collect'),
    thread: new URL('./collector-thread.js', import.meta.url), // beside the built program
    scriptFile: join(import.meta.dirname, 'snippet', 't.js'),
    port,
    isPortFree: settings.publicUrl === null,
    mostWaiting: MOST_WAITING,
    mostConnections: MOST_CONNECTIONS,
    sites,
    workspaces: () => workspaces.collected,
    homeOf: (workspaceId) => workspaces.homeOf(workspaceId),
    advertiserOf,
    log,
    clock,
  });
}
