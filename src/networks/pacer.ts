/** Keeps requests of one account below its limit a minute, over all connections that use the account. */
import type { Clock, Sleep } from '../core/index.ts';

/** What a pacer tells and passes time by. */
export interface PacerOptions {
  readonly clock: Clock;
  readonly sleep: Sleep;
}

const MINUTE_MS = 60_000;
/**
 * The network counts requests when they arrive, we when they leave: the first of a minute may take a second longer (name
 * look-up, TLS) than the one that follows a minute later. Costs 1.6 % of the pace.
 */
const MARGIN_MS = 1_000;
const WINDOW_MS = MINUTE_MS + MARGIN_MS;

interface Account {
  /** When the latest requests left, oldest first; none older than the window. */
  departuresMs: number[];
  /** Nothing leaves before this instant. */
  heldUntilMs: number;
  /** The latest instant that the clock showed. */
  seenMs: number;
  /** Settles when everybody who came before has had his turn or given up. */
  queue: Promise<void>;
}

/**
 * A sliding window per account: at most so many requests leave in any minute, the first ones at once, in the order in
 * which they were asked for. It lives as long as the process; after a restart the network's own 429 is the limit.
 */
export class Pacer {
  readonly #options: PacerOptions;
  readonly #accounts = new Map<string, Account>();

  constructor(options: PacerOptions) {
    this.#options = options;
  }

  /**
   * Resolves when one request may leave, and counts it. Throws the signal's reason at once when that aborts, without
   * counting, and RangeError for a pace below one request a minute.
   * @param accountKey the same for all connections of an account; a fingerprint, never the secret itself
   */
  async take(accountKey: string, requestsPerMinute: number, signal?: AbortSignal): Promise<void> {
    if (!(requestsPerMinute >= 1)) throw new RangeError(`a pace of ${requestsPerMinute} requests a minute`);
    signal?.throwIfAborted();
    const account = this.#account(accountKey);
    const before = account.queue;
    let endTurn = (): void => undefined;
    const turn = new Promise<void>((resolve) => {
      endTurn = resolve;
    });
    // Who gives up while waiting lets the next one pass only after those before him.
    account.queue = before.then(() => turn);
    try {
      await orAborted(before, signal);
      await this.#wait(account, requestsPerMinute, signal);
    } finally {
      endTurn();
    }
  }

  /** Lets no request of this account leave for so long: the network has said that there were too many. */
  holdOff(accountKey: string, ms: number): void {
    const account = this.#account(accountKey);
    const nowMs = this.#options.clock().getTime();
    followClock(account, nowMs);
    account.heldUntilMs = Math.max(account.heldUntilMs, nowMs + ms);
  }

  async #wait(account: Account, requestsPerMinute: number, signal: AbortSignal | undefined): Promise<void> {
    const { clock, sleep } = this.#options;
    for (;;) {
      const nowMs = clock().getTime();
      followClock(account, nowMs);
      const waitMs = waitOf(account, requestsPerMinute, nowMs);
      if (waitMs <= 0) {
        account.departuresMs.push(nowMs);
        return;
      }
      await sleep(waitMs, signal);
      signal?.throwIfAborted();
    }
  }

  #account(key: string): Account {
    const known = this.#accounts.get(key);
    if (known !== undefined) return known;
    const never = Number.NEGATIVE_INFINITY;
    const account: Account = { departuresMs: [], heldUntilMs: never, seenMs: never, queue: Promise.resolve() };
    this.#accounts.set(key, account);
    return account;
  }
}

/** A clock that was set back must not make anybody wait for the hours that it lost: what was before moves with it. */
function followClock(account: Account, nowMs: number): void {
  const backMs = account.seenMs - nowMs;
  if (backMs > 0) {
    account.heldUntilMs -= backMs;
    account.departuresMs = account.departuresMs.map((departureMs) => departureMs - backMs);
  }
  account.seenMs = nowMs;
}

/** How long the next request has to wait, in ms; forgets departures that no longer count. */
function waitOf(account: Account, requestsPerMinute: number, nowMs: number): number {
  account.departuresMs = account.departuresMs.filter((departureMs) => departureMs > nowMs - WINDOW_MS);
  const blocking = account.departuresMs.at(-requestsPerMinute);
  const isFree = blocking === undefined || account.departuresMs.length < requestsPerMinute;
  return Math.max(isFree ? 0 : blocking + WINDOW_MS - nowMs, account.heldUntilMs - nowMs);
}

function orAborted(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    void promise.then(resolve).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
