/**
 * Visits: the views of one reader on one site, in the order in which they were read. A visit begins with the first view of
 * the day (ids of readers end with it) and with a view after half an hour of silence that does not come from a page of the
 * site itself. Where readers have no id, every view is a visit of its own. Both engines must treat the texts alike.
 */

const SILENCE_MIN = 30;

/** Of `internal` views that begin a visit (a visit of before midnight goes on) nobody knows where they came from. */
const CLASS = `case when coalesce(p.source_class, '') = 'internal' then '' else coalesce(p.source_class, '') end`;

/** The source of the view `p` and what else is known of how it was come to. */
export const SOURCE_OF_VIEW = {
  source_class: CLASS,
  source_name: `case when ${CLASS} = '' then '' else coalesce(p.source_name, '') end`,
  medium: `coalesce(p.utm_medium, '')`,
  campaign: `coalesce(p.utm_campaign, '')`,
} as const;

type Expressions = Readonly<Record<string, string>>;

/** What is asked of a view: of itself, and of the view with which its visit began. Texts of the view `p`. */
interface VisitColumns {
  readonly own: Expressions;
  readonly begun: Expressions;
}

const USUAL_COLUMNS: VisitColumns = {
  own: { page_host: 'p.page_host', page_path: 'p.page_path', device: 'p.device' },
  begun: { ...SOURCE_OF_VIEW, landing: 'concat(p.page_host, p.page_path)' },
};

/**
 * One row a view of `pageviews` (a relation that has whole days of the readers in it): `visit_no` within `site_id`, `reader`
 * and `day`, and with which page and source the visit began; '' = not known.
 */
export function visitsSql(pageviews: string, { own, begun }: VisitColumns = USUAL_COLUMNS): string {
  const reader = `coalesce(p.visitor, concat('view ', p.view_id))`;
  const turn = 'partition by s.site_id, s.reader, s.day order by s.happened_at, s.event_id';
  const whole = 'partition by n.site_id, n.reader, n.day, n.visit_no order by n.happened_at, n.event_id';
  const first = (column: string): string => `first_value(n.${column}) over (${whole}) as ${column}`;
  const columns = [...Object.keys(own).map((column) => `n.${column} as ${column}`), ...Object.keys(begun).map(first)];
  const asked = Object.entries({ ...own, ...begun }).map(([column, text]) => `${text} as ${column}`);
  return `(
select n.site_id as site_id, n.view_id as view_id, n.reader as reader, n.day as day, n.visit_no as visit_no, n.happened_at as happened_at,
  n.event_id as event_id, ${columns.join(', ')}
from (
  select s.*, sum(s.begins) over (${turn} rows between unbounded preceding and current row) as visit_no
  from (
    select v.*, case when v.before is null or (v.is_arrival = 1 and minute_of(v.happened_at) - minute_of(v.before) >= ${SILENCE_MIN}) then 1 else 0 end as begins
    from (
      select p.site_id as site_id, p.view_id as view_id, ${reader} as reader, p.day as day, p.happened_at as happened_at,
        p.event_id as event_id, ${asked.join(', ')},
        case when coalesce(p.source_class, '') = 'internal' then 0 else 1 end as is_arrival,
        lag(p.happened_at) over (partition by p.site_id, ${reader}, p.day order by p.happened_at, p.event_id) as before
      from ${pageviews} p) v) s) n)`;
}

/** What is known of how a visit began. */
export const VISIT_BEGINNINGS = ['source_class', 'source_name', 'medium', 'campaign', 'landing'] as const;

/** How the visits of some days (SQL) began, one row a view; a click may be on the day after its view. */
export function visitsOfDays(from: string, to: string): string {
  const days = `(select * from pageviews where day >= ${from} and day <= ${to})`;
  const first = VISIT_BEGINNINGS.map((name) => `min(w.${name}) as ${name}`);
  return `(select w.site_id as site_id, w.view_id as view_id, min(w.day) as day, ${first.join(', ')} from ${visitsSql(days)} w group by w.site_id, w.view_id)`;
}

/**
 * The condition that the visit of an event e is that of its view v: the view was on the event's day or the day before. A tab
 * that was open for longer is no visit any more.
 */
export const OF_VIEW = 'v.day >= e.day - 1 and v.day <= e.day';

/**
 * Common table expressions that end in `begun`: how the visits began in which some clicks (a relation with `site_id`, `view_id`
 * and `day`) were, one row a view. The days of the readers of these views are read, and no others: after midnight a click
 * has another reader's id than its view. `within`: what is known of the days of the views p.
 */
export function clickedVisits(clicks: string, within = '1 = 1'): string {
  const first = VISIT_BEGINNINGS.map((name) => `min(v.${name}) as ${name}`);
  return `
clicked as (${clicks}),
viewed as (
  select distinct p.site_id as site_id, p.view_id as view_id, p.visitor as visitor, p.day as day
  from pageviews p join clicked k on k.site_id = p.site_id and k.view_id = p.view_id
  where ${within} and p.day >= k.day - 1 and p.day <= k.day),
read as (
  select p.* from pageviews p where ${within} and p.visitor is not null
    and (p.site_id, p.visitor, p.day) in (select w.site_id, w.visitor, w.day from viewed w where w.visitor is not null)
  union all
  select p.* from pageviews p where ${within} and p.visitor is null
    and (p.site_id, p.view_id, p.day) in (select w.site_id, w.view_id, w.day from viewed w)),
begun as (
  select v.site_id as site_id, v.view_id as view_id, min(v.day) as day, ${first.join(', ')}
  from ${visitsSql('read')} v where (v.site_id, v.view_id) in (select k.site_id, k.view_id from clicked k)
  group by v.site_id, v.view_id)`;
}

/** The visits of the clicks that are attributed. */
export const FILL_VISITS = `
insert into work_visits (site_id, view_id, day, ${VISIT_BEGINNINGS.join(', ')})
with ${clickedVisits(`select c.site_id as site_id, c.view_id as view_id, c.day as day from clicks c
  where c.event_id in (select f.click_event from work_found f where f.click_event <> '')`)}
select b.site_id, b.view_id, b.day, ${VISIT_BEGINNINGS.map((name) => `b.${name}`).join(', ')} from begun b`;
