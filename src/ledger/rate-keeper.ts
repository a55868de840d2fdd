/** Brings exchange rates in: files that a person gives, and the bank's own where the workspace asks for them. */
import { type Clock, describeError, type ErrorReport, type Log, type Outbound } from '../core/index.ts';
import type { FactsStore } from '../facts/index.ts';
import { ECB_SOURCE, readEcbRates } from './ecb-rates.ts';
import { loadRates, type RateLoad, readRateCoverage } from './exchange-rates.ts';
import { fetchEcbRates } from './fetch-rates.ts';

/** What a keeper works with. */
export interface RateKeeping {
  readonly facts: FactsStore;
  /** For temporary files. */
  readonly folder: string;
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether the workspace wants rates to be fetched. */
  readonly isWanted: () => Promise<boolean>;
}

const LOOK_EVERY_MS = 30_000;
/** The bank publishes once a working day. */
const FETCH_EVERY_MS = 6 * 3_600_000;

/** Keeps the exchange rates of one workspace. */
export class RateKeeper {
  readonly #keeping: RateKeeping;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();
  #triedAt: number | null = null;
  #problem: ErrorReport | null = null;

  constructor(keeping: RateKeeping) {
    this.#keeping = keeping;
  }

  /** Why the newest fetch failed; null = it did not. */
  get problem(): ErrorReport | null {
    return this.#problem;
  }

  /** Takes a file of the bank in. Throws `unreadable-rates`, `bad-zip`, `empty-zip`. */
  async load(name: string, bytes: Uint8Array): Promise<RateLoad> {
    const { facts, folder, clock } = this.#keeping;
    return loadRates(facts, folder, await readEcbRates(name, bytes), ECB_SOURCE, clock());
  }

  /** Fetches from time to time while the workspace wants it. */
  start(): void {
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.look());
    }, LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Ends it; a fetch that is under way is waited for. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#looking;
  }

  /** Fetches if it is wanted and time. Never throws: what went wrong is the keeper's `problem`. */
  async look(): Promise<void> {
    const { facts, folder, outbound, clock, log, isWanted } = this.#keeping;
    const now = clock();
    try {
      if (!(await isWanted())) return;
      if (this.#triedAt !== null && now.getTime() - this.#triedAt < FETCH_EVERY_MS) return;
      this.#triedAt = now.getTime();
      const { lastDay } = await readRateCoverage(facts);
      const rates = await fetchEcbRates(outbound, lastDay, now.toISOString().slice(0, 10));
      const load = await loadRates(facts, folder, rates, ECB_SOURCE, now);
      this.#problem = null;
      log.info('exchange rates fetched', { added: load.added, changed: load.changed, lastDay: load.lastDay });
    } catch (error) {
      this.#problem = describeError(error);
      log.warn('exchange rates not fetched', { error: this.#problem.message });
    }
  }
}
