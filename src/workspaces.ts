/** The workspaces of an open installation: each is opened when it is first needed, and stays open. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type AccountStore, type ControlStore, keyIdsOf, LazySecrets, openControl } from './control/index.ts';
import type { EventHome } from './collect/index.ts';
import { TributaryError } from './core/index.ts';
import { DuckdbEngine, dropClickhouseOf, type FactsStore, openClickhouseOf } from './facts/index.ts';
import { SiteBook, Sites } from './sites/index.ts';
import { openWorkspace, type Surroundings, type Workspace } from './open-workspace.ts';

/** Where workspaces lie, and what they share. */
export interface WorkspacesOptions {
  /** The data folder. */
  readonly folder: string;
  /** The facts server; without one every workspace has a file. */
  readonly factsUrl: string | undefined;
  readonly accounts: AccountStore;
  readonly surroundings: Surroundings;
}

interface OpenControl {
  readonly control: ControlStore;
  readonly close: () => Promise<void>;
}

/** The folder of a workspace. */
export function folderOf(dataFolder: string, workspaceId: string): string {
  if (!/^[a-z0-9-]{1,40}$/.test(workspaceId)) throw new Error('the id of a workspace is a folder name');
  return join(dataFolder, 'workspaces', workspaceId);
}

/** Opens, lists and removes workspaces. */
export class Workspaces {
  readonly #options: WorkspacesOptions;
  readonly #engine: DuckdbEngine;
  /** Control stores are small: they are open before their workspace where only they are needed. */
  readonly #controls = new Map<string, OpenControl>();
  readonly #open = new Map<string, Promise<Workspace>>();
  readonly #scheduled = new WeakSet<Workspace>();
  readonly #sites = new Map<string, Sites>();
  /** The sites of all workspaces; null while nothing is collected. */
  #book: SiteBook | null = null;
  /** Set once schedules run: workspaces that are opened later join in. */
  #isScheduling = false;
  #isClosed = false;

  constructor(options: WorkspacesOptions) {
    this.#options = options;
    this.#engine = new DuckdbEngine(join(options.folder, 'facts.duckdb.tmp'), { log: options.surroundings.log });
  }

  /** The ids of all workspaces (of a kind), the oldest first, demos after all others. */
  async ids(kind?: 'real' | 'demo'): Promise<readonly string[]> {
    const all = this.#options.accounts.selectFrom('workspaces').select('workspace_id').where('removed_at', 'is', null);
    const rows = await (kind === undefined ? all : all.where('kind', '=', kind))
      .orderBy('kind', 'desc')
      .orderBy('created_at')
      .orderBy('workspace_id')
      .execute();
    return rows.map((row) => row.workspace_id);
  }

  /** Everything of one workspace. Throws `unknown-workspace`. */
  async open(id: string): Promise<Workspace> {
    const known = this.#open.get(id);
    if (known !== undefined) return known;
    if (!(await this.ids()).includes(id)) throw unknownWorkspace();
    const opened = this.#open.get(id) ?? this.#opened(id);
    this.#open.set(id, opened);
    try {
      return await opened;
    } catch (error) {
      this.#open.delete(id); // the next who needs it tries again
      throw error;
    }
  }

  /** Goes on with interrupted pulls and pulls on schedule: in every workspace that has connections. */
  async startSchedules(): Promise<void> {
    this.#isScheduling = true;
    for (const [at, id] of (await this.ids()).entries()) {
      const isOpen = this.#open.has(id);
      const hasConnections = await this.#controlOf(id)
        .selectFrom('connections')
        .select('connection_id')
        .executeTakeFirst();
      if (isOpen || at === 0 || hasConnections !== undefined) await this.#schedule(await this.open(id));
    }
  }

