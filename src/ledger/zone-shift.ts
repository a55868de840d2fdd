/** How far the clocks of one zone are ahead of another's on a day of the other. Pure, by the zones that Node knows. */

const DAY_S = 86_400;
/** Clocks are changed on a quarter of an hour; what is finer is found by halving. */
const SAMPLE_S = 900;
/** Offsets are within 26 hours of each other: what changes in this time around a day may concern it. */
const AROUND_S = 36 * 3600;

/** `shift0` seconds until the second `change1` of the day, `shift1` until `change2`, then `shift2`. */
export interface ZoneShift {
  readonly shift0: number;
  readonly change1: number;
  readonly shift1: number;
  readonly change2: number;
  readonly shift2: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether Node knows a zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z][\w+/-]*$/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).format() !== '';
  } catch {
    return false;
  }
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}

/** How many seconds the clocks of a zone are ahead of UTC at an instant, in seconds since 1970. */
function offsetAt(zone: string, instant: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant * 1000)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - instant;
}

/**
 * The instant at which the clocks of a zone showed a time; the first where they showed it twice, and where they skipped
 * it the instant by the clocks before.
 */
export function instantInZone(zone: string, wall: number): number {
  const [before, after] = [offsetAt(zone, wall - AROUND_S), offsetAt(zone, wall + AROUND_S)];
  const found = [before, after].map((offset) => wall - offset).filter((at) => offsetAt(zone, at) === wall - at);
  return found.length === 0 ? wall - before : Math.min(...found);
}

/** How far `to` is ahead of `from` on a day of `from`. */
export function zoneShift(from: string, to: string, day: string): ZoneShift {
  const midnight = Date.parse(`${day}T00:00:00Z`) / 1000;
  const shiftAt = (second: number): number => {
    const wall = midnight + second;
    const instant = instantInZone(from, wall);
    return instant + offsetAt(to, instant) - wall;
  };
  const shift0 = shiftAt(0);
  const isSteady = [from, to].every(
    (zone) => offsetAt(zone, midnight - AROUND_S) === offsetAt(zone, midnight + DAY_S + AROUND_S),
  );
  const changes = isSteady ? [] : changesOf(shiftAt);
  if (changes.length > 2) throw new Error(`clocks of ${from} and ${to} change ${changes.length} times on ${day}`);
  const [first, second] = changes;
  const shift1 = first?.shift ?? shift0;
  return {
    shift0,
    change1: first?.at ?? DAY_S,
    shift1,
    change2: second?.at ?? DAY_S,
    shift2: second?.shift ?? shift1,
  };
}

/** Every second of a day from which another shift holds. */
function changesOf(shiftAt: (second: number) => number): { readonly at: number; readonly shift: number }[] {
  const changes: { at: number; shift: number }[] = [];
  for (let from = 0; from < DAY_S; from += SAMPLE_S) {
    const to = Math.min(from + SAMPLE_S, DAY_S - 1);
    const shift = shiftAt(to);
    if (shiftAt(from) === shift) continue;
    let [low, high] = [from, to];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (shiftAt(middle) === shift) high = middle;
      else low = middle;
    }
    changes.push({ at: high, shift });
  }
  return changes;
}
