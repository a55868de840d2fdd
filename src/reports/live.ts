/** The last minutes, as the browser script saw them: views and clicks by minute, pages, sources, the newest clicks. */
import { instantText } from '../core/index.ts';
import type { FactsStore, SqlParameters, SqlRow } from '../facts/index.ts';
import { isoInstant } from './question.ts';

/** What is asked. */
export interface LiveQuestion {
  readonly at: Date;
  readonly minutes: number;
  /** Of this site alone. */
  readonly site?: string;
}

interface Seen {
  readonly pageviews: number;
  readonly clicks: number;
}

export interface LiveReport {
  readonly at: string;
  /** The oldest first; the last one is under way. */
  readonly minutes: readonly (Seen & { readonly at: string })[];
  readonly total: Seen & {
    /** Different ids of readers among the views that have one. */
    readonly readers: number;
    readonly viewsWithoutReader: number;
  };
  readonly pages: readonly (Seen & { readonly host: string; readonly path: string; readonly title: string | null })[];
  readonly sources: readonly {
    readonly sourceClass: string | null;
    readonly name: string | null;
    readonly pageviews: number;
  }[];
  readonly networks: readonly { readonly network: string; readonly label: string; readonly clicks: number }[];
  readonly devices: readonly { readonly device: string; readonly pageviews: number }[];
  readonly countries: readonly { readonly country: string | null; readonly pageviews: number }[];
  readonly clicks: readonly LiveClick[];
}

/** One click; `hasClickId`: the link left the page with an id, so a sale can be traced back to it. */
export interface LiveClick {
  readonly event: string;
  readonly at: string;
  readonly site: string;
  readonly host: string;
  readonly path: string;
  readonly link: string;
  readonly network: string;
  readonly networkLabel: string;
  readonly placement: string | null;
  readonly position: number | null;
  readonly linkText: string | null;
  readonly device: string;
  readonly country: string | null;
  readonly city: string | null;
  readonly hasClickId: boolean;
}

const MINUTE_MS = 60_000;
const MOST_ROWS = 12;
const MOST_CLICKS = 25;

/** Arrivals: views that came from another page of the same site are none. */
const ARRIVED = "coalesce(source_class, '') <> 'internal'";

/** The texts of the report; both engines must answer them alike. */
export function liveSql(isOfOneSite: boolean) {
  const since = `happened_at >= {since:DateTime64(6, 'UTC')} and happened_at <= {at:DateTime64(6, 'UTC')} and day >= {day:Date32}`;
  const chosen = isOfOneSite ? `site_id = {site:String} and ${since}` : since;
  const of = (table: string): string => `from ${table} where ${chosen}`;
  const ranked = (columns: string, table: string, also = ''): string =>
    `select ${columns}, count(*) as events ${of(table)}${also} group by ${columns} order by events desc, ${columns} limit ${MOST_ROWS}`;
  return {
    minutes: `select minute, sum(is_view) as pageviews, sum(is_click) as clicks from (
      select minute_of(happened_at) as minute, 1 as is_view, 0 as is_click ${of('pageviews')}
      union all select minute_of(happened_at) as minute, 0 as is_view, 1 as is_click ${of('clicks')}) m
      group by minute order by minute`,
    readers: `select count(distinct visitor) as readers, sum(case when visitor is null then 1 else 0 end) as without ${of('pageviews')}`,
    pages: `select page_host, page_path, max(title) as title, sum(is_view) as pageviews, sum(is_click) as clicks from (
      select page_host, page_path, title, 1 as is_view, 0 as is_click ${of('pageviews')}
      union all select page_host, page_path, null as title, 0 as is_view, 1 as is_click ${of('clicks')}) p
      group by page_host, page_path order by pageviews desc, clicks desc, page_host, page_path limit ${MOST_ROWS}`,
    sources: ranked('source_class, source_name', 'pageviews', ` and ${ARRIVED}`),
    networks: ranked('network', 'clicks'),
    devices: ranked('device', 'pageviews'),
    countries: ranked('country', 'pageviews'),
    clicks: `select event_id, cast(happened_at as varchar) as happened, site_id, page_host, page_path, link, network, placement, position,
      link_text, device, country, city, case when click_id is null then 0 else 1 end as has_id
      ${of('clicks')} order by happened_at desc, event_id limit ${MOST_CLICKS}`,
  };
}

