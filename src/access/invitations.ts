/** How people come in: the set-up link of the first start, and invitations after it. */
import { randomUUID } from 'node:crypto';
import type { ExpressionBuilder } from 'kysely';
import type { AccountStore, AccountTables, InvitationTable, OutboxTable } from '../control/index.ts';
import { TributaryError } from '../core/index.ts';
import { type Message, shortMail } from '../notify/index.ts';
import type { AccessContext } from './access-context.ts';
import { type Limit, NETWORK } from './attempt-limits.ts';
import type { Caller, Role, SessionIdentity } from './caller.ts';
import { hashOf, newCode } from './codes.ts';
import { checkGrant, invalidLink, type Link } from './members.ts';
import { addMembership, addPerson } from './people.ts';
import { checkPassword, hashPassword } from './passwords.ts';
import { plainWords } from './plain-words.ts';
import type { Visit } from './visit.ts';

/** An invitation that is open. Instants are ISO 8601 UTC. */
export interface InvitationView {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly hidesMoney: boolean;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** How its mail fares; null: none was sent, the link is handed over by people. */
  readonly mail: OutboxTable['status'] | null;
}

/** Who comes in, in their own words. */
export interface Newcomer {
  readonly code: string;
  readonly name: string;
  readonly password: string;
}

const DAY_MS = 24 * 3600 * 1000;
const INVITATION_MS = 7 * DAY_MS;
const MAIL = 'invitation';
/** Of a hosted installation: a team is invited within this, and nobody's mailbox is filled by strangers. */
const OF_WORKSPACE: Limit = { most: 30, withinMs: DAY_MS };
const TO_ADDRESS: Limit = { most: 3, withinMs: DAY_MS };
/** The workspace that is there from the beginning; its owner is whoever sets the installation up. */
const FIRST_WORKSPACE = 'main';

/** Ways in. */
export class Invitations {
  readonly #context: AccessContext;

