/** Opens a data folder and puts together what the API answers from: the one place where the two meet. */
import { Access } from '../access/index.ts';
import type { InstallationServices } from '../api/index.ts';
import { readGuide } from './read-guide.ts';
import { createLog, publicOrigin, Redactor } from '../core/index.ts';
import { networks } from '../networks/index.ts';
import { openInstallation } from '../open-installation.ts';

/** Services over open stores; `close` must be awaited before the process ends. */
export interface OpenServices {
  readonly services: InstallationServices;
  /** Goes on with interrupted pulls and pulls on schedule: for the server, which stays. */
  readonly startSchedule: () => Promise<void>;
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
  const { accounts, secrets, workspaces, clock, rotateKeys } = installation;
  return {
    services: {
      access: new Access({ control: accounts, secrets, clock, log: installation.log, origin }),
      networks,
      log: installation.log,
      redactor,
      readGuide,
      rotateKeys,
      clearRemoved: () => workspaces.clearRemoved(),
      openWorkspace: (id) => workspaces.open(id),
      version,
      dataFolder: folder,
    },
    startSchedule: () => workspaces.startSchedules(),
    close: installation.close,
  };
}