  /** Every site of every workspace, for the collector; workspaces that are made later join in. */
  async collectedSites(): Promise<SiteBook> {
    const book = new SiteBook();
    this.#book = book;
    for (const id of await this.ids()) await book.addWorkspace(id, this.#sitesOf(id));
    return book;
  }

  /** The workspaces that have sites, and so events; and the oldest, which takes what is counted of unknown sites. */
  get collected(): readonly string[] {
    const owners = new Set(this.#book?.all.map(({ workspaceId }) => workspaceId));
    return (this.#book?.workspaces ?? []).filter((id, place) => place === 0 || owners.has(id));
  }

  /** Where events of a workspace belong; null for one that is gone. */
  async homeOf(id: string): Promise<EventHome | null> {
    if (!(await this.ids()).includes(id)) return null;
    const { facts, sites } = await this.open(id);
    return { facts, retentions: () => sites.retentions() };
  }

  /** The stores of secrets of all workspaces, for a rotation of their key. */
  async secrets(): Promise<readonly LazySecrets[]> {
    const { ring, redactor } = this.#options.surroundings;
    return (await this.ids()).map((id) => new LazySecrets(this.#controlOf(id), ring, redactor, id));
  }

  /** The ids of the master keys that secrets of workspaces need. */
  async keyIdsInUse(): Promise<readonly string[]> {
    const ids = await Promise.all((await this.ids()).map((id) => keyIdsOf(this.#controlOf(id))));
    return ids.flat();
  }

  /** Removes what is left of workspaces that accounts say are removed: all of them, files and rows. */
  async clearRemoved(): Promise<void> {
    const { accounts, folder, factsUrl } = this.#options;
    const rows = await accounts
      .selectFrom('workspaces')
      .select('workspace_id')
      .where('removed_at', 'is not', null)
      .execute();
    for (const { workspace_id: id } of rows) {
      const opened = this.#open.get(id);
      this.#open.delete(id);
      await opened?.then(
        (workspace) => workspace.close(),
        () => undefined, // it never opened
      );
      await this.#controls.get(id)?.close();
      this.#controls.delete(id);
      this.#sites.delete(id);
      this.#book?.removeWorkspace(id);
      if (factsUrl !== undefined) await dropClickhouseOf(factsUrl, id);
      await rm(folderOf(folder, id), { recursive: true, force: true });
      await accounts.deleteFrom('workspaces').where('workspace_id', '=', id).execute();
    }
  }

  /** Closes every workspace. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const settled = await Promise.allSettled(this.#open.values());
    await Promise.all(settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.close()] : [])));
    await this.#engine.close();
    for (const { close } of this.#controls.values()) await close();
  }

  async #opened(id: string): Promise<Workspace> {
    if (this.#isClosed) throw new Error('the installation is closed');
    const folder = folderOf(this.#options.folder, id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const control = this.#controlOf(id);
    const facts = await this.#factsOf(id, folder);
    let workspace: Workspace;
    try {
      workspace = await openWorkspace(
        { id, folder, control, facts, sites: this.#sitesOf(id) },
        this.#options.surroundings,
      );
    } catch (error) {
      await facts.close();
      throw error;
    }
    if (this.#isScheduling) await this.#schedule(workspace);
    if (this.#book !== null && !this.#book.workspaces.includes(id)) await this.#book.addWorkspace(id, workspace.sites);
    return workspace;
  }

  async #schedule(workspace: Workspace): Promise<void> {
    if (this.#scheduled.has(workspace)) return;
    this.#scheduled.add(workspace);
    await workspace.imports.startSchedule();
    workspace.rates.start();
  }

  #controlOf(id: string): ControlStore {
    const known = this.#controls.get(id) ?? openControl(join(folderOf(this.#options.folder, id), 'control.db'));
    this.#controls.set(id, known);
    return known.control;
  }

  #sitesOf(id: string): Sites {
    const known = this.#sites.get(id) ?? new Sites(this.#controlOf(id), this.#options.surroundings.clock);
    this.#sites.set(id, known);
    return known;
  }

  async #factsOf(id: string, folder: string): Promise<FactsStore> {
    const { factsUrl } = this.#options;
    if (factsUrl !== undefined) return openClickhouseOf(factsUrl, id);
    return this.#engine.open(join(folder, 'facts.duckdb'));
  }
}

/** The same for one that is not there and one of others. */
export function unknownWorkspace(): TributaryError {
  return new TributaryError('unknown-workspace', 'There is no such workspace, or you are no member of it.');
}
