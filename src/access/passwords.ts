/** Passwords: which are taken, and how they are stored. */
import { TributaryError } from '../core/index.ts';
import { COMMON_PASSWORDS } from './common-passwords.ts';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './password-length.ts';

/** `aaaaaaaaaaaa` and `121212121212` are long and worth nothing. */
const FEWEST_DIFFERENT = 5;

/** argon2id as OWASP's Password Storage Cheat Sheet has it: 19 MiB, 2 passes, 1 lane; 13 ms here. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const; // the default algorithm is argon2id

/** The hash to store: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const { hash } = await import('@node-rs/argon2'); // native: only for whom it is needed
  return hash(password, PARAMETERS);
}

/** Whether a password is that of a hash; parameters and salt are in the hash. */
export async function isPasswordOf(password: string, stored: string): Promise<boolean> {
  const { verify } = await import('@node-rs/argon2');
  return verify(stored, password);
}

/** Throws `weak-password` for what is too short, too long, or what everybody tries first. */
export function checkPassword(password: string, email: string): void {
  const { length } = Array.from(password);
  if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD) {
    throw weak(`A password has ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters; this one has ${length}.`);
  }
  const plain = password.toLowerCase();
  const isOwnName = plain === email.toLowerCase() || plain === email.toLowerCase().split('@')[0];
  if (COMMON_PASSWORDS.has(plain) || isOwnName || new Set(plain).size < FEWEST_DIFFERENT) {
    throw weak('This password is among the first that are tried: choose another, for example several words in a row.');
  }
}

function weak(message: string): TributaryError {
  return new TributaryError('weak-password', message, { column: 'password' });
}