  constructor(context: AccessContext) {
    this.#context = context;
    context.outbox.compose(MAIL, ({ about }) => this.#mail(about));
  }

  /** Whether nobody has an account yet. */
  async isFirstRun(): Promise<boolean> {
    const { control } = this.#context;
    return (await control.selectFrom('users').select('id').limit(1).executeTakeFirst()) === undefined;
  }

  /** A new set-up link, good for a day, which ends a former one; null once there is a user. Only for the console. */
  async setupLink(): Promise<Link | null> {
    const { control, clock } = this.#context;
    if (!(await this.isFirstRun())) return null;
    const code = newCode();
    const expiresAt = new Date(clock().getTime() + DAY_MS).toISOString();
    await control.transaction().execute(async (store) => {
      await store.deleteFrom('links').where('kind', '=', 'setup').execute();
      const link = { code_hash: hashOf(code), kind: 'setup', user_id: null, expires_at: expiresAt } as const;
      await store.insertInto('links').values(link).execute();
    });
    return { path: `/setup#${code}`, expiresAt };
  }

  /** Whether this is the code of the set-up link, which stays good. */
  async isSetupCode(code: string): Promise<boolean> {
    const { control, clock } = this.#context;
    const link = control.selectFrom('links').select('kind').where('kind', '=', 'setup');
    const open = link.where('code_hash', '=', hashOf(code)).where('expires_at', '>', clock().toISOString());
    return (await open.executeTakeFirst()) !== undefined && (await this.isFirstRun());
  }

  /** Makes the first owner. Throws `not-found` once there is a user, `link-invalid`, `weak-password`. */
  async setUp(owner: Newcomer & { readonly email: string; readonly workspace: string }, visit: Visit): Promise<void> {
    const { control, clock, audit } = this.#context;
    if (!(await this.isFirstRun())) throw setUpBefore();
    this.#limit(visit);
    checkPassword(owner.password, owner.email);
    const now = clock().toISOString();
    const passwordHash = await hashPassword(owner.password);
    await control.transaction().execute(async (store) => {
      // asked again: of two at once, the second finds the first one's user here
      if ((await store.selectFrom('users').select('id').executeTakeFirst()) !== undefined) throw setUpBefore();
      const link = store.deleteFrom('links').where('kind', '=', 'setup').where('expires_at', '>', now);
      const used = await link.where('code_hash', '=', hashOf(owner.code)).returning('code_hash').executeTakeFirst();
      if (used === undefined) throw invalidLink();
      await store.deleteFrom('links').where('kind', '=', 'setup').execute();
      const { name, email } = owner;
      const membership = { workspaceId: FIRST_WORKSPACE, role: 'owner', hidesMoney: false } as const;
      await addPerson(store, { name, email, passwordHash, membership }, now);
      const workspace = store.updateTable('workspaces').set({ name: owner.workspace, created_at: now });
      await workspace.where('workspace_id', '=', FIRST_WORKSPACE).execute();
      await audit.add(
        { kind: 'none', name: email.toLowerCase(), workspaceId: FIRST_WORKSPACE },
        'setup',
        { workspace: owner.workspace },
        visit,
        store,
      );
    });
  }

  /** The invitations to the workspace that are open, newest first. */
  async list({ workspaceId }: Caller): Promise<readonly InvitationView[]> {
    const { control, clock, outbox } = this.#context;
    const rows = await control
      .selectFrom('invitations')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('expires_at', '>', clock().toISOString())
      .orderBy('created_at', 'desc')
      .execute();
    const ids = rows.map(({ invitation_id }) => invitation_id);
    const states = await outbox.statesOf(MAIL, ids);
    return rows.map((row) => viewOf(row, states.get(row.invitation_id) ?? null));
  }

  /** Invites someone, by mail where there is mail; the link is for the inviter to hand over all the same. Throws `already-member`, `not-allowed`. */
  async invite(
    caller: Caller,
    wish: { readonly email: string; readonly role: Role; readonly hidesMoney: boolean },
    visit: Visit,
  ): Promise<{ readonly invitation: InvitationView; readonly link: Link }> {
    const { control, clock, audit, outbox } = this.#context;
    checkGrant(caller, wish.role, wish.hidesMoney);
    const [email, code, now] = [wish.email.toLowerCase(), newCode(), clock()];
    this.#limitMails(caller, email);
    const row: InvitationTable = {
      ...{ invitation_id: randomUUID(), workspace_id: caller.workspaceId, email, role: wish.role },
      ...{ hides_money: wish.hidesMoney ? 1 : 0, code_hash: hashOf(code) },
      created_by: caller.kind === 'local' ? 'command line' : caller.name,
      created_at: now.toISOString(),
      expires_at: new Date(now.getTime() + INVITATION_MS).toISOString(),
    };
    await control.transaction().execute(async (store) => {
      await store.deleteFrom('invitations').where('expires_at', '<=', row.created_at).execute();
      const invited = store.selectFrom('invitations').select('email').where('email', '=', email);
      const here = invited.where('workspace_id', '=', caller.workspaceId);
      if ((await isMember(store, caller.workspaceId, email)) || (await here.executeTakeFirst()) !== undefined) {
        throw new TributaryError('already-member', `${email} is a member or invited already.`, { column: 'email' });
      }
      await store.insertInto('invitations').values(row).execute();
      const { role, hidesMoney } = wish;
      await outbox.queue({ kind: MAIL, to: email, about: row.invitation_id }, store);
      await audit.add(caller, 'member-invited', { email, role, hidesMoney, mailed: outbox.isOn }, visit, store);
    });
    return {
      invitation: viewOf(row, outbox.isOn ? 'queued' : null),
      link: { path: `/invitation#${code}`, expiresAt: row.expires_at },
    };
  }

  /** Takes an invitation back. Throws `unknown-invitation`. */
  async withdraw(caller: Caller, id: string, visit: Visit): Promise<void> {
    const { control, audit } = this.#context;
    await control.transaction().execute(async (store) => {
      const gone = store.deleteFrom('invitations').where('invitation_id', '=', id).returning('email');
      const row = await gone.where('workspace_id', '=', caller.workspaceId).executeTakeFirst();
      if (row === undefined) throw new TributaryError('unknown-invitation', 'There is no such invitation.');
      await forget(store, id);
      await audit.add(caller, 'invitation-withdrawn', { email: row.email }, visit, store);
    });
  }

  /** What an invited person is told before they accept. Throws `link-invalid`. */
  async look(
    code: string,
    visit: Visit,
  ): Promise<{
    readonly email: string;
    readonly role: Role;
    readonly workspace: string;
    readonly workspaceId: string;
    readonly hasAccount: boolean;
  }> {
    const { control, clock } = this.#context;
    this.#limit(visit);
    const row = await control
      .selectFrom('invitations')
      .innerJoin('workspaces', 'workspaces.workspace_id', 'invitations.workspace_id')
      .leftJoin('users', 'users.email', 'invitations.email')
      .select(['invitations.email', 'role', 'workspaces.name', 'workspaces.workspace_id', 'users.id'])
      .where('removed_at', 'is', null)
      .where(isOf(code))
      .where('expires_at', '>', clock().toISOString())
      .executeTakeFirst();
    if (row === undefined) throw invalidLink();
    const { email, role, name, workspace_id, id } = row;
    return { email, role, workspace: name, workspaceId: workspace_id, hasAccount: id !== null };
  }

  /**
   * Makes an invited person with a new account a member and gives their e-mail address. Throws `link-invalid`,
   * `weak-password`, `already-member` if they have an account.
   */
  async accept(person: Newcomer, visit: Visit): Promise<string> {
    const { control, clock, audit } = this.#context;
    const { email } = await this.look(person.code, visit);
    checkPassword(person.password, email);
    const passwordHash = await hashPassword(person.password);
    const now = clock().toISOString();
    await control.transaction().execute(async (store) => {
      const membership = await this.#take(store, person.code);
      await addPerson(store, { name: person.name, email, passwordHash, membership }, now);
      const { workspaceId, role } = membership;
      await audit.add({ kind: 'none', name: email, workspaceId }, 'invitation-accepted', { role }, visit, store);
    });
    return email;
  }

  /** The mail of an invitation that is still open, with a link of its own. */
  async #mail(id: string): Promise<Omit<Message, 'to' | 'id'> | null> {
    const { control, clock, origin } = this.#context;
    const row = await control
      .selectFrom('invitations')
      .innerJoin('workspaces', 'workspaces.workspace_id', 'invitations.workspace_id')
      .select(['created_by', 'role', 'expires_at', 'name'])
      .where('invitation_id', '=', id)
      .where('expires_at', '>', clock().toISOString())
      .executeTakeFirst();
    if (row === undefined || origin === undefined) return null;
    const code = newCode();
    const { expires_at } = row;
    await control
      .insertInto('mailed_codes')
      .values({ code_hash: hashOf(code), about: id, expires_at })
      .execute();
    // whoever signed up wrote these words, and may have signed up to have them mailed to others
    const isHosted = this.#context.hosting !== null;
    const workspace = isHosted ? (plainWords(row.name) ?? 'a workspace') : row.name;
    const inviter = isHosted ? (plainWords(row.created_by) ?? 'Someone') : row.created_by;
    return shortMail({
      subject: `You are invited to ${workspace} on Tributary`,
      paragraphs: [
        `${inviter} invites you to ${workspace} as ${row.role}.`,
        `Tributary shows what affiliate links earned, and where. The link works once, until ${expires_at.slice(0, 10)}:`,
      ],
      link: { label: 'Accept the invitation', url: `${origin}/invitation#${code}` },
      after: 'If you do not know what this is about, do nothing: without you there is no account.',
    });
  }

