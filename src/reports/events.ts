/**
 * Pageviews, impressions and clicks of a period as relations of SQL, under the filters that they can tell. Days are those
 * of the workspace's zone, or of UTC where the networks' own days are shown.
 */
import { visitsSql } from '../attribution/index.ts';
import { dayBefore } from '../core/index.ts';
import type { SqlParameters, SqlValue } from '../facts/index.ts';
import { instantInZone } from '../ledger/index.ts';
import { type Bind, inSql, isOfShare, scopeSql, shareColumns, sharedSql } from './filter-sql.ts';
import { type Dimension, type Filter, NONE } from './filters.ts';
import type { Names } from './names.ts';
import type { Days } from './period.ts';

export const EVENT_KINDS = ['pageviews', 'impressions', 'clicks'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

const OF_VISIT: ReadonlySet<string> = new Set(['sourceClass', 'source', 'medium', 'utmCampaign', 'landing']);
const OF_LINK: ReadonlySet<string> = new Set(['link', 'placement', 'position', 'advertiser', 'network']);

/** Columns of an event e, and of its visit v. */
const COLUMNS = {
  page: 'concat(e.page_host, e.page_path)',
  site: 'e.site_id',
  link: 'e.link',
  placement: `coalesce(e.placement, '')`,
  position: `case when e.position = 0 then '' else cast(e.position as varchar) end`,
  advertiser: 'e.advertiser_id',
  network: 'e.network',
  sourceClass: `coalesce(v.source_class, '')`,
  source: `coalesce(v.source_name, '')`,
  medium: `coalesce(v.medium, '')`,
  utmCampaign: `coalesce(v.campaign, '')`,
  landing: `coalesce(v.landing, '')`,
  device: 'e.device',
  browser: 'e.browser',
  readerCountry: `coalesce(e.country, '')`,
} as const;
export type EventColumn = keyof typeof COLUMNS;

export function isEventColumn(name: string): name is EventColumn {
  return name in COLUMNS;
}

/** Filters of the ledger that no event can tell. */
export function ignoredBy(filters: readonly Filter[]): Dimension[] {
  const isTold = (dimension: Dimension): boolean =>
    dimension !== 'method' && (isOfShare(dimension) || dimension === 'advertiser' || dimension === 'network');
  return [...new Set(filters.map(({ dimension }) => dimension).filter((dimension) => !isTold(dimension)))];
}

/** Events of a kind; null where the kind cannot tell the column or a filter. */
export interface Events {
  /** `from` and `where`, with the columns of `eventColumn`. */
  readonly sql: string;
  /** The same in two parts, for more relations between them. */
  readonly from: string;
  readonly condition: string;
  readonly parameters: SqlParameters;
}

/** The text by which events are told apart. */
export function eventColumn(name: EventColumn): string {
  return COLUMNS[name];
}

/** What is asked of events. */
export interface EventQuestion {
  readonly kind: EventKind;
  readonly days: Days;
  readonly timeZone: string | null;
  readonly filters: readonly Filter[];
  readonly names: Names;
  /** The column that is looked at, besides the filters. */
  readonly column: EventColumn | null;
}

/** The events that are asked for; null where this kind cannot tell what is asked. */
export function eventsOf({ kind, days, timeZone, filters, names, column }: EventQuestion): Events | null {
  const asked = [...filters.map(({ dimension }): string => dimension), ...(column === null ? [] : [column])];
  if (kind === 'pageviews' && asked.some((name) => OF_LINK.has(name))) return null;
  const parameters: Record<string, SqlValue> = {
    since: wallInstant(days.from, timeZone),
    until: wallInstant(dayBefore(days.to, -1), timeZone),
  };
  const texts = filters.flatMap(({ dimension, operator, values }, place) => {
    const bind: Bind = (value, n) => {
      const name = `e${place}_${n}`;
      parameters[name] = value;
      return `{${name}:String}`;
    };
    if (dimension === 'method') return [];
    if (isOfShare(dimension))
      return [sharedSql(dimension, operator, values, bind, { ...shareColumns('e'), ...COLUMNS })];
    if (dimension === 'network')
      return [scopeSql({ dimension, operator, values }, dimension, names, bind, COLUMNS.network)];
    if (dimension !== 'advertiser') return [];
    const texts = values.map((value) => (value === NONE ? '' : value));
    if (operator !== 'contains') return [inSql(COLUMNS.advertiser, operator, texts, bind)];
    return [values.map((value, n) => `has_text(folded(e.advertiser_id), folded(${bind(value, n)}))`).join(' or ')];
  });
  const within = `e.happened_at >= {since:DateTime64(6, 'UTC')} and e.happened_at < {until:DateTime64(6, 'UTC')}`;
  const visits = asked.some((name) => OF_VISIT.has(name))
    ? ` left join ${visitsOf()} v on v.site_id = e.site_id and v.view_id = e.view_id`
    : '';
  if (visits !== '') {
    parameters['visitsFrom'] = dayBefore(String(parameters['since']).slice(0, 10), 1);
    parameters['visitsTo'] = String(parameters['until']).slice(0, 10);
  }
  const from = `from ${kind} e${visits}`;
  const condition = [within, ...texts.map((text) => `(${text})`)].join(' and ');
  return { sql: `${from} where ${condition}`, from, condition, parameters };
}

/** How the visits of the days around a period began, one row a view. A click may be on the day after its view. */
function visitsOf(): string {
  const days = `(select * from pageviews where day >= {visitsFrom:Date32} and day <= {visitsTo:Date32})`;
  const first = ['source_class', 'source_name', 'medium', 'campaign', 'landing'].map(
    (name) => `min(w.${name}) as ${name}`,
  );
  return `(select w.site_id as site_id, w.view_id as view_id, ${first.join(', ')} from ${visitsSql(days)} w group by w.site_id, w.view_id)`;
}

/** The instant at which a day begins, as the facts store has it. */
export function wallInstant(day: string, timeZone: string | null): string {
  const wall = Date.parse(`${day}T00:00:00Z`);
  const at = timeZone === null ? wall : instantInZone(timeZone, wall / 1000) * 1000;
  return new Date(at).toISOString().replace('T', ' ').replace('Z', '000');
}
