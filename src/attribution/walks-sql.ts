/**
 * The ways of all readers, counted set-wise as steps from touch to touch: pages of one visit, or the sources of a reader's
 * visits on one day. Each attributed click ends a way that is the path its commission is shared on; a visit (a day) without
 * one is a way that led nowhere. Both engines must treat the texts alike.
 */
import { SOURCE_OF_VIEW, visitsSql } from './visits-sql.ts';

/** What a credit is shared among. */
export type Credited = 'page' | 'source';

/** Between the columns of a channel, which are one text. */
export const CHANNEL_GLUE = '\u001f';

const CHANNEL_PARTS: Readonly<Record<Credited, readonly string[]>> = {
  page: ['p.site_id', 'p.page_host', 'p.page_path'],
  source: Object.values(SOURCE_OF_VIEW),
};
const channelOf = (of: Credited): string => `concat(${CHANNEL_PARTS[of].join(`, '${CHANNEL_GLUE}', `)})`;

/** How far a way goes. */
const WAY: Readonly<Record<Credited, readonly string[]>> = {
  page: ['site_id', 'reader', 'day', 'visit_no'],
  source: ['site_id', 'reader', 'day'],
};
const wayOf = (of: Credited, alias: string): string => WAY[of].map((column) => `${alias}.${column}`).join(', ');

/** Only readers with an id can be followed from view to view. */
const IN_DAYS = 'p.visitor is not null and p.day >= {from:Date32} and p.day <= {to:Date32}';

/** How many views of such readers each day has, the newest first. */
export const VIEWS_A_DAY = `
select day_text(p.day) as day, count(*) as views from pageviews p where p.visitor is not null group by p.day order by p.day desc`;

export const fillChannels = (of: Credited): string => `
insert into work_credit_channels (channel_no, channel)
select row_number() over (order by c.channel), c.channel
from (select distinct ${channelOf(of)} as channel from pageviews p where ${IN_DAYS}) c`;

/** The views of some days. */
export function fillViews(of: Credited): string {
  const order = `partition by ${wayOf(of, 'v')} order by v.happened_at, v.event_id`;
  const isTouch = of === 'page' ? 's.before_no <> s.channel_no' : 's.visit_before <> s.visit_no';
  const columns = of === 'page' ? { own: CHANNEL, begun: {} } : { own: {}, begun: CHANNEL };
  return `
insert into work_credit_views (site_id, view_id, reader, day, visit_no, happened_at, event_id, channel_no, before_no, is_touch, is_end)
with read as (
  select p.site_id as site_id, p.view_id as view_id, p.visitor as visitor, p.day as day, p.happened_at as happened_at, p.event_id as event_id,
    p.source_class as source_class, c.channel_no as channel_no
  from pageviews p join work_credit_channels c on c.channel = ${channelOf(of)} where ${IN_DAYS})
select s.site_id, s.view_id, s.reader, s.day, s.visit_no, s.happened_at, s.event_id, s.channel_no, s.before_no,
  case when ${isTouch} then 1 else 0 end, s.is_end
from (
  select v.site_id as site_id, v.view_id as view_id, v.reader as reader, v.day as day, v.visit_no as visit_no, v.happened_at as happened_at,
    v.event_id as event_id, v.channel_no as channel_no,
    coalesce(lag(v.channel_no) over (${order}), 0) as before_no, coalesce(lag(v.visit_no) over (${order}), 0) as visit_before,
    case when row_number() over (partition by ${wayOf(of, 'v')} order by v.happened_at desc, v.event_id desc) = 1 then 1 else 0 end as is_end
  from ${visitsSql('read', columns)} v) s`;
}
const CHANNEL = { channel_no: 'p.channel_no' } as const;

/** The steps of the ways to attributed clicks; who leaves after the click is on no way any more. */
export const countWon = (of: Credited): string => `
insert into work_credit_steps (from_no, to_no, won, lost)
with placed as (
  select k.event_id as event_id, k.happened_at as clicked_at, w.site_id as site_id, w.reader as reader, w.day as day, w.visit_no as visit_no
  from work_credit_clicks k join work_credit_views w on w.site_id = k.site_id and w.view_id = k.view_id),
walked as (
  select v.before_no as before_no, v.channel_no as channel_no, v.is_touch as is_touch,
    row_number() over (partition by p.event_id order by v.happened_at desc, v.event_id desc) as back
  from placed p join work_credit_views v on v.site_id = p.site_id and v.reader = p.reader and v.day = p.day
  where v.visit_no ${of === 'page' ? '=' : '<='} p.visit_no and v.happened_at <= p.clicked_at)
select w.before_no, w.channel_no, count(*), 0 from walked w where w.is_touch = 1 group by w.before_no, w.channel_no
union all
select w.channel_no, 0, count(*), 0 from walked w where w.back = 1 group by w.channel_no`;

/** The steps of all other ways. */
export const countLost = (of: Credited): string => `
insert into work_credit_steps (from_no, to_no, won, lost)
with walked as (
  select v.before_no as before_no, v.channel_no as channel_no, v.is_touch as is_touch, v.is_end as is_end from work_credit_views v
  where (${wayOf(of, 'v')}) not in (
    select ${wayOf(of, 'w')} from work_credit_views w where (w.site_id, w.view_id) in (select k.site_id, k.view_id from work_credit_clicks k)))
select w.before_no, w.channel_no, 0, count(*) from walked w where w.is_touch = 1 group by w.before_no, w.channel_no
union all
select w.channel_no, 0, 0, count(*) from walked w where w.is_end = 1 group by w.channel_no`;

/** Each step once, in an order that is the same everywhere. */
export const STEPS_COUNTED = `
select s.from_no as from_no, s.to_no as to_no, sum(s.won) as won, sum(s.lost) as lost from work_credit_steps s
group by s.from_no, s.to_no order by s.from_no, s.to_no`;

export const CHANNELS = 'select c.channel_no as channel_no, c.channel as channel from work_credit_channels c';
