/** Small private files that are there whole, as before or as after, whenever the process is killed or power is cut. */
import { randomUUID } from 'node:crypto';
import { link, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What a file system without hard links answers (exFAT, some network shares). */
const WITHOUT_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** Creates a file (0600) and answers when it is on disk; false if there is one already, which then stays as it is. */
export async function createDurably(path: string, text: string): Promise<boolean> {
  const part = await writePart(path, text);
  try {
    await link(part, path); // unlike rename, never replaces the file of a process that was faster
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (!WITHOUT_LINKS.has(errorCode(error))) throw error;
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
  await syncFolder(dirname(path));
  return true;
}

/** Replaces a file (0600; the target where it is a symbolic link) and answers when the new content is on disk. */
export async function replaceDurably(path: string, text: string): Promise<void> {
  const target = await realpath(path);
  const part = await writePart(target, text);
  try {
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(dirname(target));
}

/** Removes what killed writers of this file left. Only while no other process can be writing it. */
export async function removeParts(path: string): Promise<void> {
  const target = await realpath(path);
  const [folder, start] = [dirname(target), `.${basename(target)}.`];
  const parts = (await readdir(folder)).filter((name) => name.startsWith(start) && name.endsWith('.part'));
  for (const name of parts) await rm(join(folder, name), { force: true });
  if (parts.length > 0) await syncFolder(folder);
}

/** Makes the names in a folder durable: a renamed file may otherwise be the old one after a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The system's code of a failed call (`ENOENT` …), '' for any other error. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

async function writePart(path: string, text: string): Promise<string> {
  const part = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  try {
    const handle = await open(part, 'wx', 0o600);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return part;
}
