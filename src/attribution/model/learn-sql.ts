/** What the model learns from, as texts that are alike on both engines: orders whose click is known, and clicks. */
import { LAG_BIN_ENDS_MIN } from './lag-bins.ts';
import { FOLDS, FOLLOWED_CLICKS } from './model-sql.ts';

/** Orders with one known click. */
const KNOWN = `known as (
  select f.order_key as order_key, max(f.click_event) as click_event from work_found f where f.click_event <> ''
  group by f.order_key having count(distinct f.click_event) = 1)`;

/** Clocks differ by a minute or two: a click that seems to come after its order came just before it. */
const EARLIEST = -2;

export const LEARN_SQL = {
  /** Products that clicked links name: the SKUs of lines that are words of a link to the same advertiser. */
  products: (lines: string): string => `
insert into model_products (fit, product_no, network, advertiser_id, sku, orders, all_orders)
with words as (
  select distinct c.network as network, c.advertiser_id as advertiser_id, w.word as word
  from (select distinct c.network as network, c.advertiser_id as advertiser_id, c.link as link from clicks c where ${FOLLOWED_CLICKS}) c
  join link_words w on w.link = c.link where w.word <> ''),
sold as (
  select network_of(l.scope_id) as network, l.advertiser_id as advertiser_id, folded(l.sku) as sku, count(distinct l.order_key) as orders
  from ${lines} l where l.sku <> '' and (l.state = 'counted' or l.state = 'lost')
  group by network_of(l.scope_id), l.advertiser_id, folded(l.sku)),
whole as (
  select network_of(l.scope_id) as network, l.advertiser_id as advertiser_id, count(distinct l.order_key) as orders
  from ${lines} l where l.state = 'counted' or l.state = 'lost' group by network_of(l.scope_id), l.advertiser_id)
select {fit:Int64}, row_number() over (order by s.network, s.advertiser_id, s.sku), s.network, s.advertiser_id, s.sku, s.orders, a.orders
from sold s
join words w on w.network = s.network and w.advertiser_id = s.advertiser_id and w.word = s.sku
join whole a on a.network = s.network and a.advertiser_id = s.advertiser_id`,

  /**
   * By network: known orders that followed the link of a product, how many of them hold it, and how many would if links made
   * no difference (`expected`, in millionths).
   */
  followed: `
with ${KNOWN}
select o.network as network, count(*) as orders, count(b.order_no) as holding,
  sum(whole_part(huge(p.orders) * huge(1000000), p.all_orders)) as expected
from known k join work_model_orders o on o.order_key = k.order_key
join (select c.* from clicks c where c.event_id in (select x.click_event from known x)
  qualify row_number() over (partition by c.event_id order by c.log_segment, c.log_at) = 1) c on c.event_id = k.click_event
join work_model_links l on l.network = c.network and l.advertiser_id = c.advertiser_id and l.link = c.link
join model_products p on p.fit = {fit:Int64} and p.product_no = l.product_no
left join work_model_baskets b on b.order_no = o.order_no and b.product_no = l.product_no
group by o.network order by o.network`,

  /** By network, kind of device and country: clicks, and those of them that brought a known order. */
  readers: (column: 'device' | 'country'): string => `
with ${KNOWN}
select c.network as network, coalesce(c.${column}, '') as named, count(*) as clicks, count(k.click_event) as orders
from clicks c left join (select distinct x.click_event as click_event from known x) k on k.click_event = c.event_id
where ${FOLLOWED_CLICKS}
group by c.network, coalesce(c.${column}, '') order by c.network, coalesce(c.${column}, '')`,

  /**
   * By page and fold of the orders: the known ones that it brought, and those that its clicks would have brought if all pages
   * were alike (`expected`, in millionths, of all folds together).
   */
  pages: `
with won as (
  select o.network as network, o.advertiser_id as advertiser_id, count(*) as orders from work_model_orders o
  where o.known_page > 0 group by o.network, o.advertiser_id),
given as (
  select c.network as network, c.advertiser_id as advertiser_id, sum(c.weight) as weight from work_model_clicks c
  where c.span = 3 group by c.network, c.advertiser_id),
expected as (
  select c.page_no as page_no, sum(whole_part(huge(c.weight) * huge(w.orders) * huge(1000000), g.weight)) as expected
  from (select x.network as network, x.advertiser_id as advertiser_id, x.page_no as page_no, sum(x.weight) as weight
    from work_model_clicks x where x.span = 3 group by x.network, x.advertiser_id, x.page_no) c
  join won w on w.network = c.network and w.advertiser_id = c.advertiser_id
  join given g on g.network = c.network and g.advertiser_id = c.advertiser_id
  where g.weight > 0 group by c.page_no),
brought as (
  select o.known_page as page_no, ${FOLDS.map((fold) => `count(case when o.fold = ${fold} then 1 end) as fold_${fold}`).join(', ')}
  from work_model_orders o where o.known_page > 0 group by o.known_page)
select p.page_host as page_host, p.page_path as page_path, sum(e.expected) as expected,
  ${FOLDS.map((fold) => `sum(coalesce(b.fold_${fold}, 0)) as fold_${fold}`).join(', ')}
from expected e join work_model_pages p on p.page_no = e.page_no left join brought b on b.page_no = e.page_no
group by p.page_host, p.page_path order by p.page_host, p.page_path`,

  /** Lags of known orders in minutes, by advertiser: what the kernels are learned from. */
  lags: `
with ${KNOWN},
seen as (
  select o.network as network, o.advertiser_id as advertiser_id, o.minute - minute_of(c.happened_at) as lag
  from known k join work_model_orders o on o.order_key = k.order_key join clicks c on c.event_id = k.click_event)
select network, advertiser_id, ${LAG_BIN_ENDS_MIN.map(
    (end, bin) =>
      `count(*) filter (where lag < ${end} and lag >= ${bin === 0 ? EARLIEST : (LAG_BIN_ENDS_MIN[bin - 1] ?? 0)}) as bin_${bin}`,
  ).join(', ')}
from seen group by network, advertiser_id order by network, advertiser_id`,

  /** What an advertiser's clicks are worth together, in 1/1 000 of a click: by day they are all counted once. */
  advertisers: `
select c.network as network, c.advertiser_id as advertiser_id, sum(c.weight) as weight from work_model_clicks c
where c.span = 3 group by c.network, c.advertiser_id order by c.network, c.advertiser_id`,

  /** Orders of each advertiser whose click is known. */
  won: `
select o.network as network, o.advertiser_id as advertiser_id, count(*) as orders from work_model_orders o
where o.known_page > 0 group by o.network, o.advertiser_id`,

  period: `
select min(o.day) as first_day, max(o.day) as last_day from work_model_orders o`,

  /** Each order's whole exposure: what the two streams are estimated from. */
  totals: `
select o.network as network, o.advertiser_id as advertiser_id, o.order_no as order_no, coalesce(max(e.total), 0) as total
from work_model_orders o left join work_model_exposures e on e.order_no = o.order_no where o.known_page = 0
group by o.network, o.advertiser_id, o.order_no order by o.network, o.advertiser_id, o.order_no`,
} as const;
