/** The demo workspaces of the installation: which there are, whose they are, and which were never finished. */
import { randomBytes } from 'node:crypto';
import type { AccountStore } from '../control/index.ts';
import type { AccessContext } from './access-context.ts';
import type { SessionCaller } from './caller.ts';
import { addMembership } from './people.ts';
import type { Visit } from './visit.ts';

/** A demo that is ready. */
export interface ReadyDemo {
  readonly workspaceId: string;
  /** ISO 8601 UTC. */
  readonly readyAt: string;
}

/** Who asked for a demo of their own. */
export interface DemoOwner {
  readonly person: SessionCaller;
  readonly visit: Visit;
}

const NAME = 'Demo';

/** Demo workspaces, as rows; what is in them is made elsewhere. */
export class DemoBook {
  readonly #context: AccessContext;

  constructor(context: AccessContext) {
    this.#context = context;
  }

  /** The demo of a person, or (null) the one for guests; undefined: there is none that is ready. */
  async ready(madeFor: string | null): Promise<ReadyDemo | undefined> {
    const rows = this.#context.control
      .selectFrom('demos')
      .innerJoin('workspaces', 'workspaces.workspace_id', 'demos.workspace_id')
      .select(['demos.workspace_id', 'ready_at'])
      .where('removed_at', 'is', null)
      .where('ready_at', 'is not', null)
      .where('made_for', madeFor === null ? 'is' : '=', madeFor)
      .orderBy('ready_at', 'desc');
    const row = await rows.executeTakeFirst();
    return row === undefined ? undefined : { workspaceId: row.workspace_id, readyAt: row.ready_at ?? '' };
  }

  /** Up to when a demo's sales and readers go; undefined: the workspace is none. */
  async endOf(workspaceId: string): Promise<Date | undefined> {
    const rows = this.#context.control.selectFrom('demos').select('started_at');
    const row = await rows.where('workspace_id', '=', workspaceId).executeTakeFirst();
    return row === undefined ? undefined : new Date(row.started_at);
  }

  /** An id for a demo that is about to begin. */
  newId(): string {
    return randomBytes(6).toString('hex');
  }

  /** Begins a demo of what has happened until `now`: nobody is in it before it is ready. */
  async begin(workspace_id: string, madeFor: string | null, now: Date): Promise<void> {
    const { control } = this.#context;
    const created_at = now.toISOString();
    await control.transaction().execute(async (store) => {
      await store.insertInto('workspaces').values({ workspace_id, name: NAME, created_at, kind: 'demo' }).execute();
      const demo = { workspace_id, made_for: madeFor, started_at: created_at, ready_at: null };
      await store.insertInto('demos').values(demo).execute();
    });
  }

  /** A demo is whole: it is its owner's, or guests of a former one go on in it. */
  async finish(workspaceId: string, owner?: DemoOwner): Promise<void> {
    const { control, clock } = this.#context;
    await control.transaction().execute(async (store) => {
      const ready = store.updateTable('demos').set({ ready_at: clock().toISOString() });
      await ready.where('workspace_id', '=', workspaceId).execute();
      if (owner === undefined) await store.updateTable('guests').set({ workspace_id: workspaceId }).execute();
      else await this.give(workspaceId, owner, store);
    });
  }

  /** Makes a person the owner of a demo; guests who look at it have to leave. */
  async give(workspaceId: string, { person, visit }: DemoOwner, within?: AccountStore): Promise<void> {
    const { control, clock, audit } = this.#context;
    if (within === undefined) {
      await control.transaction().execute((store) => this.give(workspaceId, { person, visit }, store));
      return;
    }
    const own = within.updateTable('demos').set({ made_for: person.userId });
    await own.where('workspace_id', '=', workspaceId).execute();
    await within.deleteFrom('guests').where('workspace_id', '=', workspaceId).execute();
    const membership = { workspaceId, role: 'owner', hidesMoney: false } as const;
    await addMembership(within, person.userId, membership, clock().toISOString());
    await audit.add({ ...person, workspaceId }, 'demo-created', {}, visit, within);
  }

  /** Marks demos as removed; their folders and rows are for the caller of this to clear. */
  async drop(workspaceIds: readonly string[]): Promise<void> {
    const { control, clock } = this.#context;
    if (workspaceIds.length === 0) return;
    await control.transaction().execute(async (store) => {
      for (const table of ['guests', 'demos'] as const)
        await store.deleteFrom(table).where('workspace_id', 'in', workspaceIds).execute();
      const removed = store.updateTable('workspaces').set({ removed_at: clock().toISOString() });
      await removed.where('workspace_id', 'in', workspaceIds).where('kind', '=', 'demo').execute();
    });
  }

  /** Demos that nobody needs: half made, and (without guests' access) those of nobody, (with it) all but the newest. */
  async surplus(keepsForGuests: boolean): Promise<readonly string[]> {
    const rows = await this.#context.control.selectFrom('demos').selectAll().execute();
    const kept = keepsForGuests ? (await this.ready(null))?.workspaceId : undefined;
    return rows
      .filter((row) => row.ready_at === null || (row.made_for === null && row.workspace_id !== kept))
      .map((row) => row.workspace_id);
  }
}
