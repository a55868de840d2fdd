/** Secrets of connections and the like in one store: sealed at rest, opened in memory only. */
import { type Kysely, sql, type Transaction } from 'kysely';
import {
  type KeyRing,
  type MasterKeyTexts,
  openKeyRing,
  type Redactor,
  rewrap,
  seal,
  TributaryError,
  unseal,
} from '../core/index.ts';
import type { SecretTable } from './access-tables.ts';

/** What a rotation did. */
export interface Rotation {
  /** The id of the master key that wraps every secret now. */
  readonly keyId: string;
  readonly total: number;
  /** How many of them this call re-wrapped; the rest were under the key already. */
  readonly rewrapped: number;
  /** Keys that no secret uses any more: removed from the key file, or to be removed from the environment by a person. */
  readonly retiredKeyIds: readonly string[];
  /** Where the keys are. With `environment` and nothing re-wrapped, no second key was set. */
  readonly source: KeyRing['source'];
}

/** Called after each secret; `total` counts those of one store that were found to be under another key. */
export type RotationProgress = (done: number, total: number) => void;

/** The tables of any store that holds secrets: a workspace's own, or the installation's. */
export interface SecretTables {
  secrets: SecretTable;
}
export type SecretsHolder = Kysely<SecretTables>;

/** What takes part in a transaction of the caller, so that an owner and its secrets appear together. */
type Within = Transaction<SecretTables>;

/** Seals, opens and re-wraps secrets. Every secret that passes through is known to the redactor before anyone has it. */
export class SecretStore {
  readonly #control: SecretsHolder;
  readonly #ring: KeyRing;
  readonly #redactor: Redactor;
  readonly #place: readonly string[];

  /** `place`: see `placeOf`. */
  constructor(control: SecretsHolder, ring: KeyRing, redactor: Redactor, place: readonly string[] = placeOf('main')) {
    this.#control = control;
    this.#ring = ring;
    this.#redactor = redactor;
    this.#place = place;
    this.#hideKeys();
  }

  /**
   * Opens the secrets of a data folder with its key ring. Throws `master-key-missing` where `openKeyRing` does: above
   * all when secrets are sealed with a key that is lost.
   */
  static async open(
    control: SecretsHolder,
    folder: string,
    redactor: Redactor,
    environment?: MasterKeyTexts,
  ): Promise<SecretStore> {
    return new SecretStore(control, await openKeyRing(folder, await keyIdsOf(control), environment), redactor);
  }

