/** How orders follow clicks in time, learned from commissions whose click is known. Pure. */
import { LAG_BIN_ENDS_MIN, lagBinWidth } from './lag-bins.ts';

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
