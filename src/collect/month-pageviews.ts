/** The pageviews of a month over all sites of a workspace, as plans count them. */
import type { FactsStore } from '../facts/index.ts';

/** Pageviews that were kept in a month (`2026-03`, UTC), of all sites, also of those that were removed since. */
export async function readMonthPageviews(facts: FactsStore, month: string): Promise<number> {
  const [row] = await facts.query(
    `select sum(events) as events from collected_counts
     where outcome = 'pageview' and site_id <> '' and day >= {first:Date32} and day <= {last:Date32}`,
    { first: `${month}-01`, last: lastDayOf(month) },
  );
  return Number(row?.['events'] ?? 0);
}

function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10); // day 0 of the next one
}
