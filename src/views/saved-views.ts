/** Named views of screens: personal ones, those shared with the workspace, and which of them a screen opens with. */
import { randomUUID } from 'node:crypto';
import { type Caller, mayDo } from '../access/index.ts';
import type { ControlStore, SavedViewTable } from '../control/index.ts';
import { type Clock, TributaryError } from '../core/index.ts';
import { keeperOf } from './keeper.ts';

/** A view as one person sees it. Instants are ISO 8601 UTC. */
export interface SavedView {
  readonly id: string;
  readonly screen: string;
  readonly name: string;
  readonly query: string;
  readonly isShared: boolean;
  readonly isMine: boolean;
  readonly madeBy: string;
  /** The screen opens with it: for me; for everybody who chose none. */
  readonly isMyDefault: boolean;
  readonly isWorkspaceDefault: boolean;
  readonly createdAt: string;
  readonly changedAt: string;
}

export interface NewView {
  readonly screen: string;
  readonly name: string;
  readonly query: string;
  readonly isShared: boolean;
}

export interface ViewChange {
  readonly name?: string | undefined;
  readonly query?: string | undefined;
  readonly isShared?: boolean | undefined;
  readonly isMyDefault?: boolean | undefined;
  readonly isWorkspaceDefault?: boolean | undefined;
}

/** So many are kept of one person: the list is read whole. */
const MOST_VIEWS = 200;
/** The keeper of the workspace's default. */
const EVERYBODY = '';

/** The saved views of a workspace. What is personal to somebody else does not exist for the others. */
export class SavedViews {
  readonly #control: ControlStore;
  readonly #clock: Clock;

  constructor(control: ControlStore, clock: Clock) {
    this.#control = control;
    this.#clock = clock;
  }

  /** One's own and the shared ones, by screen and name. */
  async list(caller: Caller): Promise<readonly SavedView[]> {
    const me = keeperOf(caller);
    const rows = await this.#control
      .selectFrom('saved_views')
      .selectAll()
      .where((where) => where.or([where('owner_id', '=', me.id), where('is_shared', '=', 1)]))
      .orderBy('screen')
      .orderBy('name')
      .orderBy('view_id')
      .execute();
    const defaults = await this.#defaults(me.id);
    return rows.map((row) => viewOf(row, me.id, defaults));
  }

  /** Saves a view. Throws `not-allowed` where it would be shared and the caller may not edit. */
  async add(caller: Caller, wish: NewView): Promise<SavedView> {
    if (wish.isShared) wantEdit(caller);
    const me = keeperOf(caller);
    const { count } = await this.#control
      .selectFrom('saved_views')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('owner_id', '=', me.id)
      .executeTakeFirstOrThrow();
    if (Number(count) >= MOST_VIEWS) {
      throw new TributaryError('invalid-request', `You keep ${MOST_VIEWS} views already: delete one first.`);
    }
    const at = this.#clock().toISOString();
    const row: SavedViewTable = {
      ...{ view_id: randomUUID(), screen: wish.screen, name: wish.name, query: wish.query },
      ...{ owner_id: me.id, owner_name: me.name, is_shared: wish.isShared ? 1 : 0, created_at: at, changed_at: at },
    };
    await this.#control.insertInto('saved_views').values(row).execute();
    return viewOf(row, me.id, []);
  }

