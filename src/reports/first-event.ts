/** Days of events in the zone of a workspace, and the first of them. */
import type { FactsSession } from '../facts/index.ts';

/** Tells the day of an instant in a zone; null: in UTC. */
export function dayIn(timeZone: string | null): (at: Date) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: timeZone ?? 'UTC', dateStyle: 'short' });
  return (at) => format.format(at);
}

const FIRST = `
select min(e.at) as first_at from (
  select min(p.happened_at) as at from pageviews p having count(*) > 0
  union all
  select min(c.happened_at) as at from clicks c having count(*) > 0) e having count(*) > 0`;

/** The day of the first view or click; null: there was none. */
export async function firstEventDay(facts: FactsSession, timeZone: string | null): Promise<string | null> {
  const [row] = await facts.query(FIRST);
  return row === undefined ? null : dayIn(timeZone)(new Date(`${String(row['first_at']).replace(' ', 'T')}Z`));
}
