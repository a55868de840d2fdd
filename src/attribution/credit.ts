/**
 * Several touches came before one commission: how much of it does each earn? Every model answers with whole weights, so
 * that `splitAmount` shares the money out exactly. Pure.
 */

/**
 * `last`, `first`: all of it · `linear`: equal parts · `position`: 40 % each to the first and the last, 20 % to those
 * between · `time-decay`: half as much for every 7 days before the end · `shapley`: equal parts to the distinct channels
 * (the Shapley value of the game in which a set of channels earns the paths it can walk alone) · `markov`: by what would
 * be lost without the channel.
 */
export const CREDIT_MODELS = ['last', 'first', 'linear', 'position', 'time-decay', 'shapley', 'markov'] as const;
export type CreditModel = (typeof CREDIT_MODELS)[number];

/** One touch of a path. */
export interface Touch {
  /** What earns: a page, a source … */
  readonly channel: string;
  /** Epoch milliseconds. */
  readonly atMs: number;
}

/** What a model may have to know besides the path. */
export interface CreditContext {
  /** The end of the path, epoch milliseconds; only `time-decay` asks. */
  readonly endMs: number;
  /** What would be lost without each channel, 0–1 (`removalEffects`); only `markov` asks. */
  readonly effects: ReadonlyMap<string, number>;
}

/** 7 days, as the ad platforms that have this model use it. */
const HALF_LIFE_MS = 7 * 86_400_000;
/** Weights that come from real numbers are kept to 2^-40, about 12 digits. */
const SCALE = 2 ** 40;

/** The weight of each touch, in the order of the path; at least one is above 0. Throws RangeError for an empty path. */
export function creditWeights(model: CreditModel, path: readonly Touch[], context: CreditContext): bigint[] {
  if (path.length === 0) throw new RangeError('a path without touches');
  switch (model) {
    case 'last':
      return path.map((_, place) => (place === path.length - 1 ? 1n : 0n));
    case 'first':
      return path.map((_, place) => (place === 0 ? 1n : 0n));
    case 'linear':
      return path.map(() => 1n);
    case 'position':
      return positionWeights(path.length);
    case 'time-decay':
      return decayWeights(path, context.endMs);
    case 'shapley':
      return channelWeights(path, () => 1n);
    case 'markov':
      return markovWeights(path, context.effects);
  }
}

/** 40 : 20 : 40 in whole numbers: the ends weigh twice as much as all that are between together. */
function positionWeights(length: number): bigint[] {
  if (length <= 2) return Array.from({ length }, () => 1n);
  const end = 2n * BigInt(length - 2);
  return Array.from({ length }, (_, place) => (place === 0 || place === length - 1 ? end : 1n));
}

function decayWeights(path: readonly Touch[], endMs: number): bigint[] {
  const newest = Math.max(...path.map(({ atMs }) => atMs));
  // Relative to the newest touch, so that an old path does not vanish in the scale; a factor common to all changes nothing.
  const end = Math.min(endMs, newest);
  return path.map(({ atMs }) => BigInt(Math.round(SCALE * 2 ** (-Math.max(0, end - atMs) / HALF_LIFE_MS))));
}

/** The weight of each channel, shared equally by its touches. */
function channelWeights(path: readonly Touch[], weightOf: (channel: string) => bigint): bigint[] {
  const counts = new Map<string, bigint>();
  for (const { channel } of path) counts.set(channel, (counts.get(channel) ?? 0n) + 1n);
  const common = [...counts.values()].reduce(leastCommonMultiple, 1n);
  return path.map(({ channel }) => weightOf(channel) * (common / (counts.get(channel) ?? 1n)));
}

/** Where the model knows no channel of the path (a new one, or none matters), it has nothing to say against equal parts. */
function markovWeights(path: readonly Touch[], effects: ReadonlyMap<string, number>): bigint[] {
  const weights = channelWeights(path, (channel) => BigInt(Math.round(SCALE * (effects.get(channel) ?? 0))));
  return weights.some((weight) => weight > 0n) ? weights : channelWeights(path, () => 1n);
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}
