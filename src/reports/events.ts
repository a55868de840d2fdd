/**
 * Pageviews, impressions and clicks of a period as relations of SQL, under the filters that they can tell. Days are those
 * of the workspace's zone, or of UTC where the networks' own days are shown.
 */
import {
  type CountedDays,
  countedEvents,
  type EventKind,
  QUARTER_MIN,
  OF_VIEW,
  quarterOf,
  type VISIT_BEGINNINGS,
  visitsOfDays,
} from '../attribution/index.ts';
import { dayBefore } from '../core/index.ts';
import type { SqlParameters, SqlValue } from '../facts/index.ts';
import { instantInZone } from '../ledger/index.ts';
import { type Bind, inSql, isOfShare, scopeSql, shareColumns, sharedSql, sourceSql } from './filter-sql.ts';
import { type Dimension, type Filter, NONE } from './filters.ts';
import type { Names } from './names.ts';
import type { Days } from './period.ts';

const OF_VISIT: ReadonlySet<string> = new Set(['sourceClass', 'source', 'medium', 'utmCampaign', 'landing']);
/** What only the rows of readers tell; the sums over all readers know the rest. */
const OF_READER: ReadonlySet<string> = new Set([...OF_VISIT, 'device', 'browser', 'readerCountry', 'readerCity']);
const OF_LINK: ReadonlySet<string> = new Set(['link', 'placement', 'position', 'advertiser', 'network']);

/** How the visit v of an event e began; '' = not known. */
export const ofVisit = (name: (typeof VISIT_BEGINNINGS)[number]): string =>
  `coalesce(case when ${OF_VIEW} then v.${name} end, '')`;

/** Columns of an event e, and of its visit v. */
const COLUMNS = {
  page: 'concat(e.page_host, e.page_path)',
  site: 'e.site_id',
  link: 'e.link',
  placement: `coalesce(e.placement, '')`,
  position: `case when e.position = 0 then '' else cast(e.position as varchar) end`,
  advertiser: 'e.advertiser_id',
  network: 'e.network',
  sourceClass: ofVisit('source_class'),
  source: sourceSql(ofVisit('source_class'), ofVisit('source_name')),
  medium: ofVisit('medium'),
  utmCampaign: ofVisit('campaign'),
  landing: ofVisit('landing'),
  device: 'e.device',
  browser: 'e.browser',
  readerCountry: `coalesce(e.country, '')`,
  readerCity: `coalesce(e.city, '')`,
} as const;

/** The same of counted days: they say themselves how visits began. */
const COUNTED_COLUMNS: Readonly<Record<keyof typeof COLUMNS, string>> = {
  ...COLUMNS,
  ...{ sourceClass: 'e.source_class', source: sourceSql('e.source_class', 'e.source_name'), medium: 'e.medium' },
  ...{ utmCampaign: 'e.campaign', landing: 'e.landing' },
};
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
  /** `from` and `where`, with the columns of `columnOf`. */
  readonly sql: string;
  /** The two parts of `sql`, without their words. */
  readonly relations: string;
  readonly condition: string;
  readonly parameters: SqlParameters;
  /** How many events the rows stand for, as a sum of SQL. */
  readonly amount: string;
  /** The quarter of an hour in which they were; counted days of UTC say the first one of their day. */
  readonly quarter: string;
  /** The text by which they are told apart. */
  readonly columnOf: (name: EventColumn) => string;
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
  /** Whether days of a zone are asked for: days of UTC do not add up to them, quarters of an hour do. */
  readonly byQuarter?: boolean;
}

/** The events that are asked for, one by one; null where this kind cannot tell what is asked. */
export function eventsOf(question: EventQuestion): Events | null {
  return isTold(question) ? eventsBetween(question, ...instantsOf(question)) : null;
}

/**
 * The same in parts that together are all of them: the days that `counted` finds to be counted, and the events around them.
 * For answers that add numbers up.
 */
export async function countsOf(
  question: EventQuestion,
  counted: (days: Days) => Promise<CountedDays | null>,
): Promise<readonly Events[] | null> {
  if (!isTold(question)) return null;
  const [since, until] = instantsOf(question);
  const table = countedTable(question);
  if (table === null) return [eventsBetween(question, since, until)];
  const midnight = ' 00:00:00.000000';
  const firstDay = since.slice(0, 10);
  const within = {
    from: since.endsWith(midnight) ? firstDay : dayBefore(firstDay, -1),
    to: dayBefore(until.slice(0, 10), 1),
  };
  const days = await counted(within);
  if (days === null) return [eventsBetween(question, since, until)];
  const [begin, end] = [days.from + midnight, dayBefore(days.to, -1) + midnight];
  return [
    ...(since < begin ? [eventsBetween(question, since, begin)] : []),
    eventsCounted(question, table, days),
    ...(end < until ? [eventsBetween(question, end, until)] : []),
  ];
}

