/** Opens the stores of one data folder together with the services over them, and settles what a crash left open. */
import { access, constants, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LazySecrets, openControl } from './control/index.ts';
import {
  type Clock,
  clickhouseUrl,
  createLog,
  holdLimits,
  type Log,
  Redactor,
  systemClock,
  systemSleep,
  TributaryError,
} from './core/index.ts';
import { type FactsStore, openClickhouse, openDuckdb } from './facts/index.ts';
import { Connections, ImportService, type PullContext, RunBook, settleRuns } from './imports/index.ts';
import { createOpenNetwork } from './open-network.ts';
import { RawStore } from './raw/index.ts';

/** An open installation; `close` must be awaited before the process ends. */
export interface Installation extends PullContext {
  readonly folder: string;
  readonly imports: ImportService;
  readonly redactor: Redactor;
  readonly secrets: LazySecrets;
  readonly close: () => Promise<void>;
}

/** What tests set otherwise. */
export interface InstallationOptions {
  /** Facts server; default: `CLICKHOUSE_URL`, else the embedded store. */
  readonly factsUrl?: string | undefined;
  readonly clock?: Clock;
  readonly sleep?: PullContext['sleep'];
  readonly random?: () => number;
  readonly log?: Log;
  /** What the log cleans its lines with. */
  readonly redactor?: Redactor;
}

/** Opens (and where needed creates, 0700) a data folder. Throws a `TributaryError` if it is busy or not writable. */
export async function openInstallation(folder: string, options: InstallationOptions = {}): Promise<Installation> {
  await prepareFolder(folder);
  const { clock = systemClock, sleep = systemSleep, random = Math.random } = options;
  const redactor = options.redactor ?? new Redactor();
  const log = options.log ?? createLog(redactor);
  const facts = await openFacts(folder, options.factsUrl ?? clickhouseUrl());
  const { control, close } = openControl(join(folder, 'control.db'));
  const raw = new RawStore(join(folder, 'raw'));
  const secrets = new LazySecrets(control, folder, redactor);
  const context: PullContext = {
    facts,
    control,
    raw,
    clock,
    log,
    sleep,
    random,
    runs: new RunBook(control, raw, clock),
    connections: new Connections({ control, clock, secrets, redactor }),
    holdLimits: holdLimits(),
    temporaryFolder: folder,
    openNetwork: createOpenNetwork({ clock, sleep, random, log, redactor }),
  };
  await settleRuns(context);
  const imports = new ImportService(context);
  return {
    ...context,
    folder,
    redactor,
    secrets,
    imports,
    close: async () => {
      await imports.close();
      await facts.close();
      await close();
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

/** DuckDB writes a new file's head within some milliseconds. */
const CREATION_MS = 500;

const LEFTOVERS = [
  /^(staging|answer|upload|replay)-[\w-]+\.(csv(\.\d+)?|part|duckdb(\.wal|\.tmp)?)$/,
  /^export-\w{6}$/,
  /^\.server\.json\.[\w-]+\.part$/,
];

/** Removes what a killed process was writing. Only who holds the facts file may do so. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (LEFTOVERS.some((pattern) => pattern.test(name))) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function openFacts(folder: string, url: string | undefined): Promise<FactsStore> {
  if (url !== undefined) return openClickhouse(url);
  try {
    const facts = await openFile(join(folder, 'facts.duckdb'));
    await removeLeftovers(folder);
    return facts;
  } catch (error) {
    if (error instanceof Error && /lock/i.test(error.message)) {
      throw new TributaryError(
        'data-folder-busy',
        `Another Tributary process holds the data folder ${folder}: wait for it or stop it, then try again.`,
        {},
        error,
      );
    }
    throw error;
  }
}

/** A file that another process is creating at this moment is not a database yet: one that stays so is damaged. */
async function openFile(file: string): Promise<FactsStore> {
  try {
    return await openDuckdb(file);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('not a valid DuckDB database')) throw error;
    await systemSleep(CREATION_MS);
    return openDuckdb(file);
  }
}
