/** The texts that count traffic, and the relations by which reports read what was counted; both engines must treat them alike. */
import { columnsOf, type TableName } from '../facts/index.ts';
import { OF_VIEW, VISIT_BEGINNINGS, visitsOfDays } from './visits-sql.ts';

/** Kinds of events by the names of their tables. */
export const EVENT_KINDS = ['pageviews', 'impressions', 'clicks'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Zones are whole quarters of an hour apart: so finely events are counted where days of a zone are asked for. */
export const QUARTER_MIN = 15;
export const quarterOf = (at: string): string => `whole_part(minute_of(${at}), ${QUARTER_MIN})`;

/** The newest counting of each day. */
const NEWEST = 'select m.day, max(m.making) from traffic_makings m group by m.day';

/** The rows of a counting that a later one, or none, has replaced. */
const replaced = (alias: string): string => `(${alias}.day, ${alias}.making) not in (${NEWEST})`;

/** What every view says of its page, '' where it says nothing. */
const SAID = {
  site_id: 'p.site_id',
  ...Object.fromEntries(['title', 'author', 'category', 'tags'].map((name) => [name, `coalesce(p.${name}, '')`])),
  published_on: `case when p.published_on is null then '' else day_text(p.published_on) end`,
} as const;
const lastSaid = (values: Readonly<Record<string, string>>, at: string): string =>
  Object.entries(values)
    .map(([name, value]) => `max_by(${value}, ${at}) as ${name}`)
    .join(', ');

export const TRAFFIC_SQL = {
  /** How many events of each kind a day has. */
  sizes: EVENT_KINDS.map(
    (kind) => `
select '${kind}' as kind, day_text(e.day) as day, count(*) as events from ${kind} e
where e.day >= {from:Date32} and e.day <= {to:Date32} group by e.day`,
  ).join('\nunion all'),
  makings: `
select day_text(m.day) as day, max(m.making) as making, max_by(m.made_of, m.making) as made_of from traffic_makings m
where m.day >= {from:Date32} and m.day <= {to:Date32} group by m.day`,
  bounds: `select day_text(min(p.day)) as first_day from pageviews p having count(*) > 0`,
  replaced,
  forget: [
    'delete from traffic_makings where day < {first:Date32}',
    ...(
      ['traffic_days', 'traffic_places', 'traffic_quarters', 'said_days', 'traffic_makings'] satisfies TableName[]
    ).map((table) => `delete from ${table} where ${replaced(table)}`),
  ],
  /** Of all that was begun: what a killed counting left must not count with those of the next. */
  newest: `
select max(n.making) as making from (select max(t.making) as making from traffic_days t union all
  select max(s.making) from said_days s union all select max(m.making) from traffic_makings m) n`,
  visits: `
insert into work_visit_beginnings (site_id, view_id, day, ${VISIT_BEGINNINGS.join(', ')})
select v.site_id, v.view_id, v.day, ${VISIT_BEGINNINGS.map((name) => `v.${name}`).join(', ')}
from ${visitsOfDays('{before:Date32}', '{to:Date32}')} v`,
  said: `
insert into said_days (making, day, page_host, page_path, said_at, ${Object.keys(SAID).join(', ')})
select {making:Int64}, p.day, p.page_host, p.page_path, max(p.happened_at), ${lastSaid(SAID, 'p.happened_at')}
from pageviews p where p.day >= {from:Date32} and p.day <= {to:Date32} group by p.day, p.page_host, p.page_path`,
  fill: [...EVENT_KINDS.map((kind) => fillSql(kind)), placesSql(), ...EVENT_KINDS.map((kind) => quartersSql(kind))],
} as const;

function fillSql(kind: EventKind): string {
  const onLink = (name: string, none: string): string => (kind === 'pageviews' ? none : `e.${name}`);
  const cells: Readonly<Record<string, string>> = {
    ...Object.fromEntries(
      ['day', 'site_id', 'page_host', 'page_path', 'country', 'city', 'device', 'browser'].map((name) => [
        name,
        `e.${name}`,
      ]),
    ),
    ...Object.fromEntries(['link', 'network', 'advertiser_id'].map((name) => [name, onLink(name, `''`)])),
    placement: onLink('placement', `nullif('', '')`),
    position: onLink('position', '0'),
    ...Object.fromEntries(
      VISIT_BEGINNINGS.map((name) => [name, `coalesce(case when ${OF_VIEW} then v.${name} end, '')`]),
    ),
  };
  const names = columnsOf('traffic_days').filter((name) => !['making', 'kind', 'events'].includes(name));
  return `
insert into traffic_days (making, kind, ${names.join(', ')}, events)
select {making:Int64}, '${kind}', ${names.map((name) => `x.${name}`).join(', ')}, sum(x.events)
from (
  select ${names.map((name) => `${cells[name] ?? ''} as ${name}`).join(', ')}, ${kind === 'impressions' ? 'e.seen' : '1'} as events
  from ${kind} e left join work_visit_beginnings v on v.site_id = e.site_id and v.view_id = e.view_id
  where e.day >= {from:Date32} and e.day <= {to:Date32}) x
group by ${names.map((name) => `x.${name}`).join(', ')}`;
}

function quartersSql(kind: EventKind): string {
  const quarter = quarterOf('e.happened_at');
  return `
insert into traffic_quarters (making, kind, day, quarter, site_id, events)
select {making:Int64}, '${kind}', e.day, ${quarter}, e.site_id, ${kind === 'impressions' ? 'sum(e.seen)' : 'count(*)'}
from ${kind} e where e.day >= {from:Date32} and e.day <= {to:Date32} group by e.day, ${quarter}, e.site_id`;
}

function placesSql(): string {
  const names = columnsOf('traffic_places').filter((name) => !['making', 'events'].includes(name));
  const columns = names.map((name) => `t.${name}`).join(', ');
  return `
insert into traffic_places (making, ${names.join(', ')}, events)
select {making:Int64}, ${columns}, sum(t.events) from traffic_days t
where t.day >= {from:Date32} and t.day <= {to:Date32} and t.making = {making:Int64} group by ${columns}`;
}

/** Counted events as they were when `{countedMaking:Int64}` was the newest counting: what came since does not take from them. */
export const countedEvents = (
  table: 'traffic_days' | 'traffic_places' | 'traffic_quarters',
): string => `(select t.* from ${table} t
  join (select m.day as day, max(m.making) as making from traffic_makings m where m.making <= {countedMaking:Int64} group by m.day) n
    on n.day = t.day and n.making = t.making)`;

/**
 * Every page that was ever read, with what it said last: from the days that are counted, and the views of the others.
 * That a day is counted is told by its views alone.
 */
export const PAGES_SAID = `(
  select s.page as page, ${lastSaid(Object.fromEntries(Object.keys(SAID).map((name) => [name, `s.${name}`])), 's.said_at')}
  from (
    select concat(d.page_host, d.page_path) as page, d.said_at as said_at, ${Object.keys(SAID)
      .map((name) => `d.${name} as ${name}`)
      .join(', ')}
    from said_days d
    union all
    select concat(p.page_host, p.page_path), p.happened_at, ${Object.values(SAID).join(', ')}
    from pageviews p join (
      select w.day as day from (select v.day as day, count(*) as views from pageviews v group by v.day) w
      left join (select m.day as day, max_by(m.views, m.making) as views from traffic_makings m group by m.day) c on c.day = w.day
      where c.views is null or c.views <> w.views) u on u.day = p.day) s
  group by s.page)`;
