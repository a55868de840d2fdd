/** The lock of a data folder: one process at a time, released by the system when that process ends, however it ends. */
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { TributaryError } from '../core/index.ts';

/** Takes the lock until `release`. Throws `data-folder-busy` if another process, or another part of this one, has it. */
export function lockFolder(folder: string): { readonly release: () => void } {
  const file = join(folder, 'lock');
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  const database = new Database(file);
  try {
    database.exec('pragma busy_timeout = 0');
    database.exec('begin exclusive'); // writes nothing: only the lock is wanted
  } catch (error) {
    database.close();
    throw new TributaryError(
      'data-folder-busy',
      `Another Tributary process holds the data folder ${folder}: wait for it or stop it, then try again.`,
      {},
      error,
    );
  }
  return { release: () => database.close() };
}
