/** The workspaces of the installation: who is a member of which, and what becomes of them. */
import { randomBytes } from 'node:crypto';
import type { AccountStore, WorkspaceRow } from '../control/index.ts';
import { TributaryError } from '../core/index.ts';
import type { AccessContext } from './access-context.ts';
import type { Caller, Identity, Role, SessionCaller } from './caller.ts';
import { forgetPerson } from './people.ts';
import { trialEndOfFurther } from './plan-book.ts';
import type { Visit } from './visit.ts';

/** A workspace as a member sees it. Instants are ISO 8601 UTC. */
export interface WorkspaceView {
  readonly id: string;
  readonly name: string;
  readonly kind: 'real' | 'demo';
  readonly createdAt: string;
  /** What the caller may do in it. */
  readonly role: Role;
}

/** Where the command line is when it names none. */
const FIRST = 'main';
const ROLE_OF_SCOPE = { view: 'viewer', edit: 'editor', admin: 'admin' } as const;

/** Workspaces. */
export class WorkspaceList {
  readonly #context: AccessContext;

  constructor(context: AccessContext) {
    this.#context = context;
  }

  /**
   * Places who asks in the workspace they name: a person only in one that they are a member of, a key only in its own.
   * Without a name a person is in the one they joined first, the command line in `main`. Throws `unknown-workspace`, the
   * same for one that is not there, and `workspace-wanted`.
   */
  async place(identity: Identity, wanted: string | undefined): Promise<Caller> {
    if (identity.kind === 'session') return this.#ofMember(identity, wanted);
    if (identity.kind === 'local') return { kind: 'local', workspaceId: await this.#named(wanted) };
    if (wanted === undefined || wanted === identity.workspaceId) return identity;
    throw unknownWorkspace();
  }

  /** The name of the caller's workspace, and how many the caller may enter. */
  async present(caller: Caller): Promise<Pick<WorkspaceView, 'id' | 'name' | 'kind'> & { readonly count: number }> {
    const mine = await this.list(caller);
    const present = mine.find(({ id }) => id === caller.workspaceId);
    if (present === undefined) throw unknownWorkspace();
    const { id, name, kind } = present;
    return { id, name, kind, count: mine.length };
  }

  /** The workspaces that the caller may enter, in the order in which they were joined. */
  async list(caller: Caller): Promise<readonly WorkspaceView[]> {
    if (caller.kind === 'session') {
      const rows = await this.#memberships(caller.userId);
      return rows.map((row) => viewOf(row, row.role));
    }
    const rows = await this.#all();
    if (caller.kind === 'local') return rows.map((row) => viewOf(row, 'owner'));
    return rows
      .filter((row) => row.workspace_id === caller.workspaceId)
      .map((row) => viewOf(row, caller.kind === 'guest' ? 'viewer' : ROLE_OF_SCOPE[caller.scope]));
  }

  /** Whether the caller may make another: the command line, and whoever owns one that is not a demo. */
  async mayCreate(caller: Caller): Promise<boolean> {
    if (caller.kind !== 'session') return caller.kind === 'local';
    return (await this.#memberships(caller.userId)).some(({ role, kind }) => role === 'owner' && kind === 'real');
  }

  /** Whether the caller's is the only one of the installation; demos do not count. */
  async isOnly({ workspaceId }: Caller): Promise<boolean> {
    const [first, second] = (await this.#all()).filter(({ kind }) => kind === 'real');
    return second === undefined && first?.workspace_id === workspaceId;
  }

  /** Whether the caller runs the installation: the command line on the server, or an owner of the first workspace. */
  async isOperator(caller: Caller): Promise<boolean> {
    if (caller.kind === 'local') return true;
    const first = operatorsOf(await this.#all());
    return caller.kind === 'session' && caller.role === 'owner' && caller.workspaceId === first;
  }

  /**
   * Lets the operator through: the command line on the server, and the owners of the first workspace. What is nobody's
   * workspace (mail, the newsletter) is theirs; to the owner of another workspace it is other people's. Throws `not-allowed`.
   */
  async admitOperator(caller: Caller): Promise<void> {
    if (await this.isOperator(caller)) return;
    throw new TributaryError(
      'not-allowed',
      'Only the owners of the first workspace, who run this installation, do this.',
    );
  }

  /** Makes a workspace; a person becomes its owner. Throws `not-allowed`. */
  async create(caller: Caller, wish: { readonly name: string }, visit: Visit): Promise<WorkspaceView> {
    const { control, clock, audit } = this.#context;
    if (!(await this.mayCreate(caller))) {
      throw new TributaryError('not-allowed', 'Only who owns a workspace makes another.');
    }
    const [workspace_id, created_at] = [randomBytes(6).toString('hex'), clock().toISOString()];
    return control.transaction().execute(async (store) => {
      const trial_ends_at =
        caller.kind === 'session' ? await trialEndOfFurther(this.#context, store, caller.userId) : null;
      await store
        .insertInto('workspaces')
        .values({ workspace_id, name: wish.name, created_at, trial_ends_at })
        .execute();
      if (caller.kind === 'session') {
        const member = { workspace_id, user_id: caller.userId, role: 'owner', hides_money: 0, created_at } as const;
        await store.insertInto('members').values(member).execute();
      }
      await audit.add({ ...caller, workspaceId: workspace_id }, 'workspace-created', { name: wish.name }, visit, store);
      return { id: workspace_id, name: wish.name, kind: 'real', createdAt: created_at, role: 'owner' };
    });
  }

  /** Gives the caller's workspace another name. */
  async rename(caller: Caller, name: string, visit: Visit): Promise<WorkspaceView> {
    const { control, audit } = this.#context;
    await control.transaction().execute(async (store) => {
      const named = store.updateTable('workspaces').set({ name }).where('workspace_id', '=', caller.workspaceId);
      await named.execute();
      await audit.add(caller, 'workspace-renamed', { name }, visit, store);
    });
    const renamed = (await this.list(caller)).find(({ id }) => id === caller.workspaceId);
    if (renamed === undefined) throw unknownWorkspace();
    return renamed;
  }

  /**
   * Removes the caller's workspace with its members, invitations and keys; people who were members of no other lose
   * their account. Its folder is for the caller of this to clear. Throws `name-not-repeated`, `last-workspace`, and
   * `not-allowed` for the first one of a hosted installation: the next would be that of a customer, who then ran it.
   */
  async remove(caller: Caller, repeatedName: string, visit: Visit): Promise<string> {
    const { control, clock, audit } = this.#context;
    const id = caller.workspaceId;
    await control.transaction().execute(async (store) => {
      const row = await store.selectFrom('workspaces').selectAll().where('workspace_id', '=', id).executeTakeFirst();
      if (row === undefined || row.removed_at !== null) throw unknownWorkspace();
      if (row.name !== repeatedName.trim()) {
        throw new TributaryError('name-not-repeated', 'This is not the name of the workspace.', { column: 'name' });
      }
      const real = store.selectFrom('workspaces').select('workspace_id').where('kind', '=', 'real');
      const other = real.where('workspace_id', '<>', id).where('removed_at', 'is', null);
      if (row.kind === 'real' && (await other.executeTakeFirst()) === undefined) {
        throw new TributaryError('last-workspace', 'This is the only workspace: make another one first.');
      }
      if (this.#context.hosting !== null && operatorsOf(await this.#all(store)) === id) {
        throw new TributaryError(
          'not-allowed',
          'The first workspace is that of whoever runs this server for others: its owners are the operators, so it stays.',
        );
      }
      await audit.add(caller, 'workspace-removed', { name: row.name }, visit, store);
      await this.#clear(store, id);
      const removed = store.updateTable('workspaces').set({ removed_at: clock().toISOString() });
      await removed.where('workspace_id', '=', id).execute();
    });
    return id;
  }

  async #clear(store: AccountStore, id: string): Promise<void> {
    const members = await store.selectFrom('members').select('user_id').where('workspace_id', '=', id).execute();
    for (const table of ['members', 'invitations', 'api_keys', 'guests', 'demos', 'told_drops'] as const) {
      await store.deleteFrom(table).where('workspace_id', '=', id).execute();
    }
    for (const { user_id } of members) await forgetPerson(store, user_id);
  }

  async #ofMember(person: Identity & { readonly kind: 'session' }, wanted: string | undefined): Promise<SessionCaller> {
    const memberships = await this.#memberships(person.userId);
    const member =
      wanted === undefined ? memberships[0] : memberships.find(({ workspace_id }) => workspace_id === wanted);
    if (member === undefined) throw unknownWorkspace();
    const { workspace_id, role, hides_money } = member;
    return { ...person, workspaceId: workspace_id, role, hidesMoney: hides_money === 1 };
  }

  /** A workspace as the command line names it: by id, or by a name that only one has. */
  async #named(wanted: string | undefined): Promise<string> {
    const rows = await this.#all();
    if (wanted === undefined) {
      const [only, second] = rows.filter(({ kind }) => kind === 'real');
      const first = rows.find((row) => row.workspace_id === FIRST) ?? (second === undefined ? only : undefined);
      if (first !== undefined) return first.workspace_id;
      throw new TributaryError('workspace-wanted', `Say which workspace is meant: ${listed(rows)}.`);
    }
    const byId = rows.find((row) => row.workspace_id === wanted);
    if (byId !== undefined) return byId.workspace_id;
    const [byName, another] = rows.filter((row) => row.name === wanted);
    if (byName === undefined) throw unknownWorkspace();
    if (another === undefined) return byName.workspace_id;
    throw new TributaryError(
      'workspace-wanted',
      `Several workspaces have this name, say which by id: ${listed(rows)}.`,
    );
  }

  /** The oldest first, demos after all others. */
  #all(store = this.#context.control): Promise<readonly WorkspaceRow[]> {
    const all = store.selectFrom('workspaces').selectAll().where('removed_at', 'is', null);
    return all.orderBy('kind', 'desc').orderBy('created_at').orderBy('workspace_id').execute();
  }

  #memberships(userId: string) {
    return this.#context.control
      .selectFrom('members')
      .innerJoin('workspaces', 'workspaces.workspace_id', 'members.workspace_id')
      .select(['workspaces.workspace_id', 'name', 'kind', 'role', 'hides_money'])
      .select(['workspaces.created_at', 'members.created_at as joined_at'])
      .where('user_id', '=', userId)
      .where('removed_at', 'is', null)
      .orderBy('kind', 'desc') // a demo is never where one is without saying so
      .orderBy('members.created_at')
      .orderBy('workspaces.workspace_id')
      .execute();
  }
}

/**
 * The workspace whose owners run the installation: `main`, else the oldest. By its name first: a clock that was set back
 * would make the workspace of a customer the oldest.
 */
function operatorsOf(rows: readonly Pick<WorkspaceRow, 'workspace_id' | 'kind'>[]): string | undefined {
  const real = rows.filter(({ kind }) => kind === 'real');
  return (real.find(({ workspace_id }) => workspace_id === FIRST) ?? real[0])?.workspace_id;
}

type Shown = Pick<WorkspaceRow, 'workspace_id' | 'name' | 'kind' | 'created_at'>;

function viewOf({ workspace_id, name, kind, created_at }: Shown, role: Role): WorkspaceView {
  return { id: workspace_id, name, kind, createdAt: created_at, role };
}

function listed(rows: readonly { readonly workspace_id: string; readonly name: string }[]): string {
  return rows.map(({ workspace_id, name }) => `${workspace_id} (${name})`).join(', ');
}

/** The same for one that is not there and one of others. */
function unknownWorkspace(): TributaryError {
  return new TributaryError('unknown-workspace', 'There is no such workspace, or you are no member of it.');
}
