/** Steps of walks that were counted part by part, put together under common numbers. Pure. */
import { WalkCounts } from './removal-effects.ts';

/** Steps between channels by numbers of their own (0 = the start or the end): from, to, and in how many won and lost walks. */
export interface Steps {
  readonly channels: ReadonlyMap<number, string>;
  readonly steps: readonly (readonly [from: number, to: number, won: number, lost: number])[];
}

/** Channels are far fewer: a pair of numbers is one number. */
const MOST_CHANNELS = 2 ** 26;

export class WalkSums {
  /** Numbers from 1, as they came. */
  readonly #numbers = new Map<string, number>();
  readonly #places = new Map<number, number>();
  readonly #won: number[] = [];
  readonly #lost: number[] = [];

  add({ channels, steps }: Steps): void {
    const own = new Map<number, number>([[0, 0]]);
    for (const [number, name] of channels) {
      const known = this.#numbers.get(name) ?? this.#numbers.size + 1;
      this.#numbers.set(name, known);
      own.set(number, known);
    }
    for (const [from, to, won, lost] of steps) {
      const pair = (own.get(from) ?? 0) * MOST_CHANNELS + (own.get(to) ?? 0);
      const place = this.#places.get(pair) ?? this.#won.length;
      this.#places.set(pair, place);
      this.#won[place] = (this.#won[place] ?? 0) + won;
      this.#lost[place] = (this.#lost[place] ?? 0) + lost;
    }
  }

  /**
   * Channels by name, the first has number 1, and each step once in the order of their numbers: sums of real numbers that
   * are made of them are the same in whatever parts the steps came.
   */
  inOrder(): { readonly names: readonly string[]; readonly counts: WalkCounts } {
    const channels = [...this.#numbers].map(([name, number]) => ({ name, number, bytes: Buffer.from(name) }));
    channels.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
    const ranks = new Float64Array(channels.length + 1);
    for (const [place, { number }] of channels.entries()) ranks[number] = place + 1;
    const counts = new WalkCounts(channels.length);
    const steps = [...this.#places].map(([pair, place]) => {
      const from = ranks[Math.floor(pair / MOST_CHANNELS)] ?? 0;
      return { from, to: ranks[pair % MOST_CHANNELS] ?? 0, place };
    });
    for (const { from, to, place } of steps.sort((a, b) => a.from - b.from || a.to - b.to))
      counts.add(from, to, this.#won[place] ?? 0, this.#lost[place] ?? 0);
    return { names: channels.map(({ name }) => name), counts };
  }
}
