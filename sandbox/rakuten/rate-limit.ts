/** The network's limit of requests a minute and token. */

/** A sliding window of one minute. */
export interface RateLimit {
  /** Counts a request at `atMs`; answers 0 when it may pass, else the milliseconds until one may. */
  admit(token: string, atMs: number): number;
}

const MINUTE_MS = 60_000;

/** `perMinute` requests in any minute; refused requests do not count. Infinity = no limit. */
export function createRateLimit(perMinute: number): RateLimit {
  const passed = new Map<string, number[]>();
  return {
    admit: (token, atMs) => {
      const recent = (passed.get(token) ?? []).filter((instant) => instant > atMs - MINUTE_MS && instant <= atMs);
      passed.set(token, recent);
      const oldest = recent.length >= perMinute ? (recent[recent.length - perMinute] ?? atMs) : null;
      if (oldest !== null) return oldest + MINUTE_MS - atMs;
      recent.push(atMs);
      return 0;
    },
  };
}
