/** Opens a data folder: its accounts, its key ring and the way to its workspaces. */
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AccountStore,
  keyIdsOf,
  KeyRingDoor,
  LazySecrets,
  lockFolder,
  openAccounts,
  type Rotation,
  SecretStore,
  upgradeLayout,
} from './control/index.ts';
import {
  type Clock,
  clickhouseUrl,
  createLog,
  type Log,
  Redactor,
  type Sleep,
  systemClock,
  systemSleep,
  TributaryError,
} from './core/index.ts';
import { overWords, readStanding } from './plans/index.ts';
import { createOpenNetwork } from './open-network.ts';
import { removeLeftovers } from './open-workspace.ts';
import { folderOf, Workspaces } from './workspaces.ts';

/** An open installation; `close` must be awaited before the process ends. */
export interface Installation {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly redactor: Redactor;
  readonly accounts: AccountStore;
  /** The sealed secrets that are no workspace's. */
  readonly secrets: LazySecrets;
  readonly workspaces: Workspaces;
  /** Puts the secrets of all workspaces under a new master key. */
  readonly rotateKeys: () => Promise<Rotation>;
  readonly close: () => Promise<void>;
}

/** What tests set otherwise. */
export interface InstallationOptions {
  /** Facts server; default: `CLICKHOUSE_URL`, else the embedded store. */
  readonly factsUrl?: string | undefined;
  readonly clock?: Clock;
  readonly sleep?: Sleep;
  readonly random?: () => number;
  readonly log?: Log;
  /** What the log cleans its lines with. */
  readonly redactor?: Redactor;
  /** Whether it is run for others, so that trials and plans count. */
  readonly isHosted?: boolean;
}

/**
 * Opens (and where needed creates, 0700, or brings to the present layout) a data folder. Throws a `TributaryError` if it
 * is busy or not writable.
 */
export async function openInstallation(folder: string, options: InstallationOptions = {}): Promise<Installation> {
  await prepareFolder(folder);
  const lock = lockFolder(folder);
  try {
    await removeLeftovers(folder);
    upgradeLayout(folder, folderOf(folder, 'main'));
    return await openLocked(folder, options, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openLocked(folder: string, options: InstallationOptions, release: () => void): Promise<Installation> {
  const { clock = systemClock, sleep = systemSleep, random = Math.random, isHosted = false } = options;
  const redactor = options.redactor ?? new Redactor();
  const log = options.log ?? createLog(redactor);
  const { accounts, close } = openAccounts(join(folder, 'accounts.db'));
  const ring = new KeyRingDoor(folder, async () => [
    ...new Set([...(await keyIdsOf(accounts)), ...(await workspaces.keyIdsInUse())]),
  ]);
  const secrets = new LazySecrets(accounts, ring, redactor, null);
  const openNetwork = createOpenNetwork({ clock, sleep, random, log, redactor });
  const whyPaused = async (id: string): Promise<string | null> => {
    const standing = await readStanding(accounts, id, isHosted, clock());
    return standing.state === 'over' ? overWords(standing) : null;
  };
  const workspaces = new Workspaces({
    ...{ folder, accounts, factsUrl: options.factsUrl ?? clickhouseUrl() },
    surroundings: { clock, sleep, random, log, redactor, ring, openNetwork, whyPaused },
  });
  await workspaces.clearRemoved();
  let rotating: Promise<unknown> = Promise.resolve();
  return {
    ...{ folder, clock, log, redactor, accounts, secrets, workspaces },
    rotateKeys: () => {
      const all = async (): Promise<readonly SecretStore[]> =>
        Promise.all([secrets, ...(await workspaces.secrets())].map((one) => one.opened()));
      const turn = rotating.then(() => SecretStore.rotateAll(all));
      rotating = turn.catch(() => undefined); // the caller gets the error; the next only needs its turn
      return turn;
    },
    close: async () => {
      await workspaces.close();
      await close();
      release();
    },
  };
}

async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new TributaryError(
      'data-folder-unwritable',
      `The data folder ${folder} cannot be written: choose another with --data.`,
      {},
      error,
    );
  }
}
