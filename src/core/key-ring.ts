/** What every key ring offers, wherever its master keys come from. */
import { createHash, createSecretKey } from 'node:crypto';
import { TributaryError } from './errors.ts';
import type { MasterKey } from './sealing.ts';

/**
 * The master keys of one data folder. More than one means that a rotation is under way. `startRotation` and
 * `retireOthers` change them: call them, and `refresh` before them, only while no other process can (a lock of the
 * store that holds the sealed secrets).
 */
export interface KeyRing {
  readonly source: 'file' | 'environment';
  /** The key that new secrets are sealed with. */
  readonly current: MasterKey;
  /** All keys by id, the current one included. */
  readonly keys: ReadonlyMap<string, MasterKey>;
  /** Reads the keys again, since another process may have rotated them. Throws `master-key-missing`. */
  refresh(): Promise<void>;
  /**
   * Makes a new key the current one and answers when it is on disk; nothing when a rotation is under way, whose key is
   * current then. Nothing for keys of the environment: a person has set both.
   */
  startRotation(): Promise<void>;
  /**
   * Removes every key but the current one and gives their ids; only when no sealed secret uses them. Keys of the
   * environment are only named: a person removes them there.
   */
  retireOthers(): Promise<readonly string[]>;
}

/** The key with its id. Copies the 32 bytes. */
export function masterKeyOf(bytes: Buffer): MasterKey {
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), key: createSecretKey(bytes) };
}

/** The error of a key or key file that is absent, malformed or another one. No cause: it could quote a key. */
export function keyMissing(message: string): TributaryError {
  return new TributaryError('master-key-missing', message);
}
