/** The model's answer as rows of `attributions`: whole numbers by largest remainder, on both engines. */
import { SHARE_COLUMNS } from '../share-columns.ts';
import { FACTOR_UNIT, KERNEL_UNIT, LIKELY_SQL } from './model-sql.ts';

/** A page below one hundredth is not named: it would be noise with a number on it. */
const LEAST_WEIGHT = 100;

/**
 * The model's shares of every entry of some orders without other evidence; amounts and items by largest remainder, the rest
 * stays with nobody. An order came from a recorded click, as likely as the streams say, and then from the page that time,
 * product and the rest speak for; or from a reader of whom nothing is recorded, who then read what others read. Weights are
 * corrected by what the check of the model found them worth; together they are never above the whole.
 */
export const SHARE_ENTRIES = `
insert into attributions (${SHARE_COLUMNS})
with likely as (
  select w.order_key as order_key, w.network as network, w.advertiser_id as advertiser_id, w.page_no as page_no, w.total as total,
    coalesce(c.corrected, w.weight) as weight, w.popularity as popularity
  from (${LIKELY_SQL}) w left join model_corrections c on c.fit = {fit:Int64} and c.stated = w.weight
  where w.known_page = 0 and w.order_no > {after:Int64} and w.order_no <= {upTo:Int64}),
together as (
  select l.*, sum(l.weight) over (partition by l.order_key) as whole from likely l),
streams as (
  select t.order_key as order_key, t.page_no as page_no, t.weight as weight, t.whole as whole, t.popularity as popularity,
    s.blocked as blocked, huge(t.total) * huge(s.rate) as seen, huge(s.background) * huge(${KERNEL_UNIT}) as unseen
  from together t join model_streams s on s.fit = {fit:Int64} and s.network = t.network and s.advertiser_id = t.advertiser_id),
parted as (
  select p.*, whole_part(p.seen * huge(10000), p.seen + p.unseen) as seen_part from streams p where p.seen + p.unseen > 0),
weighted as (
  select p.order_key as order_key, p.page_no as page_no,
    whole_part(huge(p.weight) * p.seen_part, case when p.whole > 10000 then p.whole else 10000 end)
      + whole_part(huge(p.popularity) * (10000 - p.seen_part) * p.blocked, ${10_000 * FACTOR_UNIT}) as weight
  from parted p),
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
  '', '', 0, '', '', '', '', '', '', '', '', '', '', '', '',
  amount_of_units(e.sales_share), amount_of_units(e.commission_share), e.items_share,
  amount_of_units(e.sales_before), amount_of_units(e.commission_before)
from stepped e left join work_model_pages g on g.page_no = e.page_no`;
