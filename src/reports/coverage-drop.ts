/** Whether sub-ids tell clearly less than before: links lost their tag, or a report its column; and what is new of that. Pure. */
import { dayBefore } from '../core/index.ts';

/** Lines, and those of them whose click or rule is known. */
export interface Covered {
  readonly lines: number;
  readonly covered: number;
}

/** An advertiser that is looked at every day: its last days that are over, and those before them. */
export interface Watched {
  readonly network: string;
  readonly advertiserId: string;
  readonly advertiser: string | null;
  readonly now: Covered;
  readonly before: Covered;
}

/** A drop that was told, and how much was covered before it. */
export interface Told {
  readonly network: string;
  readonly advertiserId: string;
  readonly toldOn: string;
  readonly before: Covered;
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

/** In points of 100: so near to what it was before it counts as recovered. */
const RECOVERED_WITHIN = 5;
/** After so many days the days before are all days of after the drop: that it ever was different is forgotten. */
const FORGOTTEN_AFTER = 35;
const WATCHED_DAYS = 7;

/** The last 7 days that are over, and the 28 before them. */
export function watchedDays(today: string) {
  return {
    ...{ from: dayBefore(today, WATCHED_DAYS), to: dayBefore(today, 1) },
    ...{ compareFrom: dayBefore(today, FORGOTTEN_AFTER), compareTo: dayBefore(today, WATCHED_DAYS + 1) },
  };
}

/** Which of the watched are to be told of today, and which of the told are over, so that they are told of again. */
export function newDrops<One extends Watched, Old extends Told>(
  watched: readonly One[],
  told: readonly Old[],
  today: string,
): { readonly tell: readonly One[]; readonly over: readonly Old[] } {
  const over = told.filter((old) => {
    if (old.toldOn <= dayBefore(today, FORGOTTEN_AFTER)) return true;
    const one = watched.find((other) => isSame(other, old));
    return one !== undefined && hasRecovered(one.now, old.before);
  });
  const quiet = told.filter((old) => !over.includes(old));
  const tell = watched.filter((one) => hasDropped(one.now, one.before) && !quiet.some((old) => isSame(one, old)));
  return { tell, over };
}

function isSame(a: Pick<Told, 'network' | 'advertiserId'>, b: Pick<Told, 'network' | 'advertiserId'>): boolean {
  return a.network === b.network && a.advertiserId === b.advertiserId;
}

/** A handful of lines says as little about the end of a drop as about its beginning. */
function hasRecovered(now: Covered, before: Covered): boolean {
  if (now.lines < FEWEST_LINES) return false;
  const missing = before.covered * now.lines - now.covered * before.lines;
  return 100 * missing <= RECOVERED_WITHIN * before.lines * now.lines;
}
