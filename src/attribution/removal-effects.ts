/**
 * What would be lost without a channel: readers walk from channel to channel as a first-order Markov chain, counted from
 * all walks, those without a commission included. The removal effect of a channel is the share of commissions that are
 * not reached when everyone who comes to it leaves. Probabilities are real numbers; money is not touched here. Pure.
 *
 * A walk that is lost without a channel is one that comes to it and then, from its first time there, reaches a commission:
 * effect = visits ÷ returns × chance ÷ chance of the start. `visits` a walk makes to it were counted; `chance` of every
 * channel solves one set of equations; `returns`, how often who is there is there in all, is 1 + the chance to be back
 * after 1, 2, 3 … steps. So it takes one solution instead of one for each channel.
 */
import { setImmediate as breathe } from 'node:timers/promises';

/** A change below this in every state ends the iteration. */
const PRECISION = 1e-12;
const MOST_ROUNDS = 10_000;
/** Returns are counted until what is left is below this part of them … */
const RETURNS_PRECISION = 1e-10;
/** … or until so many steps were looked at, over all channels: two or three seconds of a processor. */
const MOST_WORK = 300_000_000;
/** What a place has to hold for each of its steps to be settled: first, and how much less in each round. */
const FIRST_LEAST = 0.01;
const LESS_EACH_ROUND = 8;
/** The server answers others after so many. */
const WORK_AT_ONCE = 3_000_000;

/** Effects by the number of the channel, 0–1. */
export interface RemovalEffects {
  /** 0 of channels that no walk with a commission touched. */
  readonly effects: Float64Array;
  /** No effect is further off than this part of itself. */
  readonly error: number;
}

/** Steps of walks between channels 1 … n; 0 is the start (`from`) and the end (`to`). */
export class WalkCounts {
  readonly channels: number;
  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly weight: number[] = [];
  /** By channel, 0 = the start: steps out of it, to it, and straight to a commission. */
  readonly leaves: Float64Array;
  readonly visits: Float64Array;
  readonly wins: Float64Array;
  /** Steps to a channel in walks that reach a commission. */
  readonly wonVisits: Float64Array;

  constructor(channels: number) {
    this.channels = channels;
    this.leaves = new Float64Array(channels + 1);
    this.visits = new Float64Array(channels + 1);
    this.wins = new Float64Array(channels + 1);
    this.wonVisits = new Float64Array(channels + 1);
  }

  /** So many walks that reached a commission, and so many that did not, made this step. Each pair of channels once. */
  add(from: number, to: number, won: number, lost: number): void {
    if (won + lost === 0) return;
    this.leaves[from] = (this.leaves[from] ?? 0) + won + lost;
    if (to === 0) {
      this.wins[from] = (this.wins[from] ?? 0) + won;
      return;
    }
    this.visits[to] = (this.visits[to] ?? 0) + won + lost;
    this.wonVisits[to] = (this.wonVisits[to] ?? 0) + won;
    this.from.push(from);
    this.to.push(to);
    this.weight.push(won + lost);
  }
}

/** The steps out of each state (or into it), one behind another: those of state s lie from `begins[s]` to `begins[s + 1]`. */
interface Steps {
  readonly begins: Int32Array;
  readonly ends: Int32Array;
  readonly chances: Float64Array;
}

/** The removal effect of every channel that a walk with a commission touched. */
export async function removalEffects(counts: WalkCounts, mostWork = MOST_WORK): Promise<RemovalEffects> {
  const { channels, leaves, visits, wins, wonVisits } = counts;
  const effects = new Float64Array(channels + 1);
  const onward = stepsBy(counts, 'from');
  const back = stepsBy(counts, 'to');
  const chance = await solve(onward, (state) => (leaves[state] === 0 ? 0 : (wins[state] ?? 0) / (leaves[state] ?? 1)));
  const length = await solve(onward, () => 1);
  const whole = chance[0] ?? 0;
  const begun = leaves[0] ?? 0;
  if (whole === 0 || begun === 0) return { effects, error: 0 };
  const wanted = [...wonVisits.keys()].filter((channel) => channel > 0 && (wonVisits[channel] ?? 0) > 0);
  const all = wanted.reduce((sum, channel) => sum + (visits[channel] ?? 0), 0);
  const returns = new Returns({ onward, back, length, visits });
  let [error, work] = [0, 0];
  for (const channel of wanted) {
    const visited = visits[channel] ?? 0;
    // half of the work alike for all, half by weight: who is visited often is come back to on many ways
    const most = (mostWork / 2) * (1 / wanted.length + visited / all);
    const counted = returns.of(channel, most);
    effects[channel] = Math.min(1, (visited * (chance[channel] ?? 0)) / (begun * counted.returns * whole));
    error = Math.max(error, counted.error);
    work += counted.work;
    if (work < WORK_AT_ONCE) continue;
    work = 0;
    await breathe();
  }
  return { effects, error };
}

/** The steps `from` each state, or those `to` it that begin at a channel: nobody comes back to the start. */
function stepsBy({ channels, from, to, weight, leaves }: WalkCounts, side: 'from' | 'to'): Steps {
  const [keys, others] = side === 'from' ? [from, to] : [to, from];
  const isCounted = (step: number): boolean => side === 'from' || from[step] !== 0;
  const begins = new Int32Array(channels + 2);
  for (const [step, key] of keys.entries()) if (isCounted(step)) begins[key + 1] = (begins[key + 1] ?? 0) + 1;
  for (let state = 0; state <= channels; state += 1)
    begins[state + 1] = (begins[state + 1] ?? 0) + (begins[state] ?? 0);
  const free = begins.slice();
  const count = begins[channels + 1] ?? 0;
  const ends = new Int32Array(count);
  const chances = new Float64Array(count);
  for (const [step, key] of keys.entries()) {
    if (!isCounted(step)) continue;
    const place = free[key] ?? 0;
    free[key] = place + 1;
    ends[place] = others[step] ?? 0;
    chances[place] = (weight[step] ?? 0) / (leaves[from[step] ?? 0] ?? 1);
  }
  return { begins, ends, chances };
}

