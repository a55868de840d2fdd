/** The salt of the day, without which nobody can tell whose visitor id it is. */
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';

const SALT_BYTES = 32;

interface Salt {
  readonly day: string;
  readonly salt: Buffer;
}

/**
 * Keeps the salt of the present day (UTC) in a file that only this user can read, so that a restart does not make every
 * reader a new one. With the day the salt ends, in memory and on disk: ids of yesterday can then be recomputed by nobody.
 * Nobody waits for the file, as the disk may hang; a salt that could not be written ends with the process.
 */
export class VisitorSalt {
  readonly #path: string | null;
  readonly #onFault: (error: unknown) => void;
  #salt: Salt | null;
  /** What is done to the file, one after the other. */
  #steps = Promise.resolve();

  /** `path` null: in memory only. */
  constructor(path: string | null, onFault: (error: unknown) => void) {
    this.#path = path;
    this.#onFault = onFault;
    this.#salt = path === null ? null : readSalt(path);
  }

  /** The visitor's id at a site today: 64 bits, the same for the same address and user agent. */
  visitor(siteId: string, address: string, userAgent: string, nowMs: number): string {
    const mac = createHmac('sha256', this.#today(nowMs));
    // lengths come first, so that no two triples are one text
    mac.update(`${siteId.length}:${siteId}${address.length}:${address}${userAgent}`);
    return mac.digest().subarray(0, 8).toString('base64url');
  }

  /** Removes a salt of an earlier day; to be called now and then, as nobody may come to make a new one. */
  expire(nowMs: number): void {
    if (this.#salt === null || this.#salt.day === dayOf(nowMs)) return;
    this.#salt.salt.fill(0);
    this.#salt = null;
    this.#do((path) => rm(path, { force: true }));
  }

  /** Resolves when the file is as it should be. */
  settled(): Promise<void> {
    return this.#steps;
  }

  #today(nowMs: number): Buffer {
    this.expire(nowMs);
    if (this.#salt === null) {
      this.#salt = { day: dayOf(nowMs), salt: randomBytes(SALT_BYTES) };
      const text = `${this.#salt.day} ${this.#salt.salt.toString('base64url')}\n`;
      this.#do(async (path) => {
        await writeFile(`${path}.part`, text, { mode: 0o600 });
        await rename(`${path}.part`, path);
      });
    }
    return this.#salt.salt;
  }

  #do(step: (path: string) => Promise<void>): void {
    const path = this.#path;
    if (path !== null) this.#steps = this.#steps.then(() => step(path)).catch(this.#onFault);
  }
}

const DAY_MS = 86_400_000;
/** Events come day by day: nearly always it is the day that was asked for last. */
let asked = { number: Number.NaN, text: '' };

/** The day of an instant, UTC. */
export function dayOf(ms: number): string {
  const number = Math.floor(ms / DAY_MS);
  if (number !== asked.number) asked = { number, text: new Date(ms).toISOString().slice(0, 10) };
  return asked.text;
}

/** A file that is not there or not whole is a salt that is lost, as if the day had ended. */
function readSalt(path: string): Salt | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const [, day, salt] = /^(\d{4}-\d\d-\d\d) ([\w-]{43})\n$/.exec(text) ?? [];
  return day === undefined || salt === undefined ? null : { day, salt: Buffer.from(salt, 'base64url') };
}
