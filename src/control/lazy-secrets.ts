/** Secrets that are opened when first asked for: file imports and the ledger work without a master key. */
import type { Redactor } from '../core/index.ts';
import type { ControlStore } from './control-store.ts';
import { type Rotation, type RotationProgress, SecretStore } from './secrets.ts';

/** The secrets of a data folder, over one `SecretStore` made on first use. Throws what `SecretStore.open` throws. */
export class LazySecrets {
  readonly #control: ControlStore;
  readonly #open: () => Promise<SecretStore>;
  #store: Promise<SecretStore> | undefined;

  constructor(control: ControlStore, folder: string, redactor: Redactor) {
    this.#control = control;
    this.#open = () => SecretStore.open(control, folder, redactor);
  }

  async put(ownerId: string, fields: Readonly<Record<string, string>>): Promise<void> {
    if (Object.keys(fields).length > 0) await (await this.#opened()).put(ownerId, fields);
  }

  async get(ownerId: string): Promise<Readonly<Record<string, string>>> {
    const any = await this.#control
      .selectFrom('secrets')
      .select('field')
      .where('owner_id', '=', ownerId)
      .executeTakeFirst();
    return any === undefined ? {} : (await this.#opened()).get(ownerId);
  }

  /** Forgets an owner's secrets, also such that no key opens any more. */
  async remove(ownerId: string): Promise<void> {
    await this.#control.deleteFrom('secrets').where('owner_id', '=', ownerId).execute();
  }

  async rotate(onProgress?: RotationProgress): Promise<Rotation> {
    return (await this.#opened()).rotate(onProgress);
  }

  async #opened(): Promise<SecretStore> {
    this.#store ??= this.#open();
    try {
      return await this.#store;
    } catch (error) {
      this.#store = undefined; // the key may be put back meanwhile
      throw error;
    }
  }
}
