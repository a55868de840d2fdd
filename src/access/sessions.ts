/** Signing in and out, and the sessions of a person. */
import { TributaryError } from '../core/index.ts';
import { type AccessContext, type Cookies, headersOf, signedInHeaders, withPassword } from './access-context.ts';
import { ACCOUNT, ACCOUNT_FROM_NETWORK, NETWORK } from './attempt-limits.ts';
import { type Auth, authErrorCode } from './auth.ts';
import type { SessionCaller, SessionIdentity } from './caller.ts';
import { membershipsOf } from './people.ts';
import { hashOf } from './codes.ts';
import { queueNotice } from './notices.ts';
import type { Passkeys } from './passkeys.ts';
import { checkPassword } from './passwords.ts';
import type { SecondFactor, SecondStep } from './second-factor.ts';
import { challengeCookie, cookieOf, sessionCookie } from './session-cookie.ts';
import type { Visit } from './visit.ts';

/** Where a sign-in stands. */
export interface SignIn {
  readonly state: 'signed-in' | 'code-wanted';
  readonly cookies: Cookies;
}

/** A session as its owner sees it. Instants are ISO 8601 UTC. */
export interface SessionView {
  readonly id: string;
  readonly createdAt: string;
  /** To the hour. */
  readonly lastSeenAt: string;
  readonly userAgent: string | null;
  readonly isCurrent: boolean;
}

/** However much it is used, a session ends after 30 days. */
const ABSOLUTE_MS = 30 * 24 * 3600 * 1000;
/** Sessions of people. */
export class Sessions {
  readonly #context: AccessContext;
  readonly #secondFactor: SecondFactor;
  readonly #passkeys: Passkeys;

  constructor(context: AccessContext, secondFactor: SecondFactor, passkeys: Passkeys) {
    this.#context = context;
    this.#secondFactor = secondFactor;
    this.#passkeys = passkeys;
  }

  /** Who is signed in with these cookies, and cookies that prolong the session; null if nobody is. */
  async find(visit: Visit): Promise<{ readonly person: SessionIdentity; readonly cookies: Cookies } | null> {
    const { control, clock, auth, origin } = this.#context;
    const cookie = cookieOf(visit.cookies, sessionCookie(origin));
    if (cookie === null) return null;
    const found = await this.#look(await auth(), headersOf(visit, cookie));
    if (found === null || found.response === null) return null;
    const { headers, response } = found;
    const { session, user } = response;
    const isOver = clock().getTime() - session.createdAt.getTime() > ABSOLUTE_MS;
    if (isOver || (await membershipsOf(control, user.id)) === 0) {
      await control.deleteFrom('sessions').where('id', '=', session.id).execute();
      return null;
    }
    const { name, email } = user;
    const person = { kind: 'session', userId: user.id, sessionId: session.id, name, email } as const;
    return { person, cookies: headers.getSetCookie() };
  }

  /** Checks e-mail address and password. Throws `sign-in-failed`, `too-many-attempts`, in the same way for any address. */
  async signIn(email: string, password: string, visit: Visit): Promise<SignIn> {
    const { audit, limits, auth } = this.#context;
    const account = hashOf(email.toLowerCase());
    const own = `sign-in ${account} ${visit.ipPrefix}`;
    limits.take([
      { key: own, limit: ACCOUNT_FROM_NETWORK },
      { key: `sign-in ${account}`, limit: ACCOUNT },
      { key: `sign-in from ${visit.ipPrefix}`, limit: NETWORK },
    ]);
    const { api } = await auth();
    try {
      const body = { email: email.toLowerCase(), password };
      const { response, headers } = await api.signInEmail({
        body,
        headers: headersOf(visit, null),
        returnHeaders: true,
      });
      limits.forget(own);
      const cookies = headers.getSetCookie();
      if (!('user' in response)) return { state: 'code-wanted', cookies };
      await this.#began(response.user, visit);
      return { state: 'signed-in', cookies };
    } catch (error) {
      if (authErrorCode(error) !== 'INVALID_EMAIL_OR_PASSWORD') throw error;
      await audit.add({ kind: 'none', name: email }, 'sign-in-failed', { at: 'password' }, visit);
      throw new TributaryError('sign-in-failed', 'The e-mail address or the password is wrong.');
    }
  }

  /**
   * The second step of a sign-in: a code of the authenticator app, or a recovery code. Throws `wrong-code`, also for one
   * that was used before, and `too-many-attempts`.
   */
  async confirm(step: SecondStep, visit: Visit): Promise<Cookies> {
    const { audit, limits, origin } = this.#context;
    limits.take([{ key: `code from ${visit.ipPrefix}`, limit: NETWORK }]);
    const headers = headersOf(visit, cookieOf(visit.cookies, challengeCookie(origin)));
    try {
      const { user, cookies } = await this.#secondFactor.check(step, headers);
      const actor = { kind: 'none', name: user.email } as const;
      if ('recoveryCode' in step) await audit.add(actor, 'recovery-code-used', { user: user.id }, visit);
      await this.#began(user, visit);
      return cookies;
    } catch (error) {
      if (!(error instanceof TributaryError)) throw error;
      await audit.add({ kind: 'none', name: 'unknown' }, 'sign-in-failed', { at: 'second factor' }, visit);
      throw error;
    }
  }

