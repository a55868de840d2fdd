/** What time it is in the world that a server shows. */

/** `virtual`: stands still until it is set. `real`: runs with the machine's clock, `offsetMs` ahead of it. */
export type WorldClockOptions =
  | { readonly kind: 'virtual'; readonly now?: Date }
  | { readonly kind: 'real'; readonly offsetMs?: number };

/** The clock of one server. */
export interface WorldClock {
  nowMs(): number;
  /** Throws RangeError for an invalid date or when the clock is real. */
  set(now: Date): void;
}

/** `startAt`: where a virtual clock stands, and what a real clock shows when it starts, unless the options say. */
export function createWorldClock(options: WorldClockOptions, startAt: Date): WorldClock {
  if (options.kind === 'real') {
    const offsetMs = options.offsetMs ?? startAt.getTime() - Date.now();
    return {
      nowMs: () => Date.now() + offsetMs,
      set: () => {
        throw new RangeError('the clock is real: it cannot be set');
      },
    };
  }
  let nowMs = validMs(options.now ?? startAt);
  return {
    nowMs: () => nowMs,
    set: (now) => {
      nowMs = validMs(now);
    },
  };
}

function validMs(date: Date): number {
  if (Number.isNaN(date.getTime())) throw new RangeError('the clock was set to an invalid date');
  return date.getTime();
}
