/** How often something happened on each day of the workspace. */
import { type CountedDays, countedDays, QUARTER_MIN } from '../attribution/index.ts';
import type { FactsStore } from '../facts/index.ts';
import { countsOf, type EventQuestion } from './events.ts';
import type { Days } from './period.ts';
import { dayIn } from './first-event.ts';
import { PLAIN_VIEW, type ReportSources } from './question.ts';

/** Which of these days are counted. */
export type FindCounted = (within: Days) => Promise<CountedDays | null>;

/** Asks once, of the same days, for every kind of events. */
export function findCounted(facts: FactsStore): FindCounted {
  const found = new Map<string, Promise<CountedDays | null>>();
  return (within) => {
    const key = `${within.from} ${within.to}`;
    const known = found.get(key) ?? countedDays(facts, within);
    found.set(key, known);
    return known;
  };
}

/** What is counted, of which days. */
export type CountedEvents = Pick<EventQuestion, 'kind' | 'days' | 'filters' | 'column'>;

/** Events by day; days without any are left out. null: this kind of event cannot tell what is asked. */
export async function countsByDay(
  { facts, names, view = PLAIN_VIEW }: ReportSources,
  asked: CountedEvents,
  counted: FindCounted,
): Promise<Map<string, number> | null> {
  const { timeZone } = view.making;
  const byQuarter = timeZone !== null && timeZone !== 'UTC';
  const parts = await countsOf({ ...asked, timeZone, names, byQuarter }, counted);
  if (parts === null) return null;
  const dayOf = dayIn(timeZone);
  const counts = new Map<string, number>();
  for (const { quarter, amount, sql, parameters } of parts) {
    const text = `select ${quarter} as quarter, ${amount} as events ${sql} group by ${quarter}`;
    for (const row of await facts.query(text, parameters)) {
      const day = dayOf(new Date(Number(row['quarter']) * QUARTER_MIN * 60_000));
      counts.set(day, (counts.get(day) ?? 0) + Number(row['events']));
    }
  }
  return counts;
}
