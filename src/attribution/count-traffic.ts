/**
 * Counts the events of whole days, each with how its visit began, so that a report over a year reads no event twice: days
 * that are over are counted once, and again when their events have become others (late ones came, old ones were removed).
 * Derived: a report answers the same without it, from the events (ADR 0023).
 */
import { type Clock, dayBefore } from '../core/index.ts';
import { columnsOf, type FactsSession, type FactsStore, isAny } from '../facts/index.ts';
import { VISIT_BEGINNINGS, visitsOfDays } from './visits-sql.ts';

/** Days of UTC, both included. */
export interface CountedDays {
  readonly from: string;
  readonly to: string;
}

const KINDS = ['pageviews', 'impressions', 'clicks'] as const;
type Kind = (typeof KINDS)[number];

/** The texts; both engines must treat them alike. */
const TRAFFIC_SQL = {
  /** How many events of each kind a day has. */
  sizes: KINDS.map(
    (kind) => `
select '${kind}' as kind, day_text(e.day) as day, count(*) as events from ${kind} e
where e.day >= {from:Date32} and e.day <= {to:Date32} group by e.day`,
  ).join('\nunion all'),
  makings: `select day_text(m.day) as day, m.made_of as made_of from traffic_makings m where m.day >= {from:Date32} and m.day <= {to:Date32}`,
  bounds: `select day_text(min(p.day)) as first_day from pageviews p having count(*) > 0`,
  /** Days whose events are no longer kept. */
  gone: [
    'delete from traffic_makings where day < {first:Date32}',
    'delete from traffic_days where day < {first:Date32}',
  ],
  forget: [`delete from traffic_makings where day = {day:Date32}`, `delete from traffic_days where day = {day:Date32}`],
  fill: KINDS.map((kind) => fillSql(kind)),
  finish: `insert into traffic_makings (day, made_of) values ({day:Date32}, {madeOf:String})`,
} as const;

function fillSql(kind: Kind): string {
  const onLink = (name: string, none: string): string => (kind === 'pageviews' ? none : `e.${name}`);
  const cells: Readonly<Record<string, string>> = {
    ...Object.fromEntries(
      ['site_id', 'page_host', 'page_path', 'country', 'device', 'browser'].map((name) => [name, `e.${name}`]),
    ),
    ...Object.fromEntries(['link', 'network', 'advertiser_id'].map((name) => [name, onLink(name, `''`)])),
    placement: onLink('placement', `nullif('', '')`),
    position: onLink('position', '0'),
    ...Object.fromEntries(VISIT_BEGINNINGS.map((name) => [name, `coalesce(v.${name}, '')`])),
  };
  const names = columnsOf('traffic_days').filter((name) => !['kind', 'day', 'events'].includes(name));
  return `
insert into traffic_days (kind, day, ${names.join(', ')}, events)
select '${kind}', {day:Date32}, ${names.map((name) => `x.${name}`).join(', ')}, sum(x.events)
from (
  select ${names.map((name) => `${cells[name] ?? ''} as ${name}`).join(', ')}, ${kind === 'impressions' ? 'e.seen' : '1'} as events
  from ${kind} e left join ${visitsOfDays('{before:Date32}', '{day:Date32}')} v on v.site_id = e.site_id and v.view_id = e.view_id
  where e.day = {day:Date32}) x
group by ${names.map((name) => `x.${name}`).join(', ')}`;
}

/**
 * Which of these days are counted as their events are now: the longest row of days without a gap, as reports read one
 * stretch; null: none is.
 */
export async function countedDays(session: FactsSession, { from, to }: CountedDays): Promise<CountedDays | null> {
  if (from > to) return null;
  const states = await statesOf(session, from, to);
  let [best, first]: [CountedDays | null, string | null] = [null, null];
  let longest = 0;
  let length = 0;
  for (let day = from; day <= to; day = dayBefore(day, -1)) {
    if (states(day)) {
      first ??= day;
      length += 1;
      if (length > longest) [best, longest] = [{ from: first, to: day }, length];
    } else [first, length] = [null, 0];
  }
  return best;
}

/**
 * Counts every day that is over and not counted yet, the newest first; each in a turn of its own, so that others get
 * theirs. `isEnding` is asked before each.
 */
export async function countTraffic(facts: FactsStore, clock: Clock, isEnding = () => false): Promise<void> {
  const [bounds] = await facts.query(TRAFFIC_SQL.bounds);
  if (bounds === undefined) return;
  const first = String(bounds['first_day']);
  const last = dayBefore(clock().toISOString().slice(0, 10), 1);
  if (await isAny(facts, 'traffic_makings where day < {first:Date32}', { first })) {
    await facts.exclusive(async (writer) => {
      for (const text of TRAFFIC_SQL.gone) await writer.run(text, { first });
    });
  }
  if (first > last) return;
  const isCounted = await statesOf(facts, first, last);
  for (let day = last; day >= first; day = dayBefore(day, 1)) {
    if (isCounted(day)) continue;
    if (isEnding()) return;
    await facts.exclusive((writer) =>
      writer.atomically(async () => {
        const madeOf = (await sizesOf(writer, dayBefore(day, 1), day))(day);
        const parameters = { day, before: dayBefore(day, 1), madeOf };
        for (const text of TRAFFIC_SQL.forget) await writer.run(text, parameters);
        for (const text of TRAFFIC_SQL.fill) await writer.run(text, parameters);
        await writer.run(TRAFFIC_SQL.finish, parameters);
      }),
    );
  }
}

/** Whether a day is counted as its events are now. */
async function statesOf(session: FactsSession, from: string, to: string): Promise<(day: string) => boolean> {
  const made = await session.query(TRAFFIC_SQL.makings, { from, to });
  if (made.length === 0) return () => false;
  const madeOf = new Map(made.map((row) => [String(row['day']), String(row['made_of'])]));
  const now = await sizesOf(session, dayBefore(from, 1), to);
  return (day) => madeOf.get(day) === now(day);
}

/** What a day is made of: its events, and the views of the day before, in which the visit of a click may have begun. */
async function sizesOf(session: FactsSession, from: string, to: string): Promise<(day: string) => string> {
  const sizes = new Map<string, string>();
  for (const row of await session.query(TRAFFIC_SQL.sizes, { from, to })) {
    sizes.set(`${row['kind']} ${row['day']}`, String(row['events']));
  }
  const of = (kind: Kind, day: string): string => sizes.get(`${kind} ${day}`) ?? '0';
  return (day) => [of('pageviews', dayBefore(day, 1)), ...KINDS.map((kind) => of(kind, day))].join(' ');
}