/** Answers it; `labels` says what networks are called. */
export async function readLive(
  facts: FactsStore,
  { at, minutes, site }: LiveQuestion,
  labels: ReadonlyMap<string, string>,
): Promise<LiveReport> {
  const last = Math.floor(at.getTime() / MINUTE_MS);
  const sinceMs = (last - minutes + 1) * MINUTE_MS;
  const since = instantText(new Date(sinceMs));
  const parameters: SqlParameters = {
    since,
    at: instantText(at),
    day: since.slice(0, 10),
    ...(site === undefined ? {} : { site }),
  };
  const texts = liveSql(site !== undefined);
  const ask = (name: keyof typeof texts): Promise<readonly SqlRow[]> => facts.query(texts[name], parameters);
  const byMinute = new Map((await ask('minutes')).map((row) => [Number(row['minute']), seenOf(row)]));
  const [readers] = await ask('readers');
  const series = Array.from({ length: minutes }, (_, place) => {
    const minute = last - minutes + 1 + place;
    return { at: new Date(minute * MINUTE_MS).toISOString(), ...(byMinute.get(minute) ?? { pageviews: 0, clicks: 0 }) };
  });
  return {
    at: at.toISOString(),
    minutes: series,
    total: {
      pageviews: series.reduce((sum, { pageviews }) => sum + pageviews, 0),
      clicks: series.reduce((sum, { clicks }) => sum + clicks, 0),
      readers: Number(readers?.['readers'] ?? 0),
      viewsWithoutReader: Number(readers?.['without'] ?? 0),
    },
    pages: (await ask('pages')).map((row) => ({
      host: String(row['page_host']),
      path: String(row['page_path']),
      title: textOf(row['title']),
      ...seenOf(row),
    })),
    sources: (await ask('sources')).map((row) => ({
      sourceClass: textOf(row['source_class']),
      name: textOf(row['source_name']),
      pageviews: Number(row['events']),
    })),
    networks: (await ask('networks')).map((row) => ({
      network: String(row['network']),
      label: labels.get(String(row['network'])) ?? String(row['network']),
      clicks: Number(row['events']),
    })),
    devices: (await ask('devices')).map((row) => ({ device: String(row['device']), pageviews: Number(row['events']) })),
    countries: (await ask('countries')).map((row) => ({
      country: textOf(row['country']),
      pageviews: Number(row['events']),
    })),
    clicks: (await ask('clicks')).map((row) => clickOf(row, labels)),
  };
}

function clickOf(row: SqlRow, labels: ReadonlyMap<string, string>): LiveClick {
  const network = String(row['network']);
  const position = Number(row['position']);
  return {
    event: String(row['event_id']),
    at: isoInstant(String(row['happened'])),
    site: String(row['site_id']),
    host: String(row['page_host']),
    path: String(row['page_path']),
    link: String(row['link']),
    network,
    networkLabel: labels.get(network) ?? network,
    placement: textOf(row['placement']),
    position: position === 0 ? null : position,
    linkText: textOf(row['link_text']),
    device: String(row['device']),
    country: textOf(row['country']),
    city: textOf(row['city']),
    hasClickId: Number(row['has_id']) === 1,
  };
}

function seenOf(row: SqlRow): Seen {
  return { pageviews: Number(row['pageviews'] ?? 0), clicks: Number(row['clicks'] ?? 0) };
}

/** null where nothing is said: an empty text says no more than none. */
function textOf(value: SqlRow[string] | undefined): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}
