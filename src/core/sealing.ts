/** Sealed texts: each encrypted under a key of its own, which a master key wraps, and bound to the row it lies in. */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { TributaryError } from './errors.ts';

/** A key of 32 random bytes that wraps the keys of sealed texts. A `KeyObject` prints and serialises as nothing. */
export interface MasterKey {
  /** The first 8 hex digits of the SHA-256 of the key. */
  readonly id: string;
  readonly key: KeyObject;
}

/** What names the row of a sealed text, e.g. table, owner and field. It opens nowhere else. */
export type RowBinding = readonly string[];

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
/** 96 bits: the length GCM is made for (NIST SP 800-38D, 5.2.1.1). Random: safe below 2^32 texts for one key (8.3). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** `v1.keyId.wrappedKey.nonce.ciphertext.tag` in base64url; the wrapped key is nonce, ciphertext and tag: 60 bytes. */
const SEALED = /^v1\.([0-9a-f]{8})\.([\w-]{80})\.([\w-]{16})\.([\w-]*)\.([\w-]{22})$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

interface Box {
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/**
 * Seals a text under a fresh key, wrapped by `master`. Throws `invalid-settings` for a text that UTF-8 cannot carry
 * (half of a surrogate pair), since it would not come back as it was.
 */
export function seal(text: string, binding: RowBinding, master: MasterKey): string {
  if (LONE_SURROGATE.test(text)) {
    throw new TributaryError('invalid-settings', 'The secret has a broken character: copy it again from its source.');
  }
  const bytes = randomBytes(KEY_BYTES);
  const box = encrypt(createSecretKey(bytes), Buffer.from(text, 'utf8'), textContext(binding));
  const sealed = write(wrap(bytes, binding, master), box, master.id);
  bytes.fill(0);
  return sealed;
}

/**
 * Opens a sealed text. Throws `master-key-missing` if none of `keys` (by id) wraps it, and `damaged-secret` if it was
 * changed in any bit or is bound to another row; the error names no content.
 */
export function unseal(sealed: string, binding: RowBinding, keys: ReadonlyMap<string, MasterKey>): string {
  const { keyId, wrapped, box } = read(sealed);
  const bytes = decrypt(keyNamed(keyId, keys).key, unpack(wrapped), keyContext(binding, keyId));
  const text = decrypt(createSecretKey(bytes), box, textContext(binding)).toString('utf8');
  bytes.fill(0);
  return text;
}

/**
 * The same sealed text with its key wrapped by `target`; nonce, ciphertext and tag stay, and the text is never opened.
 * Throws as `unseal` does; damage of the ciphertext alone goes unnoticed here and shows when it is opened.
 */
export function rewrap(
  sealed: string,
  binding: RowBinding,
  keys: ReadonlyMap<string, MasterKey>,
  target: MasterKey,
): string {
  const { keyId, wrapped, box } = read(sealed);
  const bytes = decrypt(keyNamed(keyId, keys).key, unpack(wrapped), keyContext(binding, keyId));
  const out = write(wrap(bytes, binding, target), box, target.id);
  bytes.fill(0);
  return out;
}

/** The id of the master key that wraps a sealed text. Throws `damaged-secret` if it is none. */
export function sealedKeyId(sealed: string): string {
  return read(sealed).keyId;
}

function wrap(bytes: Buffer, binding: RowBinding, master: MasterKey): Buffer {
  const { nonce, ciphertext, tag } = encrypt(master.key, bytes, keyContext(binding, master.id));
  return Buffer.concat([nonce, ciphertext, tag]);
}

function unpack(wrapped: Buffer): Box {
  return {
    nonce: wrapped.subarray(0, NONCE_BYTES),
    ciphertext: wrapped.subarray(NONCE_BYTES, -TAG_BYTES),
    tag: wrapped.subarray(-TAG_BYTES),
  };
}

/** JSON of an array joins any texts without ambiguity. The key's id is in this one only: re-wrapping changes it. */
function keyContext(binding: RowBinding, keyId: string): Buffer {
  return Buffer.from(JSON.stringify(['v1', 'key', keyId, ...binding]), 'utf8');
}

function textContext(binding: RowBinding): Buffer {
  return Buffer.from(JSON.stringify(['v1', 'text', ...binding]), 'utf8');
}

function encrypt(key: KeyObject, plain: Buffer, context: Buffer): Box {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(context);
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { nonce, ciphertext, tag: cipher.getAuthTag() };
}

function decrypt(key: KeyObject, box: Box, context: Buffer): Buffer {
  const decipher = createDecipheriv(CIPHER, key, box.nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(context).setAuthTag(box.tag);
  const plain = decipher.update(box.ciphertext);
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    plain.fill(0);
    throw damaged();
  }
}

function write(wrapped: Buffer, box: Box, keyId: string): string {
  const parts = [wrapped, box.nonce, box.ciphertext, box.tag].map((part) => part.toString('base64url'));
  return ['v1', keyId, ...parts].join('.');
}

function read(sealed: string): { readonly keyId: string; readonly wrapped: Buffer; readonly box: Box } {
  const match = SEALED.exec(sealed);
  if (match === null) throw damaged();
  const [, keyId = '', ...texts] = match;
  const [wrapped, nonce, ciphertext, tag] = texts.map((text) => {
    const bytes = Buffer.from(text, 'base64url');
    // The last character may carry unused bits, which the decoder ignores: a changed one is damage all the same.
    if (bytes.toString('base64url') !== text) throw damaged();
    return bytes;
  });
  if (wrapped === undefined || nonce === undefined || ciphertext === undefined || tag === undefined) throw damaged();
  return { keyId, wrapped, box: { nonce, ciphertext, tag } };
}

function keyNamed(keyId: string, keys: ReadonlyMap<string, MasterKey>): MasterKey {
  const master = keys.get(keyId);
  if (master !== undefined) return master;
  throw new TributaryError(
    'master-key-missing',
    `A stored secret is sealed with the master key ${keyId}, which is not there: restore that key, then try again.`,
  );
}

/** No cause and no content: neither the text nor any part of the sealed one belongs into a log. */
function damaged(): TributaryError {
  return new TributaryError(
    'damaged-secret',
    'A stored secret is damaged or was moved from another place: enter it again.',
  );
}
