/**
 * The texts of the model, set-wise and alike on both engines. Orders and clicks meet at three resolutions, so that joins
 * are by equality and stay small: 10 minutes for clicks of the order's hour and the three before it, hours for earlier ones
 * of its day and the day before, days for 2 to 30 days before. Every click of the last 30 days is in exactly one of them.
 */
import { SHARE_COLUMNS } from '../share-columns.ts';
import { LAG_BIN_ENDS_MIN } from './lag-bins.ts';

/** Buckets of time: minutes in each, and how many buckets back it reaches. */
export const SPANS = [
  { minutes: 10, from: 0, to: 23 },
  { minutes: 60, from: 4, to: 47 },
  { minutes: 1440, from: 2, to: 30 },
] as const;

/** Kernels, rates and backgrounds are counted in 1/1 000 000 000, so that both engines add the same whole numbers. */
export const KERNEL_UNIT = 1_000_000_000;
/** Factors of pages are in 1/1 000. */
export const FACTOR_UNIT = 1000;

/** Which bucket of the click an order meets, and that no finer span has it already. */
const MEETS = `c.bucket = case when k.span = 0 then o.slot when k.span = 1 then o.hour else o.day end - k.back`;
const ONCE = `(k.span <> 0 or c.hour >= o.hour - 3)
  and (k.span <> 1 or (c.hour < o.hour - 3 and c.day >= o.day - 1))`;

/** Pages are kept for an order while they are among its likeliest; the rest stays unattributed. */
const MOST_PAGES = 20;
/** A page below one hundredth is not named: it would be noise with a number on it. */
const LEAST_WEIGHT = 100;

/** The minute of an order in UTC; `work_zone_days` says how far the clocks of UTC are ahead of its network's. */
const SECOND = `(day_minute(l.occurred_on, l.occurred_time) - day_minute(l.occurred_on, '00:00:00')) * 60`;
const ZONED_MINUTE = `day_minute(l.occurred_on, l.occurred_time)
  + cast(coalesce(case when ${SECOND} < z.change_1 then z.shift_0 when ${SECOND} < z.change_2 then z.shift_1 else z.shift_2 end, 0) / 60 as bigint)`;

