/** Every site of the installation by its key: what the collector looks events up in, whatever workspace they are of. */
import type { CollectedSite, Site } from './site.ts';

/** Where the sites of a workspace are read: its `Sites`. */
export interface SiteSource {
  list(): Promise<readonly Site[]>;
  onChange(listener: () => Promise<void>): void;
}

/** Filled from the workspaces, and read anew when one of them changes a site. */
export class SiteBook {
  readonly #sites = new Map<string, readonly CollectedSite[]>();
  readonly #listeners = new Set<(sites: readonly CollectedSite[]) => void>();

  /** Every site of every workspace. */
  get all(): readonly CollectedSite[] {
    return [...this.#sites.values()].flat();
  }

  /** The workspaces whose sites are here, in the order in which they came. */
  get workspaces(): readonly string[] {
    return [...this.#sites.keys()];
  }

  /** Takes the sites of a workspace in, now and after every change. */
  async addWorkspace(workspaceId: string, source: SiteSource): Promise<void> {
    const read = async (): Promise<void> => {
      const sites = await source.list();
      this.#sites.set(
        workspaceId,
        sites.map(({ id, ...site }) => ({ ...site, workspaceId, siteId: id })),
      );
      this.#tell();
    };
    source.onChange(read);
    await read();
  }

  /** Forgets the sites of a workspace that is gone. */
  removeWorkspace(workspaceId: string): void {
    if (this.#sites.delete(workspaceId)) this.#tell();
  }

  onChange(listener: (sites: readonly CollectedSite[]) => void): void {
    this.#listeners.add(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.all);
  }
}
