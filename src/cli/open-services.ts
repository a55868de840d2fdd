/** Opens a data folder and puts together what the API answers from: the one place where the two meet. */
import { Access } from '../access/index.ts';
import type { Collector } from '../collect/index.ts';
import type { Services } from '../api/index.ts';
import { readGuide } from './read-guide.ts';
import { createLog, publicOrigin, Redactor } from '../core/index.ts';
import { networks } from '../networks/index.ts';
import { openInstallation } from '../open-installation.ts';
import { Sites } from '../sites/index.ts';
import { startCollector } from './start-collector.ts';

/** Services over open stores; `close` must be awaited before the process ends. */
export interface OpenServices {
  readonly services: Services;
  /** Goes on with interrupted pulls and pulls on schedule: for the server, which stays. */
  readonly startSchedule: () => Promise<void>;
  /** Begins to take pageviews and clicks. Throws `ports-busy`. */
  readonly startCollector: (port: number) => Promise<Collector>;
  readonly close: () => Promise<void>;
}

/** `all`: what a server tells its operator · `errors`: what a command cannot tell otherwise. Both on stderr. */
export type LogLevel = 'all' | 'errors';

/** Opens a data folder. Throws `data-folder-busy`, `data-folder-unwritable`. */
export async function openServices(folder: string, version: string, level: LogLevel): Promise<OpenServices> {
  const origin = publicOrigin();
  const redactor = new Redactor();
  const log = createLog(redactor);
  const quiet = { ...log, info: () => undefined, warn: () => undefined };
  const installation = await openInstallation(folder, { log: level === 'all' ? log : quiet, redactor });
  const { imports, facts, secrets, control, clock } = installation;
  const sites = new Sites(control, clock);
  let collector: Collector | null = null;
  return {
    services: {
      access: new Access({ control, secrets, clock, log: installation.log, origin }),
      imports,
      facts,
      sites,
      collector: () => collector?.health ?? null,
      networks,
      clock,
      log: installation.log,
      redactor,
      readGuide,
      rotateKeys: () => secrets.rotate(),
      version,
      folder,
    },
    startSchedule: () => imports.startSchedule(),
    startCollector: async (port) => {
      collector = await startCollector({ folder, port, sites, facts, clock, log: installation.log });
      return collector;
    },
    close: async () => {
      await collector?.stop();
      await installation.close();
    },
  };
}