export const MODEL_SQL = {
  pages: `
insert into work_model_pages (page_no, site_id, page_host, page_path)
select row_number() over (order by p.site_id, p.page_host, p.page_path), p.site_id, p.page_host, p.page_path
from (select distinct c.site_id as site_id, c.page_host as page_host, c.page_path as page_path from clicks c) p`,

  /** Clicks that orders can meet: those on their advertisers. */
  clicks: `
insert into work_model_clicks (network, advertiser_id, span, bucket, hour, day, page_no, clicks)
with placed as (
  select c.network as network, c.advertiser_id as advertiser_id, p.page_no as page_no, minute_of(c.happened_at) as minute
  from clicks c
  join work_model_pages p on p.site_id = c.site_id and p.page_host = c.page_host and p.page_path = c.page_path
  where c.advertiser_id <> '' and c.way <> 'o'
    and (c.network, c.advertiser_id) in (select o.network, o.advertiser_id from work_model_orders o)),
spans as (
  select network, advertiser_id, page_no, 0 as span, whole_part(minute, 10) as bucket, whole_part(minute, 60) as hour, whole_part(minute, 1440) as day from placed
  union all
  select network, advertiser_id, page_no, 1 as span, whole_part(minute, 60) as bucket, whole_part(minute, 60) as hour, whole_part(minute, 1440) as day from placed
  union all
  select network, advertiser_id, page_no, 2 as span, whole_part(minute, 1440) as bucket, 0 as hour, whole_part(minute, 1440) as day from placed)
select s.network, s.advertiser_id, s.span, s.bucket, s.hour, s.day, s.page_no, count(*)
from spans s group by s.network, s.advertiser_id, s.span, s.bucket, s.hour, s.day, s.page_no`,

  /**
   * Orders since the first click, by the first minute of their lines: those of which nothing is known, and those with a
   * known click, for learning. `inZone`: whether `work_zone_days` has the days of the lines.
   */
  orders: (lines: string, inZone: boolean): string => `
insert into work_model_orders (order_no, order_key, network, advertiser_id, slot, hour, day, fold, known_page, amount)
with begun as (select min(minute_of(c.happened_at)) as minute from clicks c),
known as (
  select f.order_key as order_key, max(f.click_event) as click_event,
    count(distinct case when f.click_event <> '' then f.click_event end) as clicks
  from work_found f where f.click_event <> '' or f.rule_id <> '' or f.referrer_site <> '' group by f.order_key),
pages as (
  select k.order_key as order_key, max(p.page_no) as page_no from known k
  join clicks c on c.event_id = k.click_event
  join work_model_pages p on p.site_id = c.site_id and p.page_host = c.page_host and p.page_path = c.page_path
  where k.clicks = 1 and k.click_event <> '' group by k.order_key),
orders as (
  select l.order_key as order_key, network_of(l.scope_id) as network, l.advertiser_id as advertiser_id,
    min(${inZone ? ZONED_MINUTE : 'day_minute(l.occurred_on, l.occurred_time)'}) as minute, sum(abs(units_of(l.commission))) as amount
  from ${lines} l ${inZone ? 'left join work_zone_days z on z.scope_id = l.scope_id and z.day = l.occurred_on' : ''}
  where l.state = 'counted' or l.state = 'lost' group by l.order_key, network_of(l.scope_id), l.advertiser_id)
select row_number() over (order by o.network, o.advertiser_id, o.minute, o.order_key), o.order_key, o.network, o.advertiser_id,
  whole_part(o.minute, 10), whole_part(o.minute, 60), whole_part(o.minute, 1440), 1 + o.minute % 2, coalesce(p.page_no, 0), o.amount
from orders o
left join known k on k.order_key = o.order_key
left join pages p on p.order_key = o.order_key
where (k.order_key is null or p.page_no is not null) and o.minute >= (select b.minute from begun b)`,

  /** Lags of known orders in minutes, by advertiser: what the kernels are learned from. */
  lags: `
with known as (
  select f.order_key as order_key, max(f.click_event) as click_event from work_found f where f.click_event <> ''
  group by f.order_key having count(distinct f.click_event) = 1),
seen as (
  select o.network as network, o.advertiser_id as advertiser_id, o.slot * 10 + 5 - minute_of(c.happened_at) as lag
  from known k join work_model_orders o on o.order_key = k.order_key join clicks c on c.event_id = k.click_event)
select network, advertiser_id, ${LAG_BIN_ENDS_MIN.map(
    (end, bin) =>
      `count(*) filter (where lag < ${end} and lag >= ${bin === 0 ? -5 : (LAG_BIN_ENDS_MIN[bin - 1] ?? 0)}) as bin_${bin}`,
  ).join(', ')}
from seen group by network, advertiser_id order by network, advertiser_id`,

  /** How many clicks of an advertiser there are: by day they are all counted once. */
  advertisers: `
select c.network as network, c.advertiser_id as advertiser_id, sum(c.clicks) as clicks from work_model_clicks c
where c.span = 2 group by c.network, c.advertiser_id order by c.network, c.advertiser_id`,

  period: `
select min(o.day) as first_day, max(o.day) as last_day from work_model_orders o`,

  /** Each order's pages. `fold` 0: factors learned from all orders; else an order is judged by what the other half taught. */
  exposures: `
insert into work_model_exposures (order_no, page_no, exposure, total, clicks, all_clicks, newest)
with met as (
  select o.order_no as order_no, o.fold as fold, c.page_no as page_no, sum(c.clicks * k.weight) as exposure,
    sum(c.clicks) as clicks, max(c.bucket * case when c.span = 0 then 10 when c.span = 1 then 60 else 1440 end) as newest
  from work_model_orders o
  join model_kernels k on k.fit = {fit:Int64} and k.network = o.network and k.advertiser_id = o.advertiser_id
  join work_model_clicks c on c.network = o.network and c.advertiser_id = o.advertiser_id and c.span = k.span and ${MEETS}
  where o.order_no > {after:Int64} and o.order_no <= {upTo:Int64}
    and {known:Int32} = case when o.known_page > 0 then 1 else 0 end and ${ONCE}
  group by o.order_no, o.fold, c.page_no),
weighed as (
  select m.order_no as order_no, m.page_no as page_no,
    whole_part(huge(m.exposure) * huge(coalesce(f.factor, ${FACTOR_UNIT})), ${FACTOR_UNIT}) as exposure,
    m.clicks as clicks, m.newest as newest
  from met m join work_model_pages p on p.page_no = m.page_no
  left join model_page_factors f on f.fit = {fit:Int64} and f.page_host = p.page_host and f.page_path = p.page_path
    and f.fold = case when {isCheck:Int32} = 1 then m.fold else 0 end),
ranked as (
  select m.order_no as order_no, m.page_no as page_no, m.exposure as exposure,
    sum(m.exposure) over (partition by m.order_no) as total, m.clicks as clicks, m.newest as newest,
    sum(m.clicks) over (partition by m.order_no) as all_clicks,
    row_number() over (partition by m.order_no order by m.exposure desc, m.page_no) as place
  from weighed m)
select r.order_no, r.page_no, r.exposure, r.total, r.clicks, r.all_clicks, r.newest from ranked r where r.place <= ${MOST_PAGES} and r.exposure > 0`,

  /** Each order's whole exposure: what the two streams are estimated from. */
  totals: `
select o.network as network, o.advertiser_id as advertiser_id, o.order_no as order_no, coalesce(max(e.total), 0) as total
from work_model_orders o left join work_model_exposures e on e.order_no = o.order_no where o.known_page = 0
group by o.network, o.advertiser_id, o.order_no order by o.network, o.advertiser_id, o.order_no`,

  /** What the pages brought of known orders, and what they would have brought if all pages were alike. */
  factors: `
with total as (
  select e.page_no as page_no, o.fold as fold, sum(whole_part(huge(e.exposure) * huge(1000000), huge(e.total))) as expected
  from work_model_exposures e join work_model_orders o on o.order_no = e.order_no where o.known_page > 0 group by e.page_no, o.fold),
true_ones as (
  select o.known_page as page_no, o.fold as fold, count(*) as orders from work_model_orders o where o.known_page > 0
    and o.order_no in (select e.order_no from work_model_exposures e) group by o.known_page, o.fold)
select p.page_host as page_host, p.page_path as page_path, t.fold as fold, sum(t.expected) as expected, sum(coalesce(n.orders, 0)) as orders
from total t join work_model_pages p on p.page_no = t.page_no
left join true_ones n on n.page_no = t.page_no and n.fold = t.fold
group by p.page_host, p.page_path, t.fold order by p.page_host, p.page_path, t.fold`,
} as const;

