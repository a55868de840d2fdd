/**
 * Signing up, in a hosted installation. Until the address is confirmed there is neither an account nor a workspace. Who
 * confirms gives the password again: the link alone opens nothing, so nobody makes an account for the address of another
 * and knows its password.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { AccountStore, SignUpTable } from '../control/index.ts';
import { TributaryError } from '../core/index.ts';
import { type Message, shortMail } from '../notify/index.ts';
import { trialEnd } from '../plans/index.ts';
import type { AccessContext } from './access-context.ts';
import { ACCOUNT_FROM_NETWORK, type Limit, NETWORK } from './attempt-limits.ts';
import { hashOf, newCode } from './codes.ts';
import type { Invitations } from './invitations.ts';
import { invalidLink } from './members.ts';
import { checkPassword, hashPassword, isPasswordOf } from './passwords.ts';
import { addPerson } from './people.ts';
import { trialDaysOf } from './plan-book.ts';
import type { Visit } from './visit.ts';

/** Who wants to come in, in their own words. */
interface Applicant {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly workspace: string;
}

const KIND = 'sign-up';
const HOUR_MS = 3600 * 1000;
const LINK_MS = 24 * HOUR_MS;
/** For one address: nobody's mailbox is filled by others. */
const OF_ADDRESS: Limit = { most: 3, withinMs: HOUR_MS };
const FROM_NETWORK: Limit = { most: 10, withinMs: HOUR_MS };

/** Sign-ups. */
export class SignUps {
  readonly #context: AccessContext;
  readonly #invitations: Invitations;

