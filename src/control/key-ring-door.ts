/** The one key ring of an installation, opened when something sealed is first needed. */
import { type KeyRing, type MasterKeyTexts, openKeyRing } from '../core/index.ts';

/** Opens the key ring of a folder once, after asking every store which keys its secrets need. */
export class KeyRingDoor {
  readonly #folder: string;
  readonly #keyIdsInUse: () => Promise<readonly string[]>;
  readonly #environment: MasterKeyTexts | undefined;
  #ring: Promise<KeyRing> | undefined;

  /** `keyIdsInUse`: of all stores of the installation; a new key must never be made in place of one that they need. */
  constructor(folder: string, keyIdsInUse: () => Promise<readonly string[]>, environment?: MasterKeyTexts) {
    this.#folder = folder;
    this.#keyIdsInUse = keyIdsInUse;
    this.#environment = environment;
  }

  /** Throws `master-key-missing` where `openKeyRing` does: above all when secrets are sealed with a key that is lost. */
  async open(): Promise<KeyRing> {
    this.#ring ??= this.#keyIdsInUse().then((ids) => openKeyRing(this.#folder, ids, this.#environment));
    try {
      return await this.#ring;
    } catch (error) {
      this.#ring = undefined; // the key may be put back meanwhile
      throw error;
    }
  }
}
