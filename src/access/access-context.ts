/** What the parts of accounts have in common, and how they ask better-auth. */
import type { AccountStore } from '../control/index.ts';
import { type Clock, TributaryError } from '../core/index.ts';
import { ACCOUNT_FROM_NETWORK, type AttemptLimits } from './attempt-limits.ts';
import type { Outbox } from '../notify/index.ts';
import type { Hosting } from '../plans/index.ts';
import type { AuditLog } from './audit-log.ts';
import { type Auth, authErrorCode } from './auth.ts';
import type { SessionCaller } from './caller.ts';
import { cookieOf, sessionCookie } from './session-cookie.ts';
import type { Visit } from './visit.ts';

/** What the parts of accounts have in common. */
export interface AccessContext {
  /** The installation's accounts. */
  readonly control: AccountStore;
  readonly clock: Clock;
  readonly audit: AuditLog;
  readonly limits: AttemptLimits;
  /** Where mails are queued; it does nothing in an installation that sends none. */
  readonly outbox: Outbox;
  /** The public address, if there is one. */
  readonly origin: string | undefined;
  /** What the operator of a hosted installation decided; null in a self-hosted one, where nobody signs up. */
  readonly hosting: Hosting | null;
  /** Opens better-auth at its first use: it takes half a second that no command needs. */
  readonly auth: () => Promise<Auth>;
}

/** Cookies to set with the answer, each a whole header. */
export type Cookies = readonly string[];

/** The headers that better-auth reads: one cookie and what names the browser. */
export function headersOf(visit: Visit, cookie: string | null): Headers {
  const headers = new Headers();
  if (cookie !== null) headers.set('cookie', cookie);
  if (visit.userAgent !== null) headers.set('user-agent', visit.userAgent.slice(0, 300));
  return headers;
}

/** The headers of someone who is signed in: only the cookie of the session passes. */
export function signedInHeaders({ origin }: AccessContext, visit: Visit): Headers {
  return headersOf(visit, cookieOf(visit.cookies, sessionCookie(origin)));
}

/** Does what asks for the password again. Throws `wrong-password`, `too-many-attempts`. */
export async function withPassword<T>(
  { limits }: AccessContext,
  caller: SessionCaller,
  work: () => Promise<T>,
): Promise<T> {
  const key = `password of ${caller.userId}`;
  limits.take([{ key, limit: ACCOUNT_FROM_NETWORK }]);
  try {
    const done = await work();
    limits.forget(key);
    return done;
  } catch (error) {
    if (authErrorCode(error) !== 'INVALID_PASSWORD') throw error;
    throw new TributaryError('wrong-password', 'This is not your present password.', { column: 'password' });
  }
}
