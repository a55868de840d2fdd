/**
 * What would be lost without a channel: readers walk from channel to channel as a first-order Markov chain, estimated from
 * all paths, those without a commission included. The removal effect of a channel is the share of commissions that are
 * not reached when everyone who comes to it leaves. Probabilities are real numbers; money is not touched here. Pure.
 */

/** Paths of one shape. */
export interface CountedPath {
  /** The channels in the order in which they were touched; at least one. */
  readonly channels: readonly string[];
  /** How many of them ended with a commission, and how many without. */
  readonly converted: number;
  readonly lost: number;
}

interface Chain {
  readonly channels: readonly string[];
  /** From each state (the channels, then the start): to which channels how often. */
  readonly steps: readonly ReadonlyMap<number, number>[];
  /** From each state straight to a commission, and out of it in all. */
  readonly wins: readonly number[];
  readonly leaves: readonly number[];
}

/** A change below this in every state ends the iteration: effects are then right to about 10 digits. */
const PRECISION = 1e-12;
const MOST_ROUNDS = 10_000;

/** The removal effect of every channel, 0–1; all are 0 where no path ends with a commission. */
export function removalEffects(paths: Iterable<CountedPath>): Map<string, number> {
  const chain = chainOf(paths);
  const whole = reached(chain, -1);
  return new Map(
    chain.channels.map((channel, state) => [channel, whole === 0 ? 0 : 1 - reached(chain, state) / whole] as const),
  );
}

function chainOf(paths: Iterable<CountedPath>): Chain {
  const states = new Map<string, number>();
  const steps: Map<number, number>[] = [];
  const wins: number[] = [];
  const leaves: number[] = [];
  const first = new Map<number, number>();
  let begun = 0;
  const stateOf = (channel: string): number => {
    const known = states.get(channel);
    if (known !== undefined) return known;
    const state = steps.length;
    states.set(channel, state);
    steps.push(new Map());
    wins.push(0);
    leaves.push(0);
    return state;
  };
  for (const { channels, converted, lost } of paths) {
    const weight = converted + lost;
    let from: number | undefined;
    for (const channel of channels) {
      const state = stateOf(channel);
      const out = from === undefined ? first : steps[from];
      out?.set(state, (out.get(state) ?? 0) + weight);
      if (from === undefined) begun += weight;
      else leaves[from] = (leaves[from] ?? 0) + weight;
      from = state;
    }
    if (from === undefined) continue;
    wins[from] = (wins[from] ?? 0) + converted;
    leaves[from] = (leaves[from] ?? 0) + weight;
  }
  return { channels: [...states.keys()], steps: [...steps, first], wins: [...wins, 0], leaves: [...leaves, begun] };
}

/** How likely a walk from the start reaches a commission when it ends at the channel `removed` (-1: none). Gauss–Seidel. */
function reached({ channels, steps, wins, leaves }: Chain, removed: number): number {
  const chance = new Float64Array(channels.length + 1);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let change = 0;
    for (let state = channels.length; state >= 0; state -= 1) {
      if (state === removed) continue;
      let sum = wins[state] ?? 0;
      for (const [to, weight] of steps[state] ?? []) sum += weight * (chance[to] ?? 0);
      const leaving = leaves[state] ?? 0;
      const next = leaving === 0 ? 0 : sum / leaving;
      change = Math.max(change, Math.abs(next - (chance[state] ?? 0)));
      chance[state] = next;
    }
    if (change < PRECISION) break;
  }
  return chance[channels.length] ?? 0;
}
