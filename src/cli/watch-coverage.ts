/** Looks once a day of every workspace whether clearly fewer sub-ids come back, and has its members told by mail. */
import { describeError, type Log } from '../core/index.ts';
import type { DropMail } from '../notify/index.ts';
import { newDrops, type Watched } from '../reports/index.ts';

/** A workspace to look at. */
export interface WatchedWorkspace {
  readonly id: string;
  /** Its day. */
  readonly today: () => Promise<string>;
  /** Its advertisers; it takes a report. */
  readonly coverage: () => Promise<readonly Watched[]>;
}

/** What a watch works with. */
export interface CoverageWatching {
  readonly workspaces: () => Promise<readonly WatchedWorkspace[]>;
  readonly mail: Pick<DropMail, 'told' | 'tell'>;
  readonly log: Log;
}

/** A day begins at another time in every zone; a look that failed is tried again after as long. */
const LOOK_EVERY_MS = 10 * 60_000;

/** The watch of an installation that sends mail. */
export class CoverageWatch {
  readonly #watching: CoverageWatching;
  /** The last day of each workspace that was looked at. After a restart it is looked at once more, which tells nothing twice. */
  readonly #seen = new Map<string, string>();
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();

  constructor(watching: CoverageWatching) {
    this.#watching = watching;
  }

  /** Looks from time to time until it is stopped. */
  start(): void {
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.look());
    }, LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Ends it; a look that is under way is waited for. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    await this.#looking;
  }

  /** Looks at the workspaces whose day is a new one. Never throws: what goes wrong with one is logged, and tried again. */
  async look(): Promise<void> {
    const { workspaces, log } = this.#watching;
    try {
      for (const workspace of await workspaces()) await this.#lookAt(workspace);
    } catch (error) {
      log.warn('coverage not looked at', { error: describeError(error).message });
    }
  }

  async #lookAt({ id, today, coverage }: WatchedWorkspace): Promise<void> {
    const { mail, log } = this.#watching;
    try {
      const day = await today();
      if (this.#seen.get(id) === day) return;
      const { tell, over } = newDrops(await coverage(), await mail.told(id), day);
      await mail.tell(id, tell, over, day);
      this.#seen.set(id, day);
    } catch (error) {
      log.warn('coverage not looked at', { workspace: id, error: describeError(error).message });
    }
  }
}