const namesOf = ({ filters, column }: EventQuestion): string[] => [
  ...filters.map(({ dimension }): string => dimension),
  ...(column === null ? [] : [column]),
];

function isTold(question: EventQuestion): boolean {
  return question.kind !== 'pageviews' || !namesOf(question).some((name) => OF_LINK.has(name));
}

/** From the first instant to before the second. */
function instantsOf({ days, timeZone }: EventQuestion): [string, string] {
  return [wallInstant(days.from, timeZone), wallInstant(dayBefore(days.to, -1), timeZone)];
}

function eventsBetween(question: EventQuestion, since: string, until: string): Events {
  const { kind } = question;
  const condition = eventCondition(question, COLUMNS);
  const isOfVisit = namesOf(question).some((name) => OF_VISIT.has(name));
  const visits = `${visitsOfDays('{visitsFrom:Date32}', '{visitsTo:Date32}')} v on v.site_id = e.site_id and v.view_id = e.view_id`;
  const around = { visitsFrom: dayBefore(since.slice(0, 10), 1), visitsTo: until.slice(0, 10) };
  return {
    ...partsOf(
      `${kind} e${isOfVisit ? ` left join ${visits}` : ''}`,
      `e.happened_at >= {since:DateTime64(6, 'UTC')} and e.happened_at < {until:DateTime64(6, 'UTC')}${condition.sql}`,
    ),
    parameters: { since, until, ...condition.parameters, ...(isOfVisit ? around : {}) },
    amount: kind === 'impressions' ? 'sum(e.seen)' : 'count(*)',
    quarter: quarterOf('e.happened_at'),
    columnOf: (name) => COLUMNS[name],
  };
}

type CountedTable = Parameters<typeof countedEvents>[0];

/** The smallest table of counted events that tells what is asked; null: none does. */
function countedTable(question: EventQuestion): CountedTable | null {
  const names = namesOf(question);
  if (question.byQuarter === true) return names.every((name) => name === 'site') ? 'traffic_quarters' : null;
  return names.some((name) => OF_READER.has(name)) ? 'traffic_days' : 'traffic_places';
}

function eventsCounted(question: EventQuestion, table: CountedTable, { from, to, making }: CountedDays): Events {
  const condition = eventCondition(question, COUNTED_COLUMNS);
  return {
    ...partsOf(
      `${countedEvents(table)} e`,
      `e.kind = '${question.kind}' and e.day >= {countedFrom:Date32} and e.day <= {countedTo:Date32}${condition.sql}`,
    ),
    parameters: { countedMaking: making, countedFrom: from, countedTo: to, ...condition.parameters },
    amount: 'sum(e.events)',
    quarter: table === 'traffic_quarters' ? 'e.quarter' : `whole_part(day_minute(e.day, '00:00:00'), ${QUARTER_MIN})`,
    columnOf: (name) => COUNTED_COLUMNS[name],
  };
}

function partsOf(relations: string, condition: string): Pick<Events, 'sql' | 'relations' | 'condition'> {
  return { sql: `from ${relations} where ${condition}`, relations, condition };
}

/** The filters, each after an `and`. */
function eventCondition(
  { filters, names }: EventQuestion,
  columns: Readonly<Record<keyof typeof COLUMNS, string>>,
): { readonly sql: string; readonly parameters: SqlParameters } {
  const parameters: Record<string, SqlValue> = {};
  const texts = filters.flatMap(({ dimension, operator, values }, place) => {
    const bind: Bind = (value, n) => {
      const name = `e${place}_${n}`;
      parameters[name] = value;
      return `{${name}:String}`;
    };
    if (dimension === 'method') return [];
    if (isOfShare(dimension))
      return [sharedSql(dimension, operator, values, bind, { ...shareColumns('e'), ...columns })];
    if (dimension === 'network')
      return [scopeSql({ dimension, operator, values }, dimension, names, bind, columns.network)];
    if (dimension !== 'advertiser') return [];
    const texts = values.map((value) => (value === NONE ? '' : value));
    if (operator !== 'contains') return [inSql(columns.advertiser, operator, texts, bind)];
    return [values.map((value, n) => `has_text(folded(e.advertiser_id), folded(${bind(value, n)}))`).join(' or ')];
  });
  return { sql: texts.map((text) => ` and (${text})`).join(''), parameters };
}

/** The instant at which a day begins, as the facts store has it. */
export function wallInstant(day: string, timeZone: string | null): string {
  const wall = Date.parse(`${day}T00:00:00Z`);
  const at = timeZone === null ? wall : instantInZone(timeZone, wall / 1000) * 1000;
  return new Date(at).toISOString().replace('T', ' ').replace('Z', '000');
}
