/** How orders follow clicks in time, learned from commissions whose click is known. Pure. */
import { LAG_BIN_ENDS_MIN, lagBin, lagBinWidth } from './lag-bins.ts';

/** How many known commissions fell into each lag bin. */
export type LagCounts = readonly number[];

/** Per lag bin: which share of a click's orders comes in one minute of it. Over all minutes of all bins it sums to 1. */
export type LagKernel = readonly number[];

/** An advertiser's own lags count as much as so many known commissions of the network before they outweigh it. */
const PRIOR_STRENGTH = 20;
/**
 * Where nothing is known at all: half of the orders within 2 hours, 90 % within 3 days, which is what publishers' own
 * reports show as usual; any network with known commissions soon outweighs it.
 */
const PRIOR_SHARES = [
  0.05, 0.04, 0.03, 0.04, 0.03, 0.04, 0.045, 0.035, 0.05, 0.045, 0.035, 0.04, 0.03, 0.04, 0.03, 0.05, 0.04, 0.06, 0.08,
  0.06, 0.03, 0.03, 0.02, 0.02, 0.01, 0.01, 0.01,
];

/** The kernel of a network: all its known commissions, over the general prior. */
export function networkKernel(counts: LagCounts): LagKernel {
  return kernelOf(counts, PRIOR_SHARES);
}

/** The kernel of an advertiser, over its network's. */
export function advertiserKernel(counts: LagCounts, network: LagKernel): LagKernel {
  return kernelOf(
    counts,
    network.map((density, bin) => density * lagBinWidth(bin)),
  );
}

function kernelOf(counts: LagCounts, prior: readonly number[]): LagKernel {
  const priorSum = prior.reduce((sum, share) => sum + share, 0);
  const known = LAG_BIN_ENDS_MIN.map((_, bin) => counts[bin] ?? 0);
  const total = known.reduce((sum, count) => sum + count, 0) + PRIOR_STRENGTH;
  return known.map((count, bin) => {
    const share = (count + (PRIOR_STRENGTH * (prior[bin] ?? 0)) / priorSum) / total;
    return share / lagBinWidth(bin);
  });
}

const MINUTE_MS = 60_000;
/** Of the two buckets of some minutes, the click's and the order's, so many places are tried. */
const PLACES = 12;

/**
 * The kernel for a click `back` buckets of `minutes` before its order: its mean over where both may lie in their buckets.
 * The middle alone would lie on an edge of the kernel, and lose a tenth of all orders. Lags of single minutes are learned
 * as they are asked, so there is nothing to spread; clocks differ, so a click may seem to come after its order.
 */
export function bucketDensity(kernel: LagKernel, minutes: number, back: number): number {
  const densityAt = (lag: number): number => (lag < 0 ? 0 : (kernel[lagBin(lag * MINUTE_MS) ?? -1] ?? 0));
  if (minutes === 1) return densityAt(Math.max(0, back));
  let sum = 0;
  for (let click = 0; click < PLACES; click += 1) {
    for (let order = 0; order < PLACES; order += 1) sum += densityAt((back + (order - click) / PLACES) * minutes);
  }
  return sum / PLACES ** 2;
}
