/** How often something happened on each day of the workspace. */
import { type EventQuestion, eventsOf } from './events.ts';
import { dayIn } from './first-event.ts';
import { PLAIN_VIEW, type ReportSources } from './question.ts';

/** Zones are whole quarters of an hour apart: so finely events are counted, and put into the days of the zone here. */
const QUARTER_MIN = 15;

/** What is counted, of which days. */
export type CountedEvents = Pick<EventQuestion, 'kind' | 'days' | 'filters' | 'column'>;

/** Events by day; days without any are left out. null: this kind of event cannot tell what is asked. */
export async function countsByDay(
  { facts, names, view = PLAIN_VIEW }: ReportSources,
  asked: CountedEvents,
): Promise<Map<string, number> | null> {
  const { timeZone } = view.making;
  const events = eventsOf({ ...asked, timeZone, names });
  if (events === null) return null;
  const quarter = `whole_part(minute_of(e.happened_at), ${QUARTER_MIN})`;
  const count = asked.kind === 'impressions' ? 'sum(e.seen)' : 'count(*)';
  const rows = await facts.query(
    `select ${quarter} as quarter, ${count} as events ${events.sql} group by ${quarter}`,
    events.parameters,
  );
  const dayOf = dayIn(timeZone);
  const counts = new Map<string, number>();
  for (const row of rows) {
    const day = dayOf(new Date(Number(row['quarter']) * QUARTER_MIN * 60_000));
    counts.set(day, (counts.get(day) ?? 0) + Number(row['events']));
  }
  return counts;
}
