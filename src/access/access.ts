/** Accounts of one installation: who comes in, who asks, what they may do, what was done. */
import { hkdfSync, randomBytes } from 'node:crypto';
import type { AccountStore, LazySecrets } from '../control/index.ts';
import { type Clock, type Log, systemSleep, TributaryError } from '../core/index.ts';
import { Outbox } from '../notify/index.ts';
import type { Hosting } from '../plans/index.ts';
import type { AccessContext } from './access-context.ts';
import { ApiKeys } from './api-keys.ts';
import { AttemptLimits } from './attempt-limits.ts';
import { AuditLog } from './audit-log.ts';
import { type Auth, createAuth } from './auth.ts';
import type { Caller } from './caller.ts';
import { Invitations } from './invitations.ts';
import { Members } from './members.ts';
import { writeNotices } from './notices.ts';
import { Passkeys } from './passkeys.ts';
import { PasswordMail } from './password-mail.ts';
import { PlanBook } from './plan-book.ts';
import { SecondFactor } from './second-factor.ts';
import { Sessions } from './sessions.ts';
import { SignUps } from './sign-ups.ts';
import type { Visit } from './visit.ts';
import { WorkspaceList } from './workspace-list.ts';

/** What accounts are built over. */
export interface AccessOptions {
  readonly control: AccountStore;
  readonly secrets: LazySecrets;
  readonly clock: Clock;
  readonly log: Log;
  /** The public address (`TRIBUTARY_URL`), if there is one. */
  readonly origin: string | undefined;
  /** Without one no mail is sent. */
  readonly outbox?: Outbox;
  /** Given in a hosted installation only. */
  readonly hosting?: Hosting | undefined;
}

/** The owner of the sealed secret from which the keys of accounts are derived. */
const SECRET_OWNER = 'access';

/** Accounts. Every method throws `TributaryError` for what a person can mend. */
export class Access {
  readonly origin: string | undefined;
  readonly audit: AuditLog;
  readonly keys: ApiKeys;
  readonly members: Members;
  readonly invitations: Invitations;
  readonly secondFactor: SecondFactor;
  readonly passkeys: Passkeys;
  readonly passwordMail: PasswordMail;
  readonly outbox: Outbox;
  /** For what else anyone may try without an account. */
  readonly limits: AttemptLimits;
  readonly sessions: Sessions;
  readonly workspaces: WorkspaceList;
  readonly signUps: SignUps;
  readonly plans: PlanBook;
  readonly #options: AccessOptions;
  #auth: Promise<Auth> | undefined;

  constructor(options: AccessOptions) {
    const { control, clock, origin, log } = options;
    this.#options = options;
    this.origin = origin;
    this.audit = new AuditLog(control, clock);
    this.limits = new AttemptLimits(clock);
    this.outbox =
      options.outbox ?? new Outbox({ control, clock, sleep: systemSleep, log, mailer: null, letterPauseMs: 0 });
    const context: AccessContext = {
      ...{ control, clock, origin, audit: this.audit, limits: this.limits, outbox: this.outbox },
      hosting: options.hosting ?? null,
      auth: () => this.#opened(),
    };
    this.keys = new ApiKeys(context);
    this.members = new Members(context);
    this.invitations = new Invitations(context);
    this.secondFactor = new SecondFactor(context);
    this.passkeys = new Passkeys(context);
    this.passwordMail = new PasswordMail(context);
    this.sessions = new Sessions(context, this.secondFactor, this.passkeys);
    this.workspaces = new WorkspaceList(context);
    this.signUps = new SignUps(context, this.invitations);
    this.plans = new PlanBook(context);
    writeNotices(this.outbox, origin);
  }

  /**
   * Begins anew after the master key was lost: the sealed secret, every session and every second factor are forgotten,
   * passwords stay. Only the command line on the server may. Throws `not-allowed`.
   */
  async renewSecret(caller: Caller, visit: Visit): Promise<void> {
    const { control, secrets } = this.#options;
    if (caller.kind !== 'local')
      throw new TributaryError('not-allowed', 'Only the command line on the server does this.');
    await secrets.remove(SECRET_OWNER);
    await control.transaction().execute(async (store) => {
      for (const table of ['sessions', 'two_factors'] as const) await store.deleteFrom(table).execute();
      await store.updateTable('users').set({ twoFactorEnabled: 0 }).execute();
      await this.audit.add(caller, 'sign-in-secret-renewed', {}, visit, store);
    });
    this.#auth = undefined;
  }

  async #opened(): Promise<Auth> {
    this.#auth ??= this.#open();
    try {
      return await this.#auth;
    } catch (error) {
      this.#auth = undefined; // the master key may be put back meanwhile
      throw error;
    }
  }

  async #open(): Promise<Auth> {
    const { control, log, origin } = this.#options;
    return createAuth({ control, secret: await this.#secret(), origin, log });
  }

  /**
   * 256 bits derived from a random secret that is sealed by the master key. Not from the master key itself: rotating that
   * would end every session and lose every second factor.
   */
  async #secret(): Promise<string> {
    const { secrets } = this.#options;
    let { root } = await secrets.get(SECRET_OWNER);
    if (root === undefined) {
      root = randomBytes(32).toString('base64url');
      await secrets.put(SECRET_OWNER, { root });
    }
    const bytes = hkdfSync('sha256', Buffer.from(root, 'base64url'), '', 'tributary sessions and second factors', 32);
    return Buffer.from(bytes).toString('base64url');
  }
}
