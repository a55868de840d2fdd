/** Pageviews, impressions and clicks by what is asked for: from the days that are counted, and the events around them. */
import { EVENT_KINDS, type EventKind, PAGES_SAID } from '../attribution/index.ts';
import type { Counts } from './earned.ts';
import { countsByDay, findCounted } from './event-days.ts';
import { countsOf, type EventColumn, type Events, isEventColumn } from './events.ts';
import type { Filter } from './filters.ts';
import type { Days } from './period.ts';
import type { ReportSources } from './question.ts';

export interface TrafficQuestion {
  /** A column of events, what pages say, or `day`; of anything else nothing is counted. */
  readonly by: string;
  readonly days: Days;
  readonly filters: readonly Filter[];
  readonly timeZone: string | null;
}

/** What was counted; what cannot be told is null. */
export interface TrafficCounts {
  readonly counts: ReadonlyMap<string, Counts>;
  /** Of a key without any event. */
  readonly none: Counts;
  readonly total: Counts;
}

const isOfPage = (by: string): by is 'author' | 'category' => by === 'author' || by === 'category';

/** The join by which a page (SQL) says its author or category; '' where neither is asked for. */
export const pagesOf = (by: string, page: string): string =>
  isOfPage(by) ? ` left join ${PAGES_SAID} g on g.page = ${page}` : '';

/** The text of the counts; both engines must answer it alike. */
function countsSql({ relations, condition, amount, columnOf }: Events, by: string): string {
  const key = isOfPage(by) ? `coalesce(g.${by}, '')` : columnOf(by as EventColumn); // the caller asked whether it is one
  return `
select ${key} as k, ${amount} as events
from ${relations}${pagesOf(by, 'concat(e.page_host, e.page_path)')} where ${condition} group by ${key}`;
}

/** Counts them. */
export async function readTraffic(
  sources: ReportSources,
  { by, days, filters, timeZone }: TrafficQuestion,
): Promise<TrafficCounts> {
  const { facts, names } = sources;
  const byKey = new Map<string, Record<EventKind, number>>();
  const told = { pageviews: false, impressions: false, clicks: false };
  const total = { pageviews: 0, impressions: 0, clicks: 0 };
  const count = (kind: EventKind, key: string, events: number): void => {
    const own = byKey.get(key) ?? { pageviews: 0, impressions: 0, clicks: 0 };
    own[kind] += events;
    total[kind] += events;
    byKey.set(key, own);
  };
  const counted = findCounted(facts);
  for (const kind of by === 'day' ? EVENT_KINDS : []) {
    const byDay = await countsByDay(sources, { kind, days, filters, column: null }, counted);
    if (byDay === null) continue;
    told[kind] = true;
    for (const [day, events] of byDay) count(kind, day, events);
  }
  for (const kind of isEventColumn(by) || isOfPage(by) ? EVENT_KINDS : []) {
    const column = isEventColumn(by) ? by : 'page';
    const parts = await countsOf({ kind, days, timeZone, filters, names, column }, counted);
    if (parts === null) continue;
    told[kind] = true;
    for (const part of parts) {
      for (const row of await facts.query(countsSql(part, by), part.parameters)) {
        count(kind, String(row['k']), Number(row['events']));
      }
    }
  }
  const shown = (counts: typeof total): Counts => ({
    pageviews: told.pageviews ? counts.pageviews : null,
    impressions: told.impressions ? counts.impressions : null,
    clicks: told.clicks ? counts.clicks : null,
  });
  return {
    counts: new Map([...byKey].map(([key, counts]) => [key, shown(counts)])),
    none: shown({ pageviews: 0, impressions: 0, clicks: 0 }),
    total: shown(total),
  };
}
