/** Secrets that are opened when first asked for: file imports and the ledger work without a master key. */
import type { Redactor } from '../core/index.ts';
import type { KeyRingDoor } from './key-ring-door.ts';
import { placeOf, type SecretsHolder, SecretStore } from './secrets.ts';

/** The secrets of one store, over one `SecretStore` made on first use. Throws what opening the key ring throws. */
export class LazySecrets {
  readonly #control: SecretsHolder;
  readonly #open: () => Promise<SecretStore>;
  #store: Promise<SecretStore> | undefined;

  /** `workspaceId`: whose secrets these are; null: the installation's own. */
  constructor(control: SecretsHolder, ring: KeyRingDoor, redactor: Redactor, workspaceId: string | null) {
    this.#control = control;
    const place = placeOf(workspaceId ?? 'main');
    this.#open = async () => new SecretStore(control, await ring.open(), redactor, place);
  }

  async put(ownerId: string, fields: Readonly<Record<string, string>>): Promise<void> {
    if (Object.keys(fields).length > 0) await (await this.opened()).put(ownerId, fields);
  }

  async get(ownerId: string): Promise<Readonly<Record<string, string>>> {
    const any = await this.#control
      .selectFrom('secrets')
      .select('field')
      .where('owner_id', '=', ownerId)
      .executeTakeFirst();
    return any === undefined ? {} : (await this.opened()).get(ownerId);
  }

  /** Forgets an owner's secrets, also such that no key opens any more. */
  async remove(ownerId: string): Promise<void> {
    await this.#control.deleteFrom('secrets').where('owner_id', '=', ownerId).execute();
  }

  /** The store itself, with the key ring. */
  async opened(): Promise<SecretStore> {
    this.#store ??= this.#open();
    try {
      return await this.#store;
    } catch (error) {
      this.#store = undefined; // the key may be put back meanwhile
      throw error;
    }
  }
}
