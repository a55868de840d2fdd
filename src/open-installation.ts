/** Opens the stores of one data folder together, and settles what a crash left open. */
import { access, mkdir, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { openControl } from './control/index.ts';
import { clickhouseUrl, systemClock, TributaryError } from './core/index.ts';

import { type FactsStore, openClickhouse, openDuckdb } from './facts/index.ts';
import { type ImportContext, settleRuns } from './imports/index.ts';
import { RawStore } from './raw/index.ts';

/** An open installation; `close` must be awaited before the process ends. */
export interface Installation extends ImportContext {
  readonly close: () => Promise<void>;
}

/** Opens (and where needed creates, 0700) a data folder. Throws a `TributaryError` if it is busy or not writable. */
export async function openInstallation(
  folder: string,
  onProgress: (stage: string) => void,
  factsUrl: string | undefined = clickhouseUrl(),
): Promise<Installation> {
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
  const facts = await openFacts(folder, factsUrl);
  const { control, close } = openControl(join(folder, 'control.db'));
  const installation: Installation = {
    facts,
    control,
    raw: new RawStore(join(folder, 'raw')),
    clock: systemClock,
    temporaryFolder: folder,
    onProgress,
    close: async () => {
      await facts.close();
      await close();
    },
  };
  await settleRuns(installation);
  return installation;
}

async function openFacts(folder: string, url: string | undefined): Promise<FactsStore> {
  if (url !== undefined) return openClickhouse(url);
  try {
    return await openDuckdb(join(folder, 'facts.duckdb'));
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
