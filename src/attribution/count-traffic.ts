/**
 * Counts the events of whole days, each with how its visit began, so that a report over a year reads no event twice: days
 * that are over are counted once, and again when their events have become others (late ones came, old ones were removed).
 * Derived: a report answers the same without it, from the events (ADR 0023).
 */
import { type Clock, dayBefore } from '../core/index.ts';
import { type FactsSession, type FactsStore, type FactsWriter, isAny, type SqlParameters } from '../facts/index.ts';
import { EVENT_KINDS, type EventKind, TRAFFIC_SQL } from './traffic-sql.ts';

/** Days of UTC, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** Days that are counted, as they were at one time: `making` is the newest counting that counts. */
export interface CountedDays extends Days {
  readonly making: bigint;
}

/** So many events are counted in one turn, if they are of several days: others wait for a second at most. */
const EVENTS_AT_ONCE = 250_000;

/**
 * Which of these days are counted as their events are now: the longest row of days without a gap, as reports read one
 * stretch; null: none is.
 */
export async function countedDays(session: FactsSession, { from, to }: Days): Promise<CountedDays | null> {
  if (from > to) return null;
  const { making, isCounted } = await statesOf(session, from, to);
  let [best, first]: [Days | null, string | null] = [null, null];
  let longest = 0;
  let length = 0;
  for (let day = from; day <= to; day = dayBefore(day, -1)) {
    if (isCounted(day)) {
      first ??= day;
      length += 1;
      if (length > longest) [best, longest] = [{ from: first, to: day }, length];
    } else [first, length] = [null, 0];
  }
  return best === null ? null : { ...best, making };
}

/**
 * Counts every day that is over and not counted yet, the newest first; some days at a time, each time in a turn of its
 * own, so that others get theirs. `isEnding` is asked before each.
 */
export async function countTraffic(facts: FactsStore, clock: Clock, isEnding = () => false): Promise<void> {
  const [bounds] = await facts.query(TRAFFIC_SQL.bounds);
  if (bounds === undefined) return;
  const first = String(bounds['first_day']);
  const last = dayBefore(clock().toISOString().slice(0, 10), 1);
  await forgetReplaced(facts, first);
  if (first > last) return;
  const { isCounted, events } = await statesOf(facts, first, last);
  let [from, to, together]: [string | null, string, number] = [null, last, 0];
  const countGathered = async (): Promise<void> => {
    if (from !== null && !isEnding()) await countDays(facts, { from, to });
    [from, together] = [null, 0];
  };
  for (let day = last; day >= first && !isEnding(); day = dayBefore(day, 1)) {
    const size = events(day);
    if (isCounted(day) || together + size > EVENTS_AT_ONCE) await countGathered();
    if (isCounted(day)) continue;
    if (from === null) to = day;
    [from, together] = [day, together + size];
  }
  await countGathered();
}

/**
 * Removes days whose events are gone, what later countings replaced, and what a killed one left. It comes before the next
 * counting: a report that asks for what was newest when it began still finds that.
 */
async function forgetReplaced(facts: FactsStore, first: string): Promise<void> {
  const isReplaced = await isAny(facts, `traffic_makings m where ${TRAFFIC_SQL.replaced('m')}`);
  const isGone = await isAny(facts, 'traffic_makings m where m.day < {first:Date32}', { first });
  const isLeft = await isAny(facts, `traffic_days t where ${TRAFFIC_SQL.replaced('t')}`);
  if (!isReplaced && !isGone && !isLeft) return;
  await facts.exclusive(async (writer) => {
    for (const text of TRAFFIC_SQL.forget) await writer.run(text, { first });
  });
}

/** Counts days that lie side by side. No transaction around it: they count once their rows in `traffic_makings` are there. */
async function countDays(facts: FactsStore, { from, to }: Days): Promise<void> {
  await facts.exclusive(async (writer) => {
    const [newest] = await writer.query(TRAFFIC_SQL.newest);
    const making = BigInt(String(newest?.['making'] ?? 0)) + 1n;
    const sizes = await sizesOf(writer, dayBefore(from, 1), to);
    const parameters: SqlParameters = { making, from, to, before: dayBefore(from, 1) };
    await writer.empty('work_visit_beginnings');
    await writer.run(TRAFFIC_SQL.visits, parameters);
    await writer.run(TRAFFIC_SQL.said, parameters); // first: what says that the day is counted comes much later
    for (const text of TRAFFIC_SQL.fill) await writer.run(text, parameters);
    await finish(writer, { from, to }, making, sizes);
  });
}

/** Says of what the days were made, all of them in one statement. */
async function finish(writer: FactsWriter, { from, to }: Days, making: bigint, sizes: DaySizes): Promise<void> {
  const parameters: Record<string, string | bigint | number> = { making };
  const rows: string[] = [];
  for (let day = from; day <= to; day = dayBefore(day, -1)) {
    const n = rows.length;
    rows.push(`({making:Int64}, {day${n}:Date32}, {madeOf${n}:String}, {views${n}:Int64})`);
    Object.assign(parameters, { [`day${n}`]: day, [`madeOf${n}`]: madeOf(sizes, day) });
    parameters[`views${n}`] = sizes('pageviews', day);
  }
  await writer.run(`insert into traffic_makings (making, day, made_of, views) values ${rows.join(', ')}`, parameters);
}

interface DayStates {
  /** The newest counting there is. */
  readonly making: bigint;
  /** Whether a day is counted as its events are now. */
  readonly isCounted: (day: string) => boolean;
  /** How many rows of events it has. */
  readonly events: (day: string) => number;
}

async function statesOf(session: FactsSession, from: string, to: string): Promise<DayStates> {
  const made = await session.query(TRAFFIC_SQL.makings, { from, to });
  const states = new Map(made.map((row) => [String(row['day']), String(row['made_of'])]));
  const making = made.reduce((newest, row) => {
    const own = BigInt(String(row['making']));
    return own > newest ? own : newest;
  }, 0n);
  const sizes = await sizesOf(session, dayBefore(from, 1), to);
  return {
    making,
    isCounted: (day) => states.get(day) === madeOf(sizes, day),
    events: (day) => EVENT_KINDS.reduce((sum, kind) => sum + sizes(kind, day), 0),
  };
}

type DaySizes = (kind: EventKind, day: string) => number;

async function sizesOf(session: FactsSession, from: string, to: string): Promise<DaySizes> {
  const sizes = new Map<string, number>();
  for (const row of await session.query(TRAFFIC_SQL.sizes, { from, to })) {
    sizes.set(`${row['kind']} ${row['day']}`, Number(row['events']));
  }
  return (kind, day) => sizes.get(`${kind} ${day}`) ?? 0;
}

/** What a day is made of: its events, and the views of the day before, in which the visit of a click may have begun. */
function madeOf(sizes: DaySizes, day: string): string {
  return [sizes('pageviews', dayBefore(day, 1)), ...EVENT_KINDS.map((kind) => sizes(kind, day))].join(' ');
}