/** How likely each page brought an order, in 1/10 000, given that a recorded click did. */
export const LIKELY_SQL = `
select e.order_no as order_no, o.order_key as order_key, o.network as network, o.advertiser_id as advertiser_id,
  o.known_page as known_page, o.amount as amount, e.page_no as page_no, e.total as total,
  whole_part(huge(e.exposure) * huge(10000), huge(e.total)) as weight
from work_model_exposures e join work_model_orders o on o.order_no = e.order_no`;

/**
 * The model's shares of every entry without other evidence; amounts and items by largest remainder, the rest stays with
 * nobody. Weights are corrected by what the check of the model found them worth; together they are never above the whole.
 */
export const SHARE_ENTRIES = `
insert into attributions (${SHARE_COLUMNS})
with likely as (
  select w.order_key as order_key, w.network as network, w.advertiser_id as advertiser_id, w.page_no as page_no, w.total as total,
    coalesce(c.corrected, w.weight) as weight
  from (${LIKELY_SQL}) w left join model_corrections c on c.fit = {fit:Int64} and c.stated = w.weight
  where w.known_page = 0),
together as (
  select l.*, sum(l.weight) over (partition by l.order_key) as whole from likely l),
weighted as (
  select t.order_key as order_key, t.page_no as page_no,
    whole_part(huge(t.weight) * whole_part(huge(t.total) * huge(s.rate) * huge(10000), huge(t.total) * huge(s.rate) + huge(s.background) * huge(${KERNEL_UNIT})),
      case when t.whole > 10000 then t.whole else 10000 end) as weight
  from together t join model_streams s on s.fit = {fit:Int64} and s.network = t.network and s.advertiser_id = t.advertiser_id
  where huge(t.total) * huge(s.rate) + huge(s.background) > 0),
named as (select w.order_key as order_key, w.page_no as page_no, w.weight as weight from weighted w where w.weight >= ${LEAST_WEIGHT}),
rest as (
  select n.order_key as order_key, cast(0 as bigint) as page_no, 10000 - sum(n.weight) as weight from named n group by n.order_key),
parts as (select * from named union all select r.order_key, r.page_no, r.weight from rest r where r.weight > 0),
shares as (
  select l.entry_id as entry_id, l.order_key as order_key, p.page_no as page_no, p.weight as weight,
    units_of(l.sales) as sales, units_of(l.commission) as commission, l.items as items,
    row_number() over (partition by l.entry_id order by p.weight desc, p.page_no) as place
  from work_found l join parts p on p.order_key = l.order_key),
cut as (
  select s.*, ${['sales', 'commission', 'items'].map((of) => `whole_part(huge(abs(s.${of})) * s.weight, 10000) as ${of}_part`).join(', ')}
  from shares s),
left_over as (
  select c.*, ${['sales', 'commission', 'items']
    .map(
      (of) => `
    row_number() over (partition by c.entry_id order by huge(abs(c.${of})) * c.weight - huge(c.${of}_part) * 10000 desc, c.place) as ${of}_turn,
    abs(c.${of}) - sum(c.${of}_part) over (partition by c.entry_id) as ${of}_left`,
    )
    .join(',')}
  from cut c),
exact as (
  select e.*, ${['sales', 'commission', 'items']
    .map(
      (of) =>
        `(case when e.${of} < 0 then -1 else 1 end) * (e.${of}_part + case when e.${of}_turn <= e.${of}_left then 1 else 0 end) as ${of}_share`,
    )
    .join(', ')}
  from left_over e),
stepped as (
  select x.*, ${['sales', 'commission']
    .map(
      (of) =>
        `sum(x.${of}_share) over (partition by x.entry_id order by x.place rows between unbounded preceding and current row) - x.${of}_share as ${of}_before`,
    )
    .join(', ')}
  from exact x)
select {attribution:Int64}, '', e.entry_id, e.place, e.order_key, case when e.page_no = 0 then 'none' else 'model' end,
  case when e.page_no = 0 then 0 else e.weight end, coalesce(g.site_id, ''), coalesce(g.page_host, ''), coalesce(g.page_path, ''),
  '', '', 0, '', '', '', '', '', '', '', '', '', '', '',
  amount_of_units(e.sales_share), amount_of_units(e.commission_share), e.items_share,
  amount_of_units(e.sales_before), amount_of_units(e.commission_before)
from stepped e left join work_model_pages g on g.page_no = e.page_no`;