  /**
   * Makes someone who has an account, and has just shown that it is theirs, a member. Links for its password end: whoever
   * made one would come into this workspace too. Throws `link-invalid`, also for the invitation of another person.
   */
  async join(person: Pick<SessionIdentity, 'email'>, code: string, visit: Visit): Promise<string> {
    const { control, clock, audit } = this.#context;
    const { email } = await this.look(code, visit);
    if (email !== person.email) throw invalidLink();
    return control.transaction().execute(async (store) => {
      const membership = await this.#take(store, code);
      const user = store.selectFrom('users').select('id').where('email', '=', email);
      const { id } = await user.executeTakeFirstOrThrow();
      const { workspaceId, role } = membership;
      if (!(await isMember(store, workspaceId, email))) {
        await addMembership(store, id, membership, clock().toISOString());
      }
      await store.deleteFrom('links').where('user_id', '=', id).execute();
      await audit.add({ kind: 'none', name: email, workspaceId }, 'invitation-accepted', { role }, visit, store);
      return workspaceId;
    });
  }

  /** Uses an invitation up. Throws `link-invalid`. */
  async #take(store: AccountStore, code: string) {
    const taken = store.deleteFrom('invitations').where(isOf(code)).returningAll();
    const row = await taken.executeTakeFirst();
    if (row === undefined) throw invalidLink();
    await forget(store, row.invitation_id);
    return { workspaceId: row.workspace_id, role: row.role, hidesMoney: row.hides_money === 1 };
  }

  /** Where anybody signs up, the mails that one sends to others are few. Throws `too-many-attempts`. */
  #limitMails({ workspaceId }: Caller, email: string): void {
    const { hosting, limits, outbox } = this.#context;
    if (hosting === null || !outbox.isOn) return;
    limits.take([
      { key: `invitations of ${workspaceId}`, limit: OF_WORKSPACE },
      { key: `invitations to ${hashOf(email)}`, limit: TO_ADDRESS },
    ]);
  }

  /** Codes of 256 bits cannot be guessed; this spares the machine the hashing of passwords for whoever tries. */
  #limit(visit: Visit): void {
    this.#context.limits.take([{ key: `link from ${visit.ipPrefix}`, limit: NETWORK }]);
  }
}