  /** Signs in with a passkey, which is both factors. Throws `passkey-refused`, `too-many-attempts`. */
  async signInWithPasskey(response: Parameters<Passkeys['signIn']>[0], visit: Visit): Promise<Cookies> {
    try {
      const { user, cookies } = await this.#passkeys.signIn(response, visit);
      await this.#began(user, visit, 'passkey');
      return cookies;
    } catch (error) {
      if (!(error instanceof TributaryError) || error.code !== 'passkey-refused') throw error;
      const { audit } = this.#context;
      await audit.add({ kind: 'none', name: 'unknown' }, 'sign-in-failed', { at: 'passkey' }, visit);
      throw error;
    }
  }

  /** Ends the session and gives the cookies that say so. */
  async signOut(caller: SessionCaller, visit: Visit): Promise<Cookies> {
    const { control, audit, auth } = this.#context;
    const { headers } = await (await auth()).api.signOut({
      headers: signedInHeaders(this.#context, visit),
      returnHeaders: true,
    });
    await control.transaction().execute(async (store) => {
      await store.deleteFrom('sessions').where('id', '=', caller.sessionId).execute();
      await audit.add(caller, 'sign-out', {}, visit, store);
    });
    return headers.getSetCookie();
  }

  /** The person's sessions that are not over, newest first. */
  async list(caller: SessionCaller): Promise<readonly SessionView[]> {
    const { control, clock } = this.#context;
    const rows = await control
      .selectFrom('sessions')
      .selectAll()
      .where('userId', '=', caller.userId)
      .where('expiresAt', '>', clock().toISOString())
      .orderBy('createdAt', 'desc')
      .execute();
    return rows.map(({ id, createdAt, updatedAt, userAgent }) => ({
      ...{ id, createdAt, lastSeenAt: updatedAt, userAgent: userAgent || null, isCurrent: id === caller.sessionId },
    }));
  }

  /** Ends one session of the person. Throws `unknown-session`. */
  async revoke(caller: SessionCaller, sessionId: string, visit: Visit): Promise<void> {
    const { control, audit } = this.#context;
    await control.transaction().execute(async (store) => {
      const own = store.deleteFrom('sessions').where('id', '=', sessionId).where('userId', '=', caller.userId);
      const { numDeletedRows } = await own.executeTakeFirstOrThrow();
      if (Number(numDeletedRows) === 0) throw new TributaryError('unknown-session', 'There is no such session.');
      await audit.add(caller, 'session-revoked', { sessions: 1 }, visit, store);
    });
  }

  /** Ends all sessions of the person but the present one; how many those were. */
  async revokeOthers(caller: SessionCaller, visit: Visit): Promise<number> {
    const { control, audit } = this.#context;
    return control.transaction().execute(async (store) => {
      const others = store
        .deleteFrom('sessions')
        .where('userId', '=', caller.userId)
        .where('id', '<>', caller.sessionId);
      const sessions = Number((await others.executeTakeFirstOrThrow()).numDeletedRows);
      await audit.add(caller, 'session-revoked', { sessions }, visit, store);
      return sessions;
    });
  }

  /** A new password for the old one; every session ends, this one goes on under a new cookie. */
  async changePassword(caller: SessionCaller, present: string, wanted: string, visit: Visit): Promise<Cookies> {
    const { auth, audit, control } = this.#context;
    checkPassword(wanted, caller.email);
    return withPassword(this.#context, caller, async () => {
      const { headers } = await (await auth()).api.changePassword({
        headers: signedInHeaders(this.#context, visit),
        body: { currentPassword: present, newPassword: wanted, revokeOtherSessions: true },
        returnHeaders: true,
      });
      await control.transaction().execute(async (store) => {
        await audit.add(caller, 'password-changed', {}, visit, store);
        await queueNotice(this.#context, caller.userId, caller.email, 'password-changed', store);
      });
      return headers.getSetCookie();
    });
  }

  /** null: the session was ended at the very moment at which it was to be prolonged. */
  async #look({ api }: Auth, headers: Headers) {
    try {
      return await api.getSession({ headers, returnHeaders: true });
    } catch (error) {
      if (authErrorCode(error) === 'FAILED_TO_GET_SESSION') return null;
      throw error;
    }
  }

  /** A sign-in is done: a session that this browser had before ends, so that none outlives the change of who uses it. */
  async #began(user: { readonly id: string; readonly email: string }, visit: Visit, by?: 'passkey'): Promise<void> {
    const { control, audit } = this.#context;
    const before = await this.find(visit);
    if (before !== null) await control.deleteFrom('sessions').where('id', '=', before.person.sessionId).execute();
    await audit.add(
      { kind: 'none', name: user.email },
      'sign-in',
      { user: user.id, ...(by === undefined ? {} : { by }) },
      visit,
    );
  }
}
