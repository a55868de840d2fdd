/**
 * `server.json` in the data folder: where the running server answers and with which key. A second process cannot open
 * the stores, so it finds the server here and nowhere else.
 */
import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** What the file says. */
export interface ServerEntry {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly pid: number;
  /** 256 random bits, made anew at every start. */
  readonly key: string;
}

/** What is found at an address: the server that this key is for, something else or nothing, or no answer in time. */
export type Found = 'ours' | 'other' | 'silent';

/** Asks an address whether it is the server of this entry. */
export type Probe = (entry: ServerEntry) => Promise<Found>;

const FILE = 'server.json';
const LOCK = 'server.json.lock';
/** The lock is held for milliseconds; for as long as a probe takes where a stale file names a port that hangs. */
const LONGEST_WAIT_MS = 10_000;
/** A key is never sent anywhere but to this machine, whatever the file says. */
const entrySchema = z.strictObject({
  url: z.string().regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/),
  pid: z.int().positive(),
  key: z.string().regex(/^[\w-]{43}$/),
});

/** The server that holds this folder: `null` if none does. A server that is alive but silent is given with `isSilent`. */
export async function findServer(
  folder: string,
  probe: Probe,
): Promise<{ readonly entry: ServerEntry; readonly isSilent: boolean } | null> {
  const entry = readEntry(await readText(join(folder, FILE)));
  if (entry === null || !isAlive(entry.pid)) return null;
  const found = await probe(entry);
  return found === 'other' ? null : { entry, isSilent: found === 'silent' };
}

/**
 * Writes the file (0600), whole or not at all. False if another server that is alive has written one, or is about to; a
 * stale one is replaced.
 */
export async function publishServer(folder: string, entry: ServerEntry, probe: Probe): Promise<boolean> {
  const done = await locked(folder, async () => {
    if ((await findServer(folder, probe)) !== null) return false;
    const part = await writePart(folder, `${JSON.stringify(entry)}\n`);
    await rename(part, join(folder, FILE));
    return true;
  });
  return done ?? false;
}

/** Removes the file if it is this server's own. */
export async function withdrawServer(folder: string, entry: ServerEntry): Promise<void> {
  await locked(folder, async () => {
    const present = readEntry(await readText(join(folder, FILE)));
    if (present?.key === entry.key) await rm(join(folder, FILE), { force: true });
  });
}

/** Only who holds the lock changes the file: looking and replacing are two steps. Null if it was not to be had. */
async function locked<T>(folder: string, work: () => Promise<T>): Promise<T | null> {
  const lock = join(folder, LOCK);
  const mine = await writePart(folder, `${process.pid} ${randomUUID()}`);
  try {
    const giveUpAt = performance.now() + LONGEST_WAIT_MS;
    while (!(await linked(mine, lock))) {
      if (performance.now() > giveUpAt) return null;
      const owner = await readText(lock);
      if (owner !== null && !isAlive(Number.parseInt(owner, 10))) await breakLock(lock, owner);
      else await sleep(10);
    }
    try {
      return await work();
    } finally {
      await rm(lock, { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
}

/** Removes the lock of a process that was killed, unless someone else took it over in the meantime. */
async function breakLock(lock: string, owner: string): Promise<void> {
  const aside = `${lock}.${randomUUID()}.part`;
  try {
    await rename(lock, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readText(aside)) !== owner) await linked(aside, lock);
  await rm(aside, { force: true });
}

/** A hard link, unlike a rename, never replaces what is there, and what it makes is whole at once. */
async function linked(part: string, file: string): Promise<boolean> {
  try {
    await link(part, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function writePart(folder: string, text: string): Promise<string> {
  const part = join(folder, `.${FILE}.${randomUUID()}.part`);
  const handle = await open(part, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return part;
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** What is not an entry names no server: it is treated as one whose server is gone. */
function readEntry(text: string | null): ServerEntry | null {
  if (text === null) return null;
  try {
    return entrySchema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) return null;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM'; // alive, but another user's
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
