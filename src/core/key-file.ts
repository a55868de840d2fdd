/** The key ring in the file `master-keys.json` of a data folder, readable by its owner alone. */
import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { createDurably, errorCode, removeParts, replaceDurably, syncFolder } from './durable-file.ts';
import { type KeyRing, keyMissing, masterKeyOf } from './key-ring.ts';
import type { MasterKey } from './sealing.ts';

export const KEY_FILE = 'master-keys.json';
const KEY_BYTES = 32;

/** `keys` maps ids to base64. */
const KeyFile = z.strictObject({
  version: z.literal(1),
  current: z.string(),
  keys: z.record(z.string(), z.base64()),
});

/** Keys of a file. What is in memory is what the file said at the last `open` or `refresh`, or what was written since. */
export class FileKeyRing implements KeyRing {
  readonly source = 'file';
  readonly #path: string;
  #text = '';
  #current: MasterKey;
  #keys: ReadonlyMap<string, MasterKey>;

  private constructor(path: string, text: string) {
    this.#path = path;
    const { current, keys } = parseKeys(path, text);
    this.#current = current;
    this.#keys = keys;
  }

  /** See `openKeyRing`. */
  static async open(folder: string, keyIdsInUse: readonly string[]): Promise<FileKeyRing> {
    const path = join(folder, KEY_FILE);
    let text = await readPrivate(path);
    if (text === null) {
      if (keyIdsInUse.length > 0) throw lost(path, keyIdsInUse);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const fresh = masterKeyOf(randomBytes(KEY_BYTES));
      await createDurably(path, textOf(fresh, [fresh]));
      text = await readPrivate(path); // of another process, if that one was faster
      if (text === null) throw lost(path, []);
    }
    const ring = new FileKeyRing(path, text);
    await ring.#adopt(text);
    const missing = keyIdsInUse.filter((id) => !ring.keys.has(id));
    if (missing.length > 0) throw lost(path, missing);
    return ring;
  }

  get current(): MasterKey {
    return this.#current;
  }

  get keys(): ReadonlyMap<string, MasterKey> {
    return this.#keys;
  }

  async refresh(): Promise<void> {
    const text = await readPrivate(this.#path);
    if (text === null) throw lost(this.#path, [this.#current.id]);
    await this.#adopt(text);
  }

  async startRotation(): Promise<void> {
    if (this.#keys.size > 1) return;
    let fresh = masterKeyOf(randomBytes(KEY_BYTES));
    while (this.#keys.has(fresh.id)) fresh = masterKeyOf(randomBytes(KEY_BYTES));
    await this.#write(fresh, [...this.#keys.values(), fresh]);
  }

  async retireOthers(): Promise<readonly string[]> {
    const others = [...this.#keys.keys()].filter((id) => id !== this.#current.id);
    if (others.length > 0) await this.#write(this.#current, [this.#current]);
    await removeParts(this.#path);
    return others;
  }

  async #write(current: MasterKey, keys: readonly MasterKey[]): Promise<void> {
    const text = textOf(current, keys);
    await replaceDurably(this.#path, text);
    await this.#adopt(text);
  }

  /** Takes over what the file says, once that is durable: its writer may have been killed between rename and fsync. */
  async #adopt(text: string): Promise<void> {
    if (text === this.#text) return;
    const { current, keys } = parseKeys(this.#path, text);
    await syncFolder(dirname(await realpath(this.#path)));
    this.#current = current;
    this.#keys = keys;
    this.#text = text;
  }
}

function textOf(current: MasterKey, keys: readonly MasterKey[]): string {
  const texts = keys.map(({ id, key }) => [id, key.export().toString('base64')] as const);
  return `${JSON.stringify({ version: 1, current: current.id, keys: Object.fromEntries(texts) }, null, 2)}\n`;
}

function parseKeys(path: string, text: string): { current: MasterKey; keys: ReadonlyMap<string, MasterKey> } {
  const parsed = KeyFile.safeParse(parseJson(path, text));
  if (!parsed.success) throw malformed(path);
  const keys = new Map<string, MasterKey>();
  for (const [id, base64] of Object.entries(parsed.data.keys)) {
    const bytes = Buffer.from(base64, 'base64');
    const key = masterKeyOf(bytes);
    if (bytes.length !== KEY_BYTES || key.id !== id) throw malformed(path);
    keys.set(id, key);
  }
  const current = keys.get(parsed.data.current);
  if (current === undefined) throw malformed(path);
  return { current, keys };
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(path); // without the cause: Node's message quotes the text, which holds keys
  }
}

/** The text of the file, null if there is none. A file that others may read is closed to them first. */
async function readPrivate(path: string): Promise<string | null> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw keyMissing(`${path} with the master keys cannot be read (${errorCode(error)}): give your user access to it.`);
  }
  try {
    const found = await handle.stat();
    if (found.isFile() && (found.mode & 0o077) !== 0) await handle.chmod(0o600);
    return await handle.readFile('utf8');
  } catch (error) {
    throw keyMissing(
      `${path} with the master keys must be a file of your user that nobody else can read (${errorCode(error)}): ` +
        `chmod 600 it, and chown it to your user.`,
    );
  } finally {
    await handle.close();
  }
}

function malformed(path: string): Error {
  return keyMissing(
    `${path} is not a file of master keys as Tributary writes it: restore it from your backup. ` +
      'Do not delete it: secrets that are sealed with its keys could not be opened any more.',
  );
}

function lost(path: string, ids: readonly string[]): Error {
  return keyMissing(
    `Stored secrets are sealed with the master key ${ids.join(', ')}, which is not in ${path}: ` +
      'restore that file from your backup, or set TRIBUTARY_MASTER_KEY to that key.',
  );
}