  constructor(context: AccessContext, invitations: Invitations) {
    this.#context = context;
    this.#invitations = invitations;
    context.outbox.compose(KIND, ({ to, about, data: { ipPrefix } }) =>
      this.#mail(to, about, typeof ipPrefix === 'string' ? ipPrefix : 'unknown'),
    );
    context.outbox.also(() => this.#purge());
  }

  /** Whether one can sign up here: in a hosted installation, once its operator has set it up. */
  async isOpen(): Promise<boolean> {
    const { hosting, outbox } = this.#context;
    return hosting !== null && outbox.isOn && !(await this.#invitations.isFirstRun());
  }

  /** What who signs up is offered; null: nobody signs up here. */
  async offer(): Promise<{ readonly trialDays: number } | null> {
    return (await this.isOpen()) ? { trialDays: await trialDaysOf(this.#context) } : null;
  }

  /**
   * Queues a mail with a link. Whether the address has an account is looked up when the mail is written, after the
   * answer: so neither the answer nor its time tells. Throws `not-found`, `weak-password`, `too-many-attempts`.
   */
  async ask(applicant: Applicant, visit: Visit): Promise<void> {
    const { control, clock, limits, outbox } = this.#context;
    if (!(await this.isOpen())) throw signUpsClosed();
    const email = applicant.email.toLowerCase();
    checkPassword(applicant.password, email);
    limits.take([
      { key: `sign-up ${hashOf(email)}`, limit: OF_ADDRESS },
      { key: `sign-up from ${visit.ipPrefix}`, limit: FROM_NETWORK },
    ]);
    const password_hash = await hashPassword(applicant.password);
    const [sign_up_id, now] = [randomUUID(), clock()];
    const { name, workspace } = applicant;
    const instants = {
      created_at: now.toISOString(),
      expires_at: new Date(now.getTime() + LINK_MS).toISOString(),
    };
    await control.transaction().execute(async (store) => {
      const row = { sign_up_id, email, name, workspace, password_hash, ...instants };
      await store.insertInto('sign_ups').values(row).execute();
      const data = { ipPrefix: visit.ipPrefix };
      await outbox.queue({ kind: KIND, to: email, about: sign_up_id, data }, store);
    });
  }

  /**
   * Makes the account and its workspace, and gives the address to sign in with. Throws `not-found`, `link-invalid`,
   * `wrong-password`, `already-member`, `too-many-attempts`.
   */
  async confirm(code: string, password: string, visit: Visit): Promise<string> {
    const { control, clock, limits, audit } = this.#context;
    if (!(await this.isOpen())) throw signUpsClosed();
    limits.take([
      { key: `link from ${visit.ipPrefix}`, limit: NETWORK },
      { key: `sign-up code ${hashOf(code)}`, limit: ACCOUNT_FROM_NETWORK },
    ]);
    const asked = await this.#opened(control, code);
    if (!(await isPasswordOf(password, asked.password_hash))) {
      throw new TributaryError('wrong-password', 'This is not the password that you chose when you signed up.', {
        column: 'password',
      });
    }
    const now = clock().toISOString();
    const trial_ends_at = trialEnd(clock(), await trialDaysOf(this.#context));
    return control.transaction().execute(async (store) => {
      const { email, name, workspace, password_hash } = await this.#opened(store, code);
      const workspace_id = randomBytes(6).toString('hex');
      await store
        .insertInto('workspaces')
        .values({ workspace_id, name: workspace, created_at: now, trial_ends_at })
        .execute();
      const membership = { workspaceId: workspace_id, role: 'owner', hidesMoney: false } as const;
      await addPerson(store, { name, email, passwordHash: password_hash, membership }, now);
      await forget(store, email);
      const actor = { kind: 'none', name: email, workspaceId: workspace_id } as const;
      await audit.add(actor, 'signed-up', { workspace }, visit, store);
      return email;
    });
  }

  /** What a link opens. Throws `link-invalid`. */
  async #opened(store: AccountStore, code: string): Promise<SignUpTable> {
    const row = await store
      .selectFrom('sign_ups')
      .selectAll('sign_ups')
      .innerJoin('mailed_codes', 'mailed_codes.about', 'sign_ups.sign_up_id')
      .where('code_hash', '=', hashOf(code))
      .where('sign_ups.expires_at', '>', this.#context.clock().toISOString())
      .executeTakeFirst();
    if (row === undefined) throw invalidLink();
    return row;
  }

  /**
   * The mail, which repeats nothing that was typed: whoever types the address of another cannot write to them. For an
   * address with an account it says so, to its owner alone.
   */
  async #mail(email: string, id: string, ipPrefix: string): Promise<Omit<Message, 'to' | 'id'> | null> {
    const { control, clock, origin } = this.#context;
    const now = clock().toISOString();
    const open = control.selectFrom('sign_ups').selectAll().where('sign_up_id', '=', id).where('expires_at', '>', now);
    const row = await open.executeTakeFirst();
    if (row === undefined || origin === undefined) return null;
    const who = `someone, probably you, signed up at ${origin} with this address (from the network ${ipPrefix}).`;
    const user = control.selectFrom('users').select('id').where('email', '=', email);
    if ((await user.executeTakeFirst()) !== undefined) {
      return shortMail({
        subject: 'You have an account at Tributary already',
        paragraphs: ['Hello,', who, 'It has an account already, so there is nothing to confirm: sign in with it.'],
        link: { label: 'Sign in', url: `${origin}/sign-in` },
        after: `A forgotten password is renewed at ${origin}/forgot-password. If it was not you, do nothing.`,
      });
    }
    const code = newCode();
    const code_row = { code_hash: hashOf(code), about: id, expires_at: row.expires_at };
    await control.insertInto('mailed_codes').values(code_row).execute();
    return shortMail({
      subject: 'Confirm your address for Tributary',
      paragraphs: ['Hello,', who, 'This link makes the account. It works once, within 24 hours:'],
      link: { label: 'Confirm the address', url: `${origin}/confirm-sign-up#${code}` },
      after:
        'It asks for the password that was chosen. If it was not you, do nothing: without you there is no account.',
    });
  }

  async #purge(): Promise<void> {
    const { control, clock } = this.#context;
    await control.deleteFrom('sign_ups').where('expires_at', '<=', clock().toISOString()).execute();
  }
}

/** The error where nobody signs up: the same as for an address that is none. */
export function signUpsClosed(): TributaryError {
  return new TributaryError('not-found', 'Nobody signs up here: people are invited.');
}

/** Whatever else was asked for with an address that has an account now. */
async function forget(store: AccountStore, email: string): Promise<void> {
  const rows = await store.deleteFrom('sign_ups').where('email', '=', email).returning('sign_up_id').execute();
  const ids = rows.map(({ sign_up_id }) => sign_up_id);
  await store.deleteFrom('mailed_codes').where('about', 'in', ids).execute();
  await store.deleteFrom('outbox').where('about', 'in', ids).where('status', '=', 'queued').execute();
}
