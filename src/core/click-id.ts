/**
 * Ids of single clicks, short enough for every sub-id parameter: `a`, 8 characters of time, 10 random, 1 check character.
 * Lower-case base 36 without a dash, so that no network takes one for a number or a UUID, folds it into another one or
 * encodes it. Pure, and shared with the browser script: imports nothing.
 */

export const CLICK_ID_LENGTH = 20;
/** Random bytes that `makeClickId` takes, for a character each: 51 bits for each millisecond. */
export const CLICK_ID_RANDOM = 10;

const BASE = 36;
const PRIME = 37;
/** No click id is older than the browser script; with it, few words look like the beginning of one. */
const EARLIEST = 1_767_225_600_000; // 2026-01-01; a call would stay in the browser script
/** A clock of a reader may be wrong by this much. */
const CLOCK_ERROR_MS = 172_800_000;
/** Shorter beginnings of an id cannot be told from a word. */
const SHORTEST_TRACE = 10;

/**
 * ISO 7064 MOD 37-2: finds every changed character and every swap of any two. The value 36 has no character in base 36,
 * so an id that would need it is not made.
 */
const checkValue = (body: string): number => {
  let sum = 0;
  for (const character of body) sum = ((sum + parseInt(character, BASE)) * 2) % PRIME;
  return (PRIME + 1 - sum) % PRIME;
};

/**
 * The id of a click at this time (milliseconds since 1970; since 1972 they have 8 characters), from `CLICK_ID_RANDOM`
 * random bytes. An id that would have no check character is that of a millisecond later.
 */
export const makeClickId = (time: number, random: Iterable<number>): string => {
  let body = 'a' + time.toString(BASE);
  for (const byte of random) body += (byte % BASE).toString(BASE);
  const check = checkValue(body);
  return check < BASE ? body + check.toString(BASE) : makeClickId(time + 1, random);
};

/**
 * What a sub-id that came back says about a click id.
 * `intact` and `folded` (a network changed the case) have the id, lower-case. `truncated`: a beginning of an id, at least
 * 10 characters of it. `damaged`: as long as one or longer, but the check character says that it is not. `none`: no trace.
 */
export type ClickIdReading =
  | { readonly kind: 'intact' | 'folded'; readonly id: string }
  | { readonly kind: 'truncated' | 'damaged' | 'none'; readonly id: null };

/** True if the time in the text can be the time of a click. */
function hasClickTime(text: string, latest: number): boolean {
  const time = Number.parseInt(text.slice(1, 9), BASE);
  return text[0] === 'a' && time >= EARLIEST && time <= latest;
}

/** Reads one word of a sub-id. */
function readWord(word: string, latest: number): ClickIdReading {
  const id = word.toLowerCase();
  if (id.length < SHORTEST_TRACE || !hasClickTime(id, latest)) return { kind: 'none', id: null };
  if (id.length < CLICK_ID_LENGTH) return { kind: 'truncated', id: null };
  const isWhole = id.length === CLICK_ID_LENGTH && checkValue(id.slice(0, -1)).toString(BASE) === id.slice(-1);
  if (!isWhole) return { kind: 'damaged', id: null };
  return { kind: id === word ? 'intact' : 'folded', id };
}

const RANK = ['intact', 'folded', 'damaged', 'truncated', 'none'] as const;

/** What a sub-id says about a click id, and which word of it says so. */
export type ClickIdTrace = ClickIdReading & {
  /** The beginning that is left of a truncated id, lower-case; null in any other. */
  readonly beginning: string | null;
  /** Milliseconds: before it the click cannot have been, whatever the reader's clock showed; null without a trace. */
  readonly earliest: number | null;
};

/**
 * Finds the click id in a sub-id as a network reported it, alone or behind a publisher's own text (`newsletter_ID`), also
 * where signs were percent-encoded on the way. `now` (milliseconds) refuses times that are still to come.
 */
export function clickIdTrace(text: string, now: number = BASE ** 8): ClickIdTrace {
  const words = text.replace(/%(?:25)*[0-9a-f]{2}/gi, ' ').split(/[^0-9a-z]+/i);
  const read = words.reverse().map((word) => ({ word, reading: readWord(word, now + CLOCK_ERROR_MS) })); // ours is written last
  for (const kind of RANK) {
    const found = read.find(({ reading }) => reading.kind === kind);
    if (found === undefined || kind === 'none') continue;
    const word = found.word.toLowerCase();
    return {
      ...found.reading,
      beginning: kind === 'truncated' ? word : null,
      earliest: Number.parseInt(word.slice(1, 9), BASE) - CLOCK_ERROR_MS,
    };
  }
  return { kind: 'none', id: null, beginning: null, earliest: null };
}

/** The reading of `clickIdTrace` alone. */
export function parseClickId(text: string, now?: number): ClickIdReading {
  const { beginning: _beginning, earliest: _earliest, ...reading } = clickIdTrace(text, now);
  return reading;
}
