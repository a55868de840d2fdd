/** How often something may be tried within a time; in memory, so a restart begins anew. */
import { type Clock, TributaryError } from '../core/index.ts';

/** At most `most` tries within `withinMs`, counted from the first. */
export interface Limit {
  readonly most: number;
  readonly withinMs: number;
}

/** What is tried, by whom, and how often it may be. */
export interface Attempt {
  readonly key: string;
  readonly limit: Limit;
}

const MINUTE_MS = 60_000;
/** One guess a minute of one person who has forgotten; at 12 characters that finds nothing in a lifetime. */
export const ACCOUNT_FROM_NETWORK: Limit = { most: 10, withinMs: 15 * MINUTE_MS };
/** Guessing spread over many networks is stopped here, and costs the owner an hour at most. */
export const ACCOUNT: Limit = { most: 60, withinMs: 60 * MINUTE_MS };
/** An office behind one address signs in within this; a list of stolen passwords does not get far. */
export const NETWORK: Limit = { most: 60, withinMs: 15 * MINUTE_MS };

/** About 2 MB; beyond it the oldest are forgotten. */
const MOST_KEPT = 20_000;

/** Counts tries. A try counts when it begins, so that many at once do not slip through. */
export class AttemptLimits {
  readonly #clock: Clock;
  readonly #tries = new Map<string, { count: number; readonly endsAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts one try for each. Throws `too-many-attempts`, then counting none, if one of them is used up. */
  take(attempts: readonly Attempt[]): void {
    const now = this.#clock().getTime();
    for (const { key, limit } of attempts) {
      const tried = this.#tries.get(key);
      if (tried === undefined || tried.endsAt <= now || tried.count < limit.most) continue;
      const at = new Date(tried.endsAt).toISOString();
      throw new TributaryError('too-many-attempts', `There were too many attempts: try again after ${at} (UTC).`);
    }
    for (const { key, limit } of attempts) {
      const tried = this.#tries.get(key);
      if (tried !== undefined && tried.endsAt > now) tried.count += 1;
      else this.#begin(key, now + limit.withinMs, now);
    }
  }

  /** Forgets the tries that ended well. */
  forget(key: string): void {
    this.#tries.delete(key);
  }

  #begin(key: string, endsAt: number, now: number): void {
    this.#tries.delete(key); // so that it is the newest
    if (this.#tries.size >= MOST_KEPT) {
      for (const [other, tried] of this.#tries) if (tried.endsAt <= now) this.#tries.delete(other);
      const [oldest] = this.#tries.keys();
      if (this.#tries.size >= MOST_KEPT && oldest !== undefined) this.#tries.delete(oldest);
    }
    this.#tries.set(key, { count: 1, endsAt });
  }
}
