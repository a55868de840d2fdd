/** A clock and a sleep for tests: time stands still while a request is under way and jumps to the next one who sleeps. */
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { Clock, Outbound, Sleep } from '../../core/index.ts';

interface Sleeper {
  readonly untilMs: number;
  readonly wake: () => void;
}

/** Virtual time; hours of waiting pass in milliseconds, requests to real servers included. */
export class VirtualTime {
  #nowMs: number;
  #underWay = 0;
  readonly #sleepers = new Set<Sleeper>();
  /** Every wait that was asked for, in ms. */
  readonly sleptMs: number[] = [];

  constructor(start: string) {
    this.#nowMs = Date.parse(start);
  }

  readonly clock: Clock = () => new Date(this.#nowMs);

  readonly sleep: Sleep = (ms, signal) => {
    signal?.throwIfAborted();
    this.sleptMs.push(ms);
    return new Promise((resolve, reject) => {
      const sleeper: Sleeper = { untilMs: this.#nowMs + ms, wake: resolve };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      });
    });
  };

  /** How many sleep now. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  /** Sets the clock, also back, as a person would; nobody wakes. */
  setNow(nowMs: number): void {
    this.#nowMs = nowMs;
  }

  /** The same outbound; time stands still until each head has come. */
  watch(outbound: Outbound): Outbound {
    return {
      request: async (request) => {
        this.#underWay += 1;
        try {
          return await outbound.request(request);
        } finally {
          this.#underWay -= 1;
        }
      },
    };
  }

  /** Lets time pass until the work is done, and gives its result. */
  async run<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = (): void => {
      isDone = true;
    };
    work.then(done, done);
    while (!isDone) {
      for (let turn = 0; turn < 3; turn += 1) await nextTurn();
      if (this.#underWay > 0) await wait(1);
      else this.#wakeNext();
    }
    return work;
  }

  #wakeNext(): void {
    const [next] = [...this.#sleepers].sort((a, b) => a.untilMs - b.untilMs);
    if (next === undefined) return;
    this.#sleepers.delete(next);
    this.#nowMs = Math.max(this.#nowMs, next.untilMs);
    next.wake();
  }
}
