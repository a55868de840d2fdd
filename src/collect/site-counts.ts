/** What came of a site and what became of it: the counts that the collector keeps. */
import type { FactsStore } from '../facts/index.ts';
import { EVENT_KINDS } from './kept.ts';

/** Counts of one day or of all; `received` is `accepted` and `dropped` together. */
export interface OutcomeCounts {
  readonly received: number;
  readonly accepted: number;
  readonly dropped: number;
  /** By kind of event, and by reason. Only what is not 0. */
  readonly byKind: Readonly<Record<string, number>>;
  readonly byReason: Readonly<Record<string, number>>;
}

export interface SiteCounts {
  /** Of the first and the last event that was kept, ISO 8601 UTC. */
  readonly firstEventAt: string | null;
  readonly lastEventAt: string | null;
  readonly today: OutcomeCounts;
  readonly total: OutcomeCounts;
}

/** Counts of a site ('' = events of no known site); `today` is a day, UTC. */
export async function readSiteCounts(facts: FactsStore, siteId: string, today: string): Promise<SiteCounts> {
  const rows = await facts.query(
    `select outcome, sum(events) as events, sum(case when day = {today:Date32} then events else 0 end) as events_today,
       min(first_at) as first_at, max(last_at) as last_at
     from collected_counts where site_id = {site:String} group by outcome`,
    { site: siteId, today },
  );
  const counts = rows.map((row) => ({
    outcome: String(row['outcome']),
    total: Number(row['events']),
    today: Number(row['events_today']),
    firstAt: isoOf(row['first_at']),
    lastAt: isoOf(row['last_at']),
  }));
  const kept = counts.filter(({ outcome }) => isKind(outcome));
  return {
    firstEventAt: kept.map(({ firstAt }) => firstAt).sort()[0] ?? null,
    lastEventAt:
      kept
        .map(({ lastAt }) => lastAt)
        .sort()
        .at(-1) ?? null,
    today: outcomesOf(counts.map(({ outcome, today: events }) => ({ outcome, events }))),
    total: outcomesOf(counts.map(({ outcome, total: events }) => ({ outcome, events }))),
  };
}

function isKind(outcome: string): boolean {
  return (EVENT_KINDS as readonly string[]).includes(outcome);
}

function outcomesOf(counts: readonly { readonly outcome: string; readonly events: number }[]): OutcomeCounts {
  const byKind: Record<string, number> = {};
  const byReason: Record<string, number> = {};
  let [accepted, dropped] = [0, 0];
  for (const { outcome, events } of counts) {
    if (events === 0) continue;
    if (isKind(outcome)) {
      byKind[outcome] = events;
      accepted += events;
    } else {
      byReason[outcome] = events;
      dropped += events;
    }
  }
  return { received: accepted + dropped, accepted, dropped, byKind, byReason };
}

/** `2026-03-01 10:11:12.5` → ISO 8601 with milliseconds. */
function isoOf(instant: string | number | null | undefined): string {
  return new Date(`${String(instant).replace(' ', 'T')}Z`).toISOString();
}
