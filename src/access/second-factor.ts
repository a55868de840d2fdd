/** The second factor of a person: codes of an authenticator app, and recovery codes for the day it is lost. */
import { TributaryError } from '../core/index.ts';
import { type AccessContext, type Cookies, signedInHeaders, withPassword } from './access-context.ts';
import { ACCOUNT_FROM_NETWORK } from './attempt-limits.ts';
import { authErrorCode } from './auth.ts';
import type { SessionCaller } from './caller.ts';
import { queueNotice } from './notices.ts';
import type { Visit } from './visit.ts';

/** What a person shows in the second step. */
export type SecondStep = { readonly code: string } | { readonly recoveryCode: string };

/** A code is taken for at most 90 s (its own 30 s, and the one before and after); used ones are remembered longer. */
const CODE_KEPT_MS = 5 * 60_000;
/** better-auth's words for a code, or a proof of the password before it, that does not count. */
const WRONG = new Set([
  'INVALID_CODE',
  'INVALID_BACKUP_CODE',
  'INVALID_TWO_FACTOR_COOKIE',
  'TOTP_NOT_ENABLED',
  'BACKUP_CODES_NOT_ENABLED',
]);
const TOO_MANY = new Set(['TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE', 'ACCOUNT_TEMPORARILY_LOCKED']);

/** Second factors. */
export class SecondFactor {
  readonly #context: AccessContext;

  constructor(context: AccessContext) {
    this.#context = context;
  }

  /** Checks the second step of a sign-in; `headers` carry the proof of the first. Throws `wrong-code`, `too-many-attempts`. */
  async check(
    step: SecondStep,
    headers: Headers,
  ): Promise<{ readonly user: { readonly id: string; readonly email: string }; readonly cookies: Cookies }> {
    const { control, auth } = this.#context;
    const { api } = await auth();
    try {
      const done =
        'code' in step
          ? await api.verifyTOTP({ headers, body: { code: step.code }, returnHeaders: true })
          : await api.verifyBackupCode({ headers, body: { code: step.recoveryCode.trim() }, returnHeaders: true });
      const { id } = done.response.user;
      if ('code' in step && !(await this.#takeOnce(id, step.code))) {
        await control.deleteFrom('sessions').where('token', '=', String(done.response.token)).execute();
        throw wrongCode();
      }
      const user = await control.selectFrom('users').select('email').where('id', '=', id).executeTakeFirstOrThrow();
      return { user: { id, email: user.email }, cookies: done.headers.getSetCookie() };
    } catch (error) {
      throw named(error);
    }
  }

  /** Begins it: the secret for the authenticator app, as a URI, and the recovery codes. Throws `wrong-password`, `two-factor-on`. */
  async begin(
    caller: SessionCaller,
    password: string,
    visit: Visit,
  ): Promise<{ readonly uri: string; readonly recoveryCodes: readonly string[] }> {
    const { auth } = this.#context;
    if (await this.isOn(caller.userId)) throw new TributaryError('two-factor-on', 'The second factor is on already.');
    return withPassword(this.#context, caller, async () => {
      const body = { password, method: 'totp' } as const;
      const headers = signedInHeaders(this.#context, visit);
      const begun = await (await auth()).api.enableTwoFactor({ headers, body });
      if (begun.method !== 'totp') throw new Error(`the second factor is ${begun.method}`);
      return { uri: begun.totpURI, recoveryCodes: begun.backupCodes };
    });
  }

  /** Switches it on, once the app has shown that it has the secret; other sessions end. Throws `wrong-code`, `two-factor-off`. */
  async confirm(caller: SessionCaller, code: string, visit: Visit): Promise<Cookies> {
    const { auth, audit, control, limits } = this.#context;
    if (await this.isOn(caller.userId)) throw new TributaryError('two-factor-on', 'The second factor is on already.');
    limits.take([{ key: `confirm ${caller.userId}`, limit: ACCOUNT_FROM_NETWORK }]);
    const begun = await control.selectFrom('two_factors').select('id').where('userId', '=', caller.userId).execute();
    if (begun.length === 0) throw new TributaryError('two-factor-off', 'The second factor was not begun.');
    try {
      const { headers, response } = await (await auth()).api.verifyTOTP({
        headers: signedInHeaders(this.#context, visit),
        body: { code },
        returnHeaders: true,
      });
      await this.#takeOnce(caller.userId, code);
      await control
        .deleteFrom('sessions')
        .where('userId', '=', caller.userId)
        .where('createdAt', '<', await this.#newest(caller.userId))
        .execute();
      await audit.add(caller, 'two-factor-on', { user: response.user.id }, visit);
      return headers.getSetCookie();
    } catch (error) {
      throw named(error);
    }
  }

  /** Switches it off. Throws `wrong-password`, `two-factor-off`. */
  async end(caller: SessionCaller, password: string, visit: Visit): Promise<Cookies> {
    const { auth, audit, control } = this.#context;
    if (!(await this.isOn(caller.userId))) throw new TributaryError('two-factor-off', 'The second factor is not on.');
    return withPassword(this.#context, caller, async () => {
      const { headers } = await (await auth()).api.disableTwoFactor({
        headers: signedInHeaders(this.#context, visit),
        body: { password },
        returnHeaders: true,
      });
      await control.transaction().execute(async (store) => {
        await audit.add(caller, 'two-factor-off', { user: caller.userId }, visit, store);
        await queueNotice(this.#context, caller.userId, caller.email, 'two-factor-off', store);
      });
      return headers.getSetCookie();
    });
  }

  /** Whether it is on for a person. */
  async isOn(userId: string): Promise<boolean> {
    const { control } = this.#context;
    const user = await control
      .selectFrom('users')
      .select('twoFactorEnabled')
      .where('id', '=', userId)
      .executeTakeFirst();
    return user?.twoFactorEnabled === 1;
  }

  /** Remembers a code as used; false if it was before. better-auth would take one as often as it is shown in its 90 s. */
  async #takeOnce(userId: string, code: string): Promise<boolean> {
    const { control, clock } = this.#context;
    const now = clock();
    const old = new Date(now.getTime() - CODE_KEPT_MS).toISOString();
    await control.deleteFrom('used_codes').where('used_at', '<', old).execute();
    const { numInsertedOrUpdatedRows } = await control
      .insertInto('used_codes')
      .values({ user_id: userId, code, used_at: now.toISOString() })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    return Number(numInsertedOrUpdatedRows) === 1;
  }

  async #newest(userId: string): Promise<string> {
    const { control } = this.#context;
    const sessions = control.selectFrom('sessions').select('createdAt').where('userId', '=', userId);
    return (await sessions.orderBy('createdAt', 'desc').limit(1).executeTakeFirstOrThrow()).createdAt;
  }
}

function wrongCode(): TributaryError {
  return new TributaryError('wrong-code', 'The code is wrong, over, or was used before.', { column: 'code' });
}

function named(error: unknown): unknown {
  const code = authErrorCode(error);
  if (WRONG.has(code)) return wrongCode();
  if (!TOO_MANY.has(code)) return error;
  return new TributaryError('too-many-attempts', 'There were too many wrong codes: sign in again in 15 minutes.');
}
