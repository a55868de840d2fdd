/** Random codes of links and the hashes under which they are stored. */
import { createHash, randomBytes } from 'node:crypto';

/** A code of 256 random bits, 43 characters that a link can carry as they are. */
export function newCode(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 in hex: what has 256 random bits needs no slow hash. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