  /** Seals and stores these fields of an owner; other fields that it has stay. */
  async put(ownerId: string, fields: Readonly<Record<string, string>>, within?: Within): Promise<void> {
    for (const text of Object.values(fields)) this.#redactor.add(text);
    await this.#locked(within, async (store) => {
      const key_id = this.#ring.current.id;
      for (const [field, text] of Object.entries(fields)) {
        const sealed = seal(text, this.#bindingOf(ownerId, field), this.#ring.current);
        await store
          .insertInto('secrets')
          .values({ owner_id: ownerId, field, sealed, key_id })
          .onConflict((conflict) => conflict.columns(['owner_id', 'field']).doUpdateSet({ sealed, key_id }))
          .execute();
      }
    });
  }

  /** All secrets of an owner by field; empty if it has none. Throws `master-key-missing`, `damaged-secret`. */
  async get(ownerId: string, within?: Within): Promise<Record<string, string>> {
    const store = within ?? this.#control;
    const read = () => store.selectFrom('secrets').selectAll().where('owner_id', '=', ownerId).execute();
    let rows = await read();
    if (rows.some((row) => !this.#ring.keys.has(row.key_id))) {
      // Another process has rotated: first its keys, then the rows again, which may have been re-wrapped meanwhile.
      await this.#ring.refresh();
      this.#hideKeys();
      rows = await read();
    }
    return Object.fromEntries(rows.map((row) => [row.field, this.#open(row)]));
  }

  /** Removes all secrets of an owner. */
  async remove(ownerId: string, within?: Within): Promise<void> {
    await (within ?? this.#control).deleteFrom('secrets').where('owner_id', '=', ownerId).execute();
  }

  /** The ids of the master keys that stored secrets need, sorted. */
  keyIdsInUse(): Promise<string[]> {
    return keyIdsOf(this.#control);
  }

  /** Rotates the key of a store that is the only one under it; see `rotateAll`. */
  rotate(onProgress?: RotationProgress): Promise<Rotation> {
    return SecretStore.rotateAll(() => Promise.resolve([this]), onProgress);
  }

  /**
   * Puts every secret of all stores under a key ring under a new master key (keys of a file), or under the current one
   * (keys of the environment), one by one, and removes the former key from the file when none uses it any more. Killed at
   * any moment, all secrets can still be opened and the next call finishes the rotation instead of starting another.
   * Throws `damaged-secret` after all others of that store are re-wrapped, and keeps the former key then; throws
   * `master-key-missing` for a key that is not there. `storesOf` gives all stores of one ring, none left out; it is asked once
   * more after the new key is there, so that a store that was made meanwhile is among them or has the new key only.
   */
  static async rotateAll(
    storesOf: () => Promise<readonly SecretStore[]>,
    onProgress: RotationProgress = () => {},
  ): Promise<Rotation> {
    const [first] = await storesOf();
    if (first === undefined) throw new Error('no store of secrets');
    const ring = first.#ring;
    await first.#locked(undefined, () => ring.startRotation());
    first.#hideKeys();
    let rewrapped = 0;
    for (;;) {
      const stores = await storesOf();
      let damaged: unknown;
      for (const store of stores) {
        try {
          rewrapped += await store.#rewrapOthers(onProgress);
        } catch (error) {
          if (!isDamage(error)) throw error;
          damaged ??= error; // the other stores first
        }
      }
      if (damaged !== undefined) throw damaged;
      const finished = await SecretStore.#finish(stores, [], ring);
      if (finished === null) continue;
      // The logs still hold the rows as they were, which the former key opens. Best effort: a reader may be in its way.
      for (const store of stores) await sql`pragma wal_checkpoint(truncate)`.execute(store.#control);
      return { ...finished, rewrapped, source: ring.source };
    }
  }

  /**
   * Retires the other keys if no secret uses them; null if one does. Runs under the locks of all stores, taken in their
   * order, so none can begin to.
   */
  static async #finish(
    stores: readonly SecretStore[],
    locked: readonly Within[],
    ring: KeyRing,
  ): Promise<Pick<Rotation, 'keyId' | 'total' | 'retiredKeyIds'> | null> {
    const next = stores[locked.length];
    if (next !== undefined) {
      return next.#locked(undefined, (store) => SecretStore.#finish(stores, [...locked, store], ring));
    }
    let total = 0;
    for (const store of locked) {
      const counts = await store
        .selectFrom('secrets')
        .select(({ fn }) => ['key_id', fn.countAll<number>().as('secrets')])
        .groupBy('key_id')
        .execute();
      if (counts.some((count) => count.key_id !== ring.current.id)) return null;
      total += counts.reduce((sum, count) => sum + Number(count.secrets), 0);
    }
    return { keyId: ring.current.id, total, retiredKeyIds: await ring.retireOthers() };
  }

  /** One pass over the secrets under other keys. Whoever stored one anew meanwhile wins. */
  async #rewrapOthers(onProgress: RotationProgress): Promise<number> {
    const { keys, current } = this.#ring;
    const rows = await this.#control.selectFrom('secrets').selectAll().where('key_id', '<>', current.id).execute();
    const damaged: string[] = [];
    let rewrapped = 0;
    for (const [index, row] of rows.entries()) {
      const { owner_id, field } = row;
      try {
        const sealed = rewrap(row.sealed, this.#bindingOf(owner_id, field), keys, current);
        const { numUpdatedRows } = await this.#control
          .updateTable('secrets')
          .set({ sealed, key_id: current.id })
          .where((eb) => eb.and({ owner_id, field, sealed: row.sealed }))
          .executeTakeFirstOrThrow();
        rewrapped += Number(numUpdatedRows);
      } catch (error) {
        if (!isDamage(error)) throw error;
        damaged.push(nameOf(row));
      }
      onProgress(index + 1, rows.length);
    }
    if (damaged.length > 0) {
      throw new TributaryError(
        'damaged-secret',
        `These stored secrets are damaged: ${damaged.join(', ')}. Enter them again or remove their connections, then ` +
          'run `tributary rotate-key` again. All others are under the new master key; the former one was kept.',
      );
    }
    return rewrapped;
  }

  /**
   * Runs the work in a transaction that nobody else can write beside, with the keys read anew. So a secret is never
   * sealed with a key that another process retires at that moment. On SQLite any first write takes the lock, even one
   * that changes no row; `within` must not have read before, or SQLite may refuse (SQLITE_BUSY).
   */
  #locked<Result>(within: Within | undefined, work: (store: Within) => Promise<Result>): Promise<Result> {
    const run = async (store: Within): Promise<Result> => {
      await store.updateTable('secrets').set({ key_id: '' }).where(sql<boolean>`1 = 0`).execute();
      await this.#ring.refresh();
      this.#hideKeys();
      return work(store);
    };
    return within === undefined ? this.#control.transaction().execute(run) : run(within);
  }

  /** Table, workspace, owner and field: a sealed text opens in its own row only. */
  #bindingOf(ownerId: string, field: string): readonly string[] {
    return [...this.#place, ownerId, field];
  }

  #open(row: SecretTable): string {
    try {
      const text = unseal(row.sealed, this.#bindingOf(row.owner_id, row.field), this.#ring.keys);
      this.#redactor.add(text);
      return text;
    } catch (error) {
      if (!isDamage(error)) throw error;
      throw new TributaryError(
        'damaged-secret',
        `The stored secret ${nameOf(row)} is damaged or was moved from another place: enter it again.`,
      );
    }
  }

  /** The keys themselves must not be seen either, as the file or the environment writes them. */
  #hideKeys(): void {
    for (const { key } of this.#ring.keys.values()) {
      const bytes = key.export();
      for (const form of ['base64', 'base64url', 'hex'] as const) this.#redactor.add(bytes.toString(form));
    }
  }
}

/** The ids of the master keys that the secrets of a store need, sorted. */
export async function keyIdsOf(store: SecretsHolder): Promise<string[]> {
  const rows = await store.selectFrom('secrets').select('key_id').distinct().orderBy('key_id').execute();
  return rows.map((row) => row.key_id);
}

/**
 * Where the secrets of a store lie, as part of what each sealed text is bound to: it opens in its own workspace only.
 * `main` and the accounts are bound as they were when there was one workspace, so that nothing had to be sealed anew;
 * their owners' ids differ.
 */
export function placeOf(workspaceId: string): readonly string[] {
  return workspaceId === 'main' ? ['secrets'] : ['secrets', `workspace ${workspaceId}`];
}

function nameOf(row: SecretTable): string {
  return `"${row.field}" of ${row.owner_id}`;
}

function isDamage(error: unknown): boolean {
  return error instanceof TributaryError && error.code === 'damaged-secret';
}
