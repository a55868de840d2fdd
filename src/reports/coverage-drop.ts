/** Whether sub-ids tell clearly less than before: links lost their tag, or a report its column. Pure. */

/** Lines, and those of them whose click or rule is known. */
export interface Covered {
  readonly lines: number;
  readonly covered: number;
}

/** With fewer lines on one side a share says little. */
const FEWEST_LINES = 30;
/** In points of 100. Less is no reason to look for a fault. */
const LEAST_DROP = 10;
/** Hardly chance: of a thousand advertisers whose links are as they were, about one is told. */
const STANDARD_ERRORS = 3;

/**
 * A drop is told where both sides have 30 lines or more, the covered share fell by 10 points or more, and by more than 3
 * standard errors of the difference of two shares.
 */
export function hasDropped(now: Covered, before: Covered): boolean {
  if (now.lines < FEWEST_LINES || before.lines < FEWEST_LINES) return false;
  // in whole numbers: 90 % less 80 % are 10 points, not a hair less
  const pairs = before.lines * now.lines;
  const fell = before.covered * now.lines - now.covered * before.lines;
  const both = (now.covered + before.covered) / (now.lines + before.lines);
  const error = Math.sqrt(both * (1 - both) * (1 / now.lines + 1 / before.lines));
  return 100 * fell >= LEAST_DROP * pairs && fell >= STANDARD_ERRORS * error * pairs;
}