/** Invitations that a code opens: the one of the link that was shown, and those of links that were mailed. */
function isOf(code: string) {
  const hash = hashOf(code);
  return (eb: ExpressionBuilder<AccountTables, 'invitations'>) => {
    const mailed = eb
      .selectFrom('mailed_codes')
      .select('mailed_codes.about')
      .where('mailed_codes.code_hash', '=', hash);
    return eb.or([eb('invitations.code_hash', '=', hash), eb('invitations.invitation_id', 'in', mailed)]);
  };
}

/** The codes and the mail of an invitation that is settled. */
async function forget(store: AccountStore, id: string): Promise<void> {
  await store.deleteFrom('mailed_codes').where('about', '=', id).execute();
  await store.deleteFrom('outbox').where('about', '=', id).where('status', '=', 'queued').execute();
}

async function isMember(store: AccountStore, workspaceId: string, email: string): Promise<boolean> {
  const member = store.selectFrom('members').innerJoin('users', 'users.id', 'members.user_id').select('users.id');
  const here = member.where('workspace_id', '=', workspaceId).where('email', '=', email);
  return (await here.executeTakeFirst()) !== undefined;
}

function setUpBefore(): TributaryError {
  return new TributaryError('not-found', 'Tributary is set up already.');
}

function viewOf(row: InvitationTable, mail: InvitationView['mail']): InvitationView {
  return {
    id: row.invitation_id,
    email: row.email,
    role: row.role,
    hidesMoney: row.hides_money === 1,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    mail,
  };
}
