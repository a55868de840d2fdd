/** Time from click to order, in steps that grow with it: most orders come within minutes or hours, the last within a month. Pure. */

const MINUTE_MS = 60_000;
const DAY_MIN = 1440;

/** Upper ends of the bins in minutes; the last is the longest lag that is looked at. */
export const LAG_BIN_ENDS_MIN = [
  1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 1440, 2880, 4320, 7200, 10_080, 14_400,
  20_160, 30_240, 43_200,
] as const;

/** Days that the model looks back: networks pay for clicks of up to 30 days by default. */
export const LOOK_BACK_DAYS = 43_200 / DAY_MIN;

/** The bin of a lag; null for a click after its order, or too long before it. */
export function lagBin(lagMs: number): number | null {
  if (lagMs < 0) return null;
  const bin = LAG_BIN_ENDS_MIN.findIndex((end) => lagMs < end * MINUTE_MS);
  return bin === -1 ? null : bin;
}

/** Width of a bin in minutes. */
export function lagBinWidth(bin: number): number {
  const end = LAG_BIN_ENDS_MIN[bin];
  if (end === undefined) throw new RangeError(`there is no lag bin ${bin}`);
  return end - (LAG_BIN_ENDS_MIN[bin - 1] ?? 0);
}
