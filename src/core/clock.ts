/** The only place that asks what time it is. */
import { setTimeout as wait } from 'node:timers/promises';

/** Gives the present instant. */
export type Clock = () => Date;

/** The machine's clock. */
export const systemClock: Clock = () => new Date();

/** Waits so many milliseconds (none for 0 or less); an aborted signal ends the wait at once by throwing its reason. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** The longest wait that a timer of Node takes; a longer one would fire after 1 ms. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** Waits by the machine's timers. */
export const systemSleep: Sleep = async (ms, signal) => {
  signal?.throwIfAborted();
  for (let leftMs = ms; leftMs > 0; leftMs -= LONGEST_TIMER_MS) {
    try {
      await wait(Math.min(leftMs, LONGEST_TIMER_MS), undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted(); // the timer wraps the reason, we promise the reason itself
      throw error;
    }
  }
};

/** An instant as `YYYY-MM-DD HH:MM:SS.ffffff` UTC, the form in which instants enter the stores. */
export function instantText(instant: Date): string {
  return `${instant.toISOString().slice(0, 23).replace('T', ' ')}000`;
}

/** The day `days` before another, both `YYYY-MM-DD`. */
export function dayBefore(day: string, days: number): string {
  const instant = new Date(`${day}T00:00:00Z`);
  instant.setUTCDate(instant.getUTCDate() - days);
  return instant.toISOString().slice(0, 10);
}
