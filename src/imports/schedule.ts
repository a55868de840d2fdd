/** When a stream is pulled, and how. Pure: the scheduler brings the clock. */
import type { PullKind } from './plan-pull.ts';

/** How often and how far back a connection is pulled. */
export interface Schedule {
  /** Hours between two pulls; default 4. */
  readonly everyHours: number;
  /** Days in which the network may still correct a line: re-read once a day. */
  readonly settleDays: number;
  /** Days that every pull reads again; default 3. */
  readonly lookBackDays: number;
}

const HOUR_MS = 3_600_000;
/** A network that is down is asked again after 5 minutes at first, and at the latest after 6 hours. */
const FIRST_BACK_OFF_MS = 5 * 60_000;
const LONGEST_BACK_OFF_MS = 6 * HOUR_MS;

/** A stream's pull is due when its time has come; a time missed while the program was off counts once. */
export function isDue(nextPullAt: string | null, now: Date): boolean {
  return nextPullAt !== null && Date.parse(nextPullAt) <= now.getTime();
}

/** Once a day (of the network's zone) the settle period is re-read, else the last days. */
export function dueKind(settledOn: string | null, today: string): PullKind {
  return settledOn === null || settledOn < today ? 'settle' : 'look-back';
}

/** When the pull after a good one comes. */
export function nextPull(schedule: Schedule, now: Date): Date {
  return new Date(now.getTime() + schedule.everyHours * HOUR_MS);
}

/**
 * When a failed or refused request is tried again: at the time the network named, else doubling from 5 minutes to
 * 6 hours, with full jitter in the upper half so that streams do not come back together. `random` is from 0 to 1.
 */
export function nextTry(failures: number, retryAt: Date | null, now: Date, random: number): Date {
  const backOff = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** Math.max(0, failures - 1));
  const own = now.getTime() + backOff * (0.5 + random / 2);
  return new Date(Math.max(own, retryAt?.getTime() ?? 0));
}