/** x(state) = own(state) + what the step that follows brings. Gauss–Seidel. */
async function solve({ begins, ends, chances }: Steps, own: (state: number) => number): Promise<Float64Array> {
  const values = new Float64Array(begins.length - 1);
  let work = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let change = 0;
    for (let state = values.length - 1; state >= 0; state -= 1) {
      let sum = own(state);
      const end = begins[state + 1] ?? 0;
      for (let step = begins[state] ?? 0; step < end; step += 1)
        sum += (chances[step] ?? 0) * (values[ends[step] ?? 0] ?? 0);
      change = Math.max(change, Math.abs(sum - (values[state] ?? 0)));
      values[state] = sum;
    }
    if (change < PRECISION) break;
    work += ends.length;
    if (work < WORK_AT_ONCE) continue;
    work = 0;
    await breathe();
  }
  return values;
}

/**
 * How often walks from a state come to each other (or from each other to it): `settled` of it is known, and a walk still
 * stands where `left` is. Settling a state hands what is left there on by its steps.
 */
class Spread {
  readonly #steps: Steps;
  readonly settled: Float64Array;
  readonly left: Float64Array;
  /** States that have ever been reached. */
  states: number[] = [];

  constructor(steps: Steps) {
    this.#steps = steps;
    this.settled = new Float64Array(steps.begins.length - 1);
    this.left = new Float64Array(steps.begins.length - 1);
  }

  begin(state: number): void {
    for (const one of this.states) {
      this.settled[one] = 0;
      this.left[one] = 0;
    }
    this.states = [state];
    this.left[state] = 1;
  }

  /** Settles once every state that holds more than `least` for each of its steps. Answers how many steps it took, about `most` at most. */
  settle(least: number, most: number): number {
    const { begins, ends, chances } = this.#steps;
    let work = 0;
    const count = this.states.length;
    for (let place = 0; place < count && work <= most; place += 1) {
      const state = this.states[place] ?? 0;
      const value = this.left[state] ?? 0;
      const [begin, end] = [begins[state] ?? 0, begins[state + 1] ?? 0];
      if (value === 0 || value < least * (end - begin)) continue;
      this.left[state] = 0;
      this.settled[state] = (this.settled[state] ?? 0) + value;
      for (let step = begin; step < end; step += 1) this.#put(ends[step] ?? 0, value * (chances[step] ?? 0));
      work += end - begin + 1;
    }
    return work;
  }

  #put(state: number, value: number): void {
    const held = this.left[state] ?? 0;
    if (held === 0 && this.settled[state] === 0) this.states.push(state);
    this.left[state] = held + value;
  }
}

interface ReturnsOf {
  readonly onward: Steps;
  readonly back: Steps;
  /** How many channels a walk still touches, the present one included. */
  readonly length: Float64Array;
  readonly visits: Float64Array;
}

/** How often a walk that is at a channel is there, this time included. */
class Returns {
  readonly #onward: Spread;
  readonly #back: Spread;
  readonly #length: Float64Array;
  readonly #visits: Float64Array;
  readonly #allVisits: number;

  constructor({ onward, back, length, visits }: ReturnsOf) {
    this.#onward = new Spread(onward);
    this.#back = new Spread(back);
    this.#length = length;
    this.#visits = visits;
    this.#allVisits = visits.reduce((sum, count) => sum + count, 0);
  }

  /**
   * Walks onward from the channel are followed to where they stand, and walks that end at it are followed back: what is
   * settled onward, what stands there times what is settled back, and a rest that goes from where the ones stand to where
   * the others do. Dear places wait until nothing cheaper is left; it ends when the rest is nothing or `mostWork` is done.
   */
  of(channel: number, mostWork: number): { returns: number; error: number; work: number } {
    this.#onward.begin(channel);
    this.#back.begin(channel);
    let work = 0;
    for (let least = FIRST_LEAST; ; least /= LESS_EACH_ROUND) {
      for (let settled = 1; settled > 0 && work <= mostWork; work += settled) {
        settled = this.#onward.settle(least, mostWork - work) + this.#back.settle(least, mostWork - work);
      }
      work += this.#onward.states.length + this.#back.states.length;
      const { returns, most } = this.#counted(channel);
      if (most <= RETURNS_PRECISION * returns || work > mostWork) return { returns, error: most / returns, work };
    }
  }

  #counted(channel: number): { returns: number; most: number } {
    const [onward, back] = [this.#onward, this.#back];
    let returns = onward.settled[channel] ?? 0;
    let still = 0;
    for (const state of onward.states) {
      const left = onward.left[state] ?? 0;
      returns += left * ((back.settled[state] ?? 0) + (back.left[state] ?? 0));
      still += left * ((this.#length[state] ?? 1) - 1);
    }
    let [most, usual] = [0, 0];
    for (const state of back.states) {
      const left = back.left[state] ?? 0;
      most = Math.max(most, left);
      usual += left * (this.#visits[state] ?? 0);
    }
    // the rest as if walks were by now spread as all visits are: it is between nothing and the most
    return { returns: returns + (still * usual) / this.#allVisits, most: still * most };
  }
}
