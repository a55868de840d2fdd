/** Whether the model may name pages, and whether its confidence may be shown as it is. Pure. */

/**
 * `passes`: better than both simpler ways, and calibrated · `corrected`: better, but its confidences are mapped to what
 * they proved worth · `off`: a simpler way is better, so it names nothing · `too-few`: not enough known orders to judge;
 * then it names pages by what is usual elsewhere.
 */
export const VERDICTS = ['too-few', 'passes', 'corrected', 'off'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Results of a check as decimal texts. */
export interface Checked {
  readonly logLoss: string | null;
  readonly pageError: string | null;
  readonly calibrationPoints: string | null;
}

/** Below this a check says more about chance than about the model. */
export const FEWEST_ORDERS = 50;
/** Mean distance of stated and right that is still called calibrated. */
export const MOST_POINTS = 5;

/** Judges by the likelihood of the truth and by the sums of pages. */
export function judge(orders: number, model: Checked, simpler: readonly Checked[]): Verdict {
  const { logLoss, pageError, calibrationPoints } = model;
  if (orders < FEWEST_ORDERS || logLoss === null || pageError === null) return 'too-few';
  const isBetter = simpler.every(
    (one) =>
      (one.logLoss === null || Number(logLoss) < Number(one.logLoss)) &&
      (one.pageError === null || Number(pageError) <= Number(one.pageError) + PAGE_TOLERANCE),
  );
  if (!isBetter) return 'off';
  return Number(calibrationPoints) < MOST_POINTS ? 'passes' : 'corrected';
}

/** Sums of few pages differ by chance: so much more error is no reason to call the other way better. */
const PAGE_TOLERANCE = 0.02;
