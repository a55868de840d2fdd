/**
 * The texts of the model that are the same whenever it works, set-wise and alike on both engines. Orders and clicks meet at
 * four resolutions, so that joins are by equality and stay small: minutes for clicks of the order's ten minutes and the
 * twenty before them, ten minutes for those of its hour and the three before it, hours for earlier ones of its day and the
 * day before, days for 2 to 30 days before. Every click of the last 30 days is in exactly one of them.
 */

/** Buckets of time: minutes in each, and how many buckets back it reaches. Clocks differ: a click may seem to come after. */
export const SPANS = [
  { minutes: 1, from: -2, to: 29 },
  { minutes: 10, from: 3, to: 23 },
  { minutes: 60, from: 4, to: 47 },
  { minutes: 1440, from: 2, to: 30 },
] as const;

/** Kernels, rates and backgrounds are counted in 1/1 000 000 000, so that both engines add the same whole numbers. */
export const KERNEL_UNIT = 1_000_000_000;
/** Factors and weights of clicks are in 1/1 000. */
export const FACTOR_UNIT = 1000;

/** Orders are parted so for checks: each part is judged by what the others taught. */
export const FOLDS = [1, 2, 3, 4, 5] as const;

/** Which bucket of the click an order meets, and that no finer span has it already. */
const MEETS = `c.bucket = case when k.span = 0 then o.minute when k.span = 1 then o.slot when k.span = 2 then o.hour else o.day end - k.back`;
const ONCE = `(k.span <> 0 or c.slot >= o.slot - 2)
  and (k.span <> 1 or c.hour >= o.hour - 3)
  and (k.span <> 2 or c.day >= o.day - 1)`;
/** The minutes that a bucket of each span has. */
const IN_MINUTES = `case when c.span = 0 then 1 when c.span = 1 then 10 when c.span = 2 then 60 else 1440 end`;

/** Pages are kept for an order while they are among its likeliest; the rest stays unattributed. */
const MOST_PAGES = 20;

/** A rare product says much, but not everything: an SKU can stand in an address by chance. */
const MOST_LIFT = 1_000_000;
/**
 * How much likelier an order is after a click on the link of a product, in 1/1 000, if it holds that product and if not: of
 * the orders that follow such a click a part, `followed`, holds it because of that, and the others as often as all orders.
 */
const LIFT = `case when coalesce(p.product_no, 0) = 0 then ${FACTOR_UNIT}
  when b.order_no is null then ${FACTOR_UNIT} - coalesce(w.followed, 0)
  else least(cast(${MOST_LIFT} as bigint), ${FACTOR_UNIT} + whole_part(coalesce(w.followed, 0) * (p.all_orders - p.orders), p.orders)) end`;

/** The minute of an order in UTC; `work_zone_days` says how far the clocks of UTC are ahead of its network's. */
const SECOND = `(day_minute(l.occurred_on, l.occurred_time) - day_minute(l.occurred_on, '00:00:00')) * 60`;
const ZONED_MINUTE = `day_minute(l.occurred_on, l.occurred_time)
  + cast(coalesce(case when ${SECOND} < z.change_1 then z.shift_0 when ${SECOND} < z.change_2 then z.shift_1 else z.shift_2 end, 0) / 60 as bigint)`;

/** Clicks that an order can follow. */
export const FOLLOWED_CLICKS = `c.advertiser_id <> '' and c.way <> 'o'`;

/** Clicks in the buckets of a span: its number, and what they are counted by. */
const bucketsOf = (span: number, minutes: number, coarser: readonly [slot: string, hour: string]): string => `
  select p.network, p.advertiser_id, ${span} as span, whole_part(p.minute, ${minutes}) as bucket, ${coarser[0]} as slot, ${coarser[1]} as hour,
    whole_part(p.minute, 1440) as day, p.page_no, p.product_no, p.weight from placed p`;
const SLOT = 'whole_part(p.minute, 10)';
const HOUR = 'whole_part(p.minute, 60)';
const NOT_ASKED = 'cast(0 as bigint)';

