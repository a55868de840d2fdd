/** The master keys of a data folder: from its key file, or from the environment. Never one in place of a lost one. */
import { type MasterKeyTexts, masterKeyTexts } from './config.ts';
import { FileKeyRing, KEY_FILE } from './key-file.ts';
import { type KeyRing, keyMissing, masterKeyOf } from './key-ring.ts';
import type { MasterKey } from './sealing.ts';

/** Fewer different byte values mean a placeholder: 32 random bytes have about 30; 11 or fewer once in 10^25 keys. */
const FEWEST_DIFFERENT_BYTES = 12;

/**
 * Opens the key ring of a data folder: the environment's where `TRIBUTARY_MASTER_KEY` is set, else the file's, which is
 * created (0600, with a fresh key) when there is none. `keyIdsInUse` are the ids that sealed secrets name: if the ring
 * lacks one of them, nothing is created and `master-key-missing` says what to do; the same for a malformed key or file.
 */
export async function openKeyRing(
  folder: string,
  keyIdsInUse: readonly string[],
  environment: MasterKeyTexts = masterKeyTexts(),
): Promise<KeyRing> {
  const { current, old } = environment;
  if (current === undefined) {
    if (old !== undefined) {
      throw keyMissing(
        'TRIBUTARY_MASTER_KEY_OLD is set, but TRIBUTARY_MASTER_KEY is not: set it to the new key, or unset both.',
      );
    }
    return FileKeyRing.open(folder, keyIdsInUse);
  }
  const ring = environmentRing(
    readKey(current, 'TRIBUTARY_MASTER_KEY'),
    old === undefined ? null : readKey(old, 'TRIBUTARY_MASTER_KEY_OLD'),
  );
  const missing = keyIdsInUse.filter((id) => !ring.keys.has(id));
  if (missing.length === 0) return ring;
  throw keyMissing(
    `Stored secrets are sealed with the master key ${missing.join(', ')}, but TRIBUTARY_MASTER_KEY is ${ring.current.id}: ` +
      `set TRIBUTARY_MASTER_KEY_OLD to the former key (${KEY_FILE} in ${folder} holds it if it came from there) and ` +
      'run `tributary rotate-key`; or set TRIBUTARY_MASTER_KEY back.',
  );
}

function environmentRing(current: MasterKey, old: MasterKey | null): KeyRing {
  const keys = new Map((old === null ? [current] : [old, current]).map((key) => [key.id, key]));
  return {
    source: 'environment',
    current,
    keys,
    refresh: () => Promise.resolve(),
    startRotation: () => Promise.resolve(),
    retireOthers: () => Promise.resolve([...keys.keys()].filter((id) => id !== current.id)),
  };
}

/** A key from 64 hex digits or base64 (either alphabet) of 32 bytes; `name` is where it came from. */
function readKey(text: string, name: string): MasterKey {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed, /^[0-9a-f]{64}$/i.test(trimmed) ? 'hex' : 'base64');
  const isWhole = /^([0-9a-f]{64}|[\w+/-]{43}=?)$/i.test(trimmed) && bytes.length === 32;
  if (!isWhole || new Set(bytes).size < FEWEST_DIFFERENT_BYTES) {
    throw keyMissing(
      `${name} is not a key of 32 random bytes in base64 or hex: make one with \`openssl rand -base64 32\`.`,
    );
  }
  return masterKeyOf(bytes);
}
