/**
 * Is a stated confidence true? Known commissions are attributed as if their id had been lost; of the money that was given
 * a confidence of 0.7, 70 % should be on its true page. Pure.
 */
import { type Amount, amountOf, ratioText, sumAmounts } from '../../core/index.ts';

/** One answer about one known commission: some share of it was given to one page. */
export interface Claim {
  /** 0–1. */
  readonly confidence: number;
  /** The commission the claim is about; its size (a reversal counts as much as a sale). */
  readonly amount: Amount;
  readonly isTrue: boolean;
}

/** Claims of similar confidence. */
export interface CalibrationBin {
  /** Lower end, 0–0.9; the bin reaches 0.1 further. */
  readonly from: number;
  readonly claims: number;
  readonly amount: Amount;
  /** Mean confidence and share that was right, both weighted by amount, with 4 decimals; null without any amount. */
  readonly stated: string | null;
  readonly right: string | null;
}

/** The whole picture. */
export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /** Mean distance of stated and right over the bins, weighted by amount, in percentage points with 2 decimals. */
  readonly errorPoints: string | null;
}

const BINS = 10;
/** Confidences are counted in millionths, so that sums are exact whatever their order. */
const PARTS = 1_000_000n;

/** Gathers claims into ten bins. Throws RangeError for a confidence outside 0–1. */
export function calibrate(claims: Iterable<Claim>): Calibration {
  const bins = Array.from({ length: BINS }, () => ({ claims: 0, amount: 0n, stated: 0n, right: 0n }));
  for (const { confidence, amount, isTrue } of claims) {
    if (!(confidence >= 0 && confidence <= 1)) throw new RangeError(`a confidence of ${confidence}`);
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))];
    if (bin === undefined) continue;
    const size = amount < 0n ? 0n - amount : amount;
    bin.claims += 1;
    bin.amount += size;
    bin.stated += size * BigInt(Math.round(confidence * Number(PARTS)));
    if (isTrue) bin.right += size * PARTS;
  }
  const total = sumAmounts(bins.map((bin) => amountOf(bin.amount)));
  const distance = bins.reduce((sum, bin) => sum + distanceOf(bin.stated, bin.right), 0n);
  return {
    bins: bins.map((bin, place) => ({
      from: place / BINS,
      claims: bin.claims,
      amount: amountOf(bin.amount),
      stated: ratioText(bin.stated, bin.amount * PARTS, 4),
      right: ratioText(bin.right, bin.amount * PARTS, 4),
    })),
    errorPoints: ratioText(distance * 100n, total * PARTS, 2),
  };
}

function distanceOf(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a;
}