export const MODEL_SQL = {
  pages: `
insert into work_model_pages (page_no, site_id, page_host, page_path)
select row_number() over (order by p.site_id, p.page_host, p.page_path), p.site_id, p.page_host, p.page_path
from (select distinct c.site_id as site_id, c.page_host as page_host, c.page_path as page_path from clicks c) p`,

  /**
   * Orders since the first click, by the first minute of their lines: those of which nothing is known, and those with a
   * known click, for learning. `inZone`: whether `work_zone_days` has the days of the lines.
   */
  orders: (lines: string, inZone: boolean): string => `
insert into work_model_orders (order_no, order_key, network, advertiser_id, minute, slot, hour, day, fold, known_page, amount)
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
  o.minute, whole_part(o.minute, 10), whole_part(o.minute, 60), whole_part(o.minute, 1440), 1 + o.minute % ${FOLDS.length}, coalesce(p.page_no, 0), o.amount
from orders o
left join known k on k.order_key = o.order_key
left join pages p on p.order_key = o.order_key
where (k.order_key is null or p.page_no is not null) and o.minute >= (select b.minute from begun b)`,

  /** The product of each clicked link: the longest SKU that it names. */
  links: `
insert into work_model_links (network, advertiser_id, link, product_no)
with linked as (select distinct c.network as network, c.advertiser_id as advertiser_id, c.link as link from clicks c where ${FOLLOWED_CLICKS})
select l.network, l.advertiser_id, l.link, p.product_no
from linked l join link_words w on w.link = l.link
join model_products p on p.fit = {fit:Int64} and p.network = l.network and p.advertiser_id = l.advertiser_id and p.sku = w.word
qualify row_number() over (partition by l.network, l.advertiser_id, l.link order by length(p.sku) desc, p.sku) = 1`,

  /** Which of those products each order has. */
  baskets: (lines: string): string => `
insert into work_model_baskets (order_no, product_no)
select distinct o.order_no, p.product_no
from ${lines} l join work_model_orders o on o.order_key = l.order_key
join model_products p on p.fit = {fit:Int64} and p.network = o.network and p.advertiser_id = o.advertiser_id and p.sku = folded(l.sku)`,

  /** Clicks that orders can meet: those on their advertisers. */
  clicks: `
insert into work_model_clicks (network, advertiser_id, span, bucket, slot, hour, day, page_no, product_no, clicks, weight)
with placed as (
  select c.network as network, c.advertiser_id as advertiser_id, p.page_no as page_no, coalesce(l.product_no, 0) as product_no,
    minute_of(c.happened_at) as minute,
    whole_part(coalesce(d.factor, ${FACTOR_UNIT}) * coalesce(s.factor, ${FACTOR_UNIT}), ${FACTOR_UNIT}) as weight
  from clicks c
  join work_model_pages p on p.site_id = c.site_id and p.page_host = c.page_host and p.page_path = c.page_path
  left join work_model_links l on l.network = c.network and l.advertiser_id = c.advertiser_id and l.link = c.link
  left join model_click_factors d on d.fit = {fit:Int64} and d.network = c.network and d.kind = 'device' and d.named = c.device
  left join model_click_factors s on s.fit = {fit:Int64} and s.network = c.network and s.kind = 'country' and s.named = coalesce(c.country, '')
  where ${FOLLOWED_CLICKS}
    and (c.network, c.advertiser_id) in (select o.network, o.advertiser_id from work_model_orders o)),
spans as (${[
    bucketsOf(0, 1, [SLOT, NOT_ASKED]),
    bucketsOf(1, 10, [NOT_ASKED, HOUR]),
    bucketsOf(2, 60, [NOT_ASKED, NOT_ASKED]),
    bucketsOf(3, 1440, [NOT_ASKED, NOT_ASKED]),
  ].join('\n  union all')})
select s.network, s.advertiser_id, s.span, s.bucket, s.slot, s.hour, s.day, s.page_no, s.product_no, count(*), sum(s.weight)
from spans s group by s.network, s.advertiser_id, s.span, s.bucket, s.slot, s.hour, s.day, s.page_no, s.product_no`,

  /** Each order's pages. `fold` 0: factors learned from all orders; else an order is judged by what the other folds taught. */
  exposures: `
insert into work_model_exposures (order_no, page_no, exposure, total, popularity, whole_popularity, clicks, all_clicks, newest)
with lifted as (
  select o.order_no as order_no, o.fold as fold, c.page_no as page_no, c.weight as weight, k.weight as density, c.clicks as clicks,
    ${LIFT} as lift, c.bucket * ${IN_MINUTES} as newest
  from work_model_orders o
  join model_kernels k on k.fit = {fit:Int64} and k.network = o.network and k.advertiser_id = o.advertiser_id
  join work_model_clicks c on c.network = o.network and c.advertiser_id = o.advertiser_id and c.span = k.span and ${MEETS}
  left join model_products p on p.fit = {fit:Int64} and p.product_no = c.product_no
  left join work_model_baskets b on b.order_no = o.order_no and b.product_no = c.product_no
  left join model_followed w on w.fit = {fit:Int64} and w.network = o.network
  where o.order_no > {after:Int64} and o.order_no <= {upTo:Int64}
    and {known:Int32} = case when o.known_page > 0 then 1 else 0 end and ${ONCE}),
met as (
  select l.order_no as order_no, l.fold as fold, l.page_no as page_no,
    sum(whole_part(huge(l.weight * l.density) * huge(l.lift), ${FACTOR_UNIT * FACTOR_UNIT})) as exposure,
    sum(whole_part(l.weight * l.lift, ${FACTOR_UNIT})) as popularity, sum(l.clicks) as clicks, max(l.newest) as newest
  from lifted l group by l.order_no, l.fold, l.page_no),
weighed as (
  select m.order_no as order_no, m.page_no as page_no,
    whole_part(huge(m.exposure) * huge(coalesce(f.factor, ${FACTOR_UNIT})), ${FACTOR_UNIT}) as exposure,
    whole_part(huge(m.popularity) * huge(coalesce(f.factor, ${FACTOR_UNIT})), ${FACTOR_UNIT}) as popularity,
    m.clicks as clicks, m.newest as newest
  from met m join work_model_pages p on p.page_no = m.page_no
  left join model_page_factors f on f.fit = {fit:Int64} and f.page_host = p.page_host and f.page_path = p.page_path
    and f.fold = case when {isCheck:Int32} = 1 then m.fold else 0 end),
summed as (
  select w.*, sum(w.exposure) over (partition by w.order_no) as total, sum(w.popularity) over (partition by w.order_no) as whole_popularity,
    sum(w.clicks) over (partition by w.order_no) as all_clicks
  from weighed w),
ranked as (
  select s.*, row_number() over (partition by s.order_no order by
    whole_part(huge(s.exposure) * 1000000, case when s.total > 0 then s.total else 1 end)
    + whole_part(huge(s.popularity) * 1000000, case when s.whole_popularity > 0 then s.whole_popularity else 1 end) desc, s.page_no) as place
  from summed s)
select r.order_no, r.page_no, r.exposure, r.total, r.popularity, r.whole_popularity, r.clicks, r.all_clicks, r.newest
from ranked r where r.place <= ${MOST_PAGES} and r.popularity > 0`,
} as const;

/** How likely each page brought an order, in 1/10 000, given that a recorded click did. */
export const LIKELY_SQL = `
select e.order_no as order_no, o.order_key as order_key, o.network as network, o.advertiser_id as advertiser_id,
  o.known_page as known_page, o.amount as amount, e.page_no as page_no, e.total as total,
  whole_part(huge(e.exposure) * huge(10000), case when e.total > 0 then e.total else 1 end) as weight,
  whole_part(huge(e.popularity) * huge(10000), e.whole_popularity) as popularity
from work_model_exposures e join work_model_orders o on o.order_no = e.order_no`;
