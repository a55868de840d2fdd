/**
 * The texts of the model, set-wise and alike on both engines. Orders and clicks meet at three resolutions, so that joins
 * are by equality and stay small: 10 minutes for clicks of the order's hour and the three before it, hours for earlier ones
 * of its day and the day before, days for 2 to 30 days before. Every click of the last 30 days is in exactly one of them.
 */
import { LAG_BIN_ENDS_MIN } from './lag-bins.ts';

/** Buckets of time: minutes in each, and how many buckets back it reaches. */
export const SPANS = [
  { minutes: 10, from: 0, to: 23 },
  { minutes: 60, from: 4, to: 47 },
  { minutes: 1440, from: 2, to: 30 },
] as const;

/** Kernels, rates and backgrounds are counted in 1/1 000 000 000, so that both engines add the same whole numbers. */
export const KERNEL_UNIT = 1_000_000_000;

/** Which bucket of the click an order meets, and that no finer span has it already. */
const MEETS = `c.bucket = case when k.span = 0 then o.slot when k.span = 1 then o.hour else o.day end - k.back`;
const ONCE = `(k.span <> 0 or c.hour >= o.hour - 3)
  and (k.span <> 1 or (c.hour < o.hour - 3 and c.day >= o.day - 1))`;

/** Pages are kept for an order while they are among its likeliest; the rest stays unattributed. */
const MOST_PAGES = 20;
/** A page below one hundredth is not named: it would be noise with a number on it. */
const LEAST_WEIGHT = 100;

export const MODEL_SQL = {
  pages: `
insert into work_model_pages (page_no, site_id, page_host, page_path)
select row_number() over (order by p.site_id, p.page_host, p.page_path), p.site_id, p.page_host, p.page_path
from (select distinct c.site_id as site_id, c.page_host as page_host, c.page_path as page_path from clicks c) p`,

  clicks: `
insert into work_model_clicks (network, advertiser_id, span, bucket, hour, day, page_no, clicks)
with placed as (
  select c.network as network, c.advertiser_id as advertiser_id, p.page_no as page_no, minute_of(c.happened_at) as minute
  from clicks c
  join work_model_pages p on p.site_id = c.site_id and p.page_host = c.page_host and p.page_path = c.page_path
  where c.advertiser_id <> '' and c.way <> 'o'),
spans as (
  select network, advertiser_id, page_no, 0 as span, whole_part(minute, 10) as bucket, whole_part(minute, 60) as hour, whole_part(minute, 1440) as day from placed
  union all
  select network, advertiser_id, page_no, 1 as span, whole_part(minute, 60) as bucket, whole_part(minute, 60) as hour, whole_part(minute, 1440) as day from placed
  union all
  select network, advertiser_id, page_no, 2 as span, whole_part(minute, 1440) as bucket, 0 as hour, whole_part(minute, 1440) as day from placed)
select s.network, s.advertiser_id, s.span, s.bucket, s.hour, s.day, s.page_no, count(*)
from spans s group by s.network, s.advertiser_id, s.span, s.bucket, s.hour, s.day, s.page_no`,

  /** Orders since the first click, by the first minute of their lines; those with a known click for learning. */
  orders: (lines: string): string => `
insert into work_model_orders (order_no, order_key, network, advertiser_id, slot, hour, day, known_page)
with begun as (select min(minute_of(c.happened_at)) as minute from clicks c),
known as (
  select a.order_key as order_key, max(a.click_event) as click_event, count(distinct a.click_event) as clicks
  from attributions a where a.basis = {attribution:Int64} and a.method <> 'none' group by a.order_key),
pages as (
  select k.order_key as order_key, max(p.page_no) as page_no from known k
  join clicks c on c.event_id = k.click_event
  join work_model_pages p on p.site_id = c.site_id and p.page_host = c.page_host and p.page_path = c.page_path
  where k.clicks = 1 and k.click_event <> '' group by k.order_key),
orders as (
  select l.order_key as order_key, network_of(l.scope_id) as network, l.advertiser_id as advertiser_id,
    min(day_minute(l.occurred_on, l.occurred_time)) as minute
  from ${lines} l where l.state = 'counted' or l.state = 'lost' group by l.order_key, network_of(l.scope_id), l.advertiser_id)
select row_number() over (order by o.network, o.advertiser_id, o.minute, o.order_key), o.order_key, o.network, o.advertiser_id,
  whole_part(o.minute, 10), whole_part(o.minute, 60), whole_part(o.minute, 1440), coalesce(p.page_no, 0)
from orders o
left join known k on k.order_key = o.order_key
left join pages p on p.order_key = o.order_key
where (k.order_key is null or p.page_no is not null) and o.minute >= (select b.minute from begun b)`,

  /** Lags of known orders in minutes, by advertiser: what the kernels are learned from. */
  lags: `
with known as (
  select distinct a.order_key as order_key, a.click_event as click_event from attributions a
  where a.basis = {attribution:Int64} and a.method = 'click-id'),
seen as (
  select o.network as network, o.advertiser_id as advertiser_id, o.slot * 10 + 5 - minute_of(c.happened_at) as lag
  from known k join work_model_orders o on o.order_key = k.order_key join clicks c on c.event_id = k.click_event)
select network, advertiser_id, ${LAG_BIN_ENDS_MIN.map(
    (end, bin) =>
      `count(*) filter (where lag < ${end} and lag >= ${bin === 0 ? -5 : (LAG_BIN_ENDS_MIN[bin - 1] ?? 0)}) as bin_${bin}`,
  ).join(', ')}
from seen group by network, advertiser_id order by network, advertiser_id`,

  exposures: `
insert into work_model_exposures (order_no, page_no, exposure, total)
with met as (
  select o.order_no as order_no, c.page_no as page_no, sum(c.clicks * k.weight) as exposure
  from work_model_orders o
  join work_model_kernel k on k.network = o.network and k.advertiser_id = o.advertiser_id
  join work_model_clicks c on c.network = o.network and c.advertiser_id = o.advertiser_id and c.span = k.span and ${MEETS}
  where o.order_no > {after:Int64} and o.order_no <= {upTo:Int64} and ${ONCE}
  group by o.order_no, c.page_no),
ranked as (
  select m.order_no as order_no, m.page_no as page_no, m.exposure as exposure,
    sum(m.exposure) over (partition by m.order_no) as total,
    row_number() over (partition by m.order_no order by m.exposure desc, m.page_no) as place
  from met m)
select r.order_no, r.page_no, r.exposure, r.total from ranked r where r.place <= ${MOST_PAGES}`,

  /** Each order's whole exposure: what the two streams are estimated from. */
  totals: `
select o.network as network, o.advertiser_id as advertiser_id, o.order_no as order_no, coalesce(max(e.total), 0) as total
from work_model_orders o left join work_model_exposures e on e.order_no = o.order_no
where {known:Int32} = case when o.known_page > 0 then 1 else 0 end
group by o.network, o.advertiser_id, o.order_no order by o.network, o.advertiser_id, o.order_no`,

  span: `
select c.network as network, c.advertiser_id as advertiser_id, sum(c.clicks) as clicks from work_model_clicks c
where c.span = 2 group by c.network, c.advertiser_id order by c.network, c.advertiser_id`,

  period: `
select min(o.day) as first_day, max(o.day) as last_day from work_model_orders o`,

  /** Weights of an order's pages in 1/10 000; the background keeps the rest. */
  weights: (which: string): string => `
select e.order_no as order_no, o.order_key as order_key, o.known_page as known_page, e.page_no as page_no,
  whole_part(huge(e.exposure) * huge(s.rate) * huge(10000), huge(e.total) * huge(s.rate) + huge(s.background) * huge(${KERNEL_UNIT})) as weight
from work_model_exposures e
join work_model_orders o on o.order_no = e.order_no
join work_model_streams s on s.network = o.network and s.advertiser_id = o.advertiser_id
where ${which}`,
} as const;