  /**
   * Changes a view. What others see of it takes the right to edit: a shared view, sharing, the workspace's default. One
   * that is no longer shared belongs to its maker alone. Throws `unknown-view`, `not-allowed`, `invalid-request`.
   */
  async change(caller: Caller, id: string, change: ViewChange): Promise<SavedView> {
    const me = keeperOf(caller);
    const row = await this.#find(me.id, id);
    const { name = row.name, query = row.query, isShared = row.is_shared === 1 } = change;
    const isOther = name !== row.name || query !== row.query || isShared !== (row.is_shared === 1);
    if ((isOther && (row.is_shared === 1 || isShared)) || change.isWorkspaceDefault !== undefined) wantEdit(caller);
    if (change.isWorkspaceDefault === true && !isShared) {
      throw new TributaryError('invalid-request', 'Share the view first: it would open for everybody.', {
        column: 'isWorkspaceDefault',
      });
    }
    const changed: SavedViewTable = {
      ...{ ...row, name, query, is_shared: isShared ? 1 : 0 },
      changed_at: isOther ? this.#clock().toISOString() : row.changed_at,
    };
    await this.#control.transaction().execute(async (store) => {
      await store.updateTable('saved_views').set(changed).where('view_id', '=', id).execute();
      if (!isShared) {
        const others = store.deleteFrom('default_views').where('view_id', '=', id);
        await others.where('owner_id', '!=', row.owner_id).execute();
      }
      await choose(store, me.id, row, change.isMyDefault);
      await choose(store, EVERYBODY, row, change.isWorkspaceDefault);
    });
    return viewOf(changed, me.id, await this.#defaults(me.id));
  }

  /** Deletes a view and says what it was. Throws `unknown-view`, `not-allowed`. */
  async remove(caller: Caller, id: string): Promise<SavedView> {
    const me = keeperOf(caller);
    const row = await this.#find(me.id, id);
    if (row.is_shared === 1) wantEdit(caller);
    const was = viewOf(row, me.id, await this.#defaults(me.id));
    await this.#control.transaction().execute(async (store) => {
      await store.deleteFrom('default_views').where('view_id', '=', id).execute();
      await store.deleteFrom('saved_views').where('view_id', '=', id).execute();
    });
    return was;
  }

  /** Throws `unknown-view`, for what is personal to somebody else too. */
  async #find(me: string, id: string): Promise<SavedViewTable> {
    const row = await this.#control
      .selectFrom('saved_views')
      .selectAll()
      .where('view_id', '=', id)
      .where((where) => where.or([where('owner_id', '=', me), where('is_shared', '=', 1)]))
      .executeTakeFirst();
    if (row === undefined) throw new TributaryError('unknown-view', 'There is no such saved view.');
    return row;
  }

  async #defaults(me: string): Promise<readonly Default[]> {
    const rows = this.#control.selectFrom('default_views').select(['owner_id', 'view_id']);
    return rows.where('owner_id', 'in', [me, EVERYBODY]).execute();
  }
}

interface Default {
  readonly owner_id: string;
  readonly view_id: string;
}

/** Makes a view the default of somebody (true), or no longer (false). */
async function choose(
  store: ControlStore,
  owner: string,
  { screen, view_id }: SavedViewTable,
  isDefault: boolean | undefined,
): Promise<void> {
  if (isDefault === undefined) return;
  const present = store.deleteFrom('default_views').where('owner_id', '=', owner).where('screen', '=', screen);
  await (isDefault ? present : present.where('view_id', '=', view_id)).execute();
  if (isDefault) await store.insertInto('default_views').values({ owner_id: owner, screen, view_id }).execute();
}

function wantEdit(caller: Caller): void {
  if (mayDo(caller, 'edit')) return;
  throw new TributaryError('not-allowed', 'What everybody in the workspace sees needs the right to edit.');
}

function viewOf(row: SavedViewTable, me: string, defaults: readonly Default[]): SavedView {
  const isDefaultOf = (owner: string): boolean =>
    defaults.some(({ owner_id, view_id }) => owner_id === owner && view_id === row.view_id);
  return {
    ...{ id: row.view_id, screen: row.screen, name: row.name, query: row.query },
    ...{ isShared: row.is_shared === 1, isMine: row.owner_id === me, madeBy: row.owner_name },
    ...{ isMyDefault: isDefaultOf(me), isWorkspaceDefault: isDefaultOf(EVERYBODY) },
    ...{ createdAt: row.created_at, changedAt: row.changed_at },
  };
}
