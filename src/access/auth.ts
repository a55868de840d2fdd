/**
 * better-auth over our control store: passwords, sessions, the second factor. Only its functions are called; its own
 * HTTP addresses are not mounted, so signing up and whatever else it offers cannot be reached.
 */
import type { AccountStore } from '../control/index.ts';
import type { Log } from '../core/index.ts';
import { SHORTEST_PASSWORD } from './password-length.ts';
import { hashPassword, isPasswordOf } from './passwords.ts';
import { cookiePrefix } from './session-cookie.ts';

/** What is needed to open it. */
export interface AuthOptions {
  readonly control: AccountStore;
  /** Signs cookies and encrypts second factors. */
  readonly secret: string;
  /** The public address, if there is one. */
  readonly origin: string | undefined;
  readonly log: Log;
}

const HOUR_S = 3600;
/** A session that nobody uses ends after a week; every use of it within an hour writes once. */
const IDLE_S = 7 * 24 * HOUR_S;
/** One proof of the password is good for this long until the code of the second factor. */
const CHALLENGE_S = 300;

/** better-auth as it is set up here. */
export type Auth = Awaited<ReturnType<typeof createAuth>>;

/** Opens better-auth, which is loaded only here: 0.3 s. It asks no network and reads no secret from the environment. */
export async function createAuth({ control, secret, origin, log }: AuthOptions) {
  const { betterAuth } = await import('better-auth');
  const { twoFactor } = await import('better-auth/plugins/two-factor');
  const { sessionPlugin } = await import('./session-plugin.ts');
  const isSecure = origin?.startsWith('https:') === true;
  return betterAuth({
    appName: 'Tributary',
    baseURL: origin ?? 'http://127.0.0.1',
    secret,
    secrets: [{ version: 1, value: secret }], // or its environment variable of that name would win
    database: { db: control, type: 'sqlite' },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => log.error('accounts failed', { message }) },
    rateLimit: { enabled: false }, // it sits in its HTTP addresses; ours is in attempt-limits.ts
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: 1000, // passwords.ts refuses long ones; here it would be another error than "wrong"
      password: { hash: hashPassword, verify: ({ hash, password }) => isPasswordOf(password, hash) },
    },
    user: { modelName: 'users' },
    session: { modelName: 'sessions', expiresIn: IDLE_S, updateAge: HOUR_S, cookieCache: { enabled: false } },
    account: { modelName: 'accounts', accountLinking: { enabled: false } },
    verification: { modelName: 'verifications', storeIdentifier: 'hashed' },
    advanced: {
      cookiePrefix: cookiePrefix(origin),
      useSecureCookies: false, // it would name them `__Secure-`; ours are `__Host-` and secure all the same
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure },
      ipAddress: { disableIpTracking: true },
    },
    plugins: [
      sessionPlugin(),
      twoFactor({
        issuer: 'Tributary',
        twoFactorTable: 'two_factors',
        twoFactorCookieMaxAge: CHALLENGE_S,
        totpOptions: { digits: 6, period: 30 },
        backupCodeOptions: { amount: 10, length: 10, storeBackupCodes: 'encrypted' },
        accountLockout: { enabled: true, maxFailedAttempts: 10, durationSeconds: 900 },
      }),
    ],
  });
}

/** better-auth's word for what went wrong, `''` if the error is not one of its own. */
export function authErrorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('body' in error)) return '';
  const { body } = error;
  const isCoded = typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';
  return isCoded ? String(body.code) : '';
}