/** The model's shares of every entry without other evidence; amounts by largest remainder, the rest stays with nobody. */
export function shareEntries(lines: string): string {
  return `
insert into attributions (basis, entry_id, share_no, order_key, method, confidence, site_id, page_host, page_path, link, placement, position,
  click_event, view_id, device, reader_country, campaign, rule_id, sales, commission, items)
with weighted as (${MODEL_SQL.weights('o.known_page = 0')}),
named as (select w.order_key as order_key, w.page_no as page_no, w.weight as weight from weighted w where w.weight >= ${LEAST_WEIGHT}),
rest as (
  select n.order_key as order_key, cast(0 as bigint) as page_no, 10000 - sum(n.weight) as weight from named n group by n.order_key),
parts as (select * from named union all select r.order_key, r.page_no, r.weight from rest r where r.weight > 0),
shares as (
  select l.entry_id as entry_id, l.order_key as order_key, p.page_no as page_no, p.weight as weight, l.items as items,
    units_of(l.sales) as sales, units_of(l.commission) as commission,
    row_number() over (partition by l.entry_id order by p.weight desc, p.page_no) as place
  from ${lines} l join parts p on p.order_key = l.order_key),
cut as (
  select s.*, whole_part(abs(s.sales) * s.weight, 10000) as sales_part, whole_part(abs(s.commission) * s.weight, 10000) as commission_part
  from shares s),
left_over as (
  select c.*,
    row_number() over (partition by c.entry_id order by abs(c.sales) * c.weight - c.sales_part * 10000 desc, c.place) as sales_turn,
    row_number() over (partition by c.entry_id order by abs(c.commission) * c.weight - c.commission_part * 10000 desc, c.place) as commission_turn,
    abs(c.sales) - sum(c.sales_part) over (partition by c.entry_id) as sales_left,
    abs(c.commission) - sum(c.commission_part) over (partition by c.entry_id) as commission_left
  from cut c)
select {attribution:Int64}, e.entry_id, e.place, e.order_key, case when e.page_no = 0 then 'none' else 'model' end,
  case when e.page_no = 0 then 0 else e.weight end, coalesce(g.site_id, ''), coalesce(g.page_host, ''), coalesce(g.page_path, ''),
  '', '', 0, '', '', '', '', '', '',
  amount_of_units((case when e.sales < 0 then -1 else 1 end) * (e.sales_part + case when e.sales_turn <= e.sales_left then 1 else 0 end)),
  amount_of_units((case when e.commission < 0 then -1 else 1 end)
    * (e.commission_part + case when e.commission_turn <= e.commission_left then 1 else 0 end)),
  case when e.place = 1 then e.items else 0 end
from left_over e left join work_model_pages g on g.page_no = e.page_no`;
}
