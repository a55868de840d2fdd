/**
 * Attribution by what is known, set-wise and alike on both engines: the click whose id came back, else a label rule, else
 * the referrer that the network reports. What one line of an order tells counts for its silent lines too, as long as the
 * order tells one thing only.
 */
import { SHARE_COLUMNS } from './share-columns.ts';
import { OF_VIEW, VISIT_BEGINNINGS } from './visits-sql.ts';

/** Beginnings of ids have at least so many characters (core/click-id). */
const SHORTEST_BEGINNING = 10;

/**
 * Files that people describe themselves may be of any network, and do not say of which: their lines take a click wherever it
 * went.
 */
const OF_ANY_NETWORK = 'custom';

/**
 * What is known of each entry of `lines`. A rule counts for no line whose text is an id that can be of its time: other lines
 * may have had the same text read as a word. A click counts if it went to the line's network; where the network cut the id,
 * if no other click on that network has an id that begins so.
 */
export function foundSql(lines: string): string {
  return `
insert into work_found (entry_id, order_key, sales, commission, items, click_event, rule_id, referrer_site, referrer_host, referrer_path)
with named as (
  select l.sub_id as sub_id, max(case when network_of(l.scope_id) = '${OF_ANY_NETWORK}' then 1 else 0 end) as is_of_any
  from ${lines} l where l.sub_id is not null group by l.sub_id),
read as (
  select distinct r.sub_id as sub_id, r.click_id as click_id, r.beginning as beginning, r.made_on as made_on,
    n.is_of_any as is_of_any
  from sub_id_readings r join named n on n.sub_id = r.sub_id
  where r.click_id is not null or r.beginning is not null),
clicked as (
  select i.sub_id as sub_id, i.is_of_any as is_of_any, c.network as network, c.click_id as click_id, c.event_id as event_id,
    c.happened_at as happened_at
  from read i join clicks c on c.click_id = i.click_id
  where c.click_id in (select y.click_id from read y where y.click_id is not null)
  union all
  select b.sub_id, b.is_of_any, c.network, c.click_id, c.event_id, c.happened_at
  from (select x.sub_id as sub_id, x.is_of_any as is_of_any, x.beginning as beginning,
    substring(x.beginning, 1, ${SHORTEST_BEGINNING}) as head from read x where x.beginning is not null) b
  join (select y.click_id as click_id, y.network as network, y.event_id as event_id, y.happened_at as happened_at,
    substring(y.click_id, 1, ${SHORTEST_BEGINNING}) as head from clicks y where y.click_id is not null) c on c.head = b.head
  where substring(c.click_id, 1, length(b.beginning)) = b.beginning),
ids as (
  select c.sub_id as sub_id, case when w.is_of_any = 1 then '${OF_ANY_NETWORK}' else c.network end as network,
    min_by(c.event_id, c.happened_at) as event_id
  from clicked c cross join (select 0 as is_of_any union all select 1 as is_of_any) w where w.is_of_any <= c.is_of_any
  group by c.sub_id, case when w.is_of_any = 1 then '${OF_ANY_NETWORK}' else c.network end
  having count(distinct c.click_id) = 1),
told as (
  select l.entry_id as entry_id, l.order_key as order_key, l.sales as sales, l.commission as commission, l.items as items,
    coalesce(k.event_id, '') as click_event, case when m.made_on <= l.process_day then '' else coalesce(s.rule_id, '') end as rule_id,
    coalesce(f.site_id, '') as referrer_site,
    coalesce(f.page_host, '') as referrer_host, coalesce(f.page_path, '') as referrer_path
  from ${lines} l
  left join ids k on k.sub_id = l.sub_id and k.network = network_of(l.scope_id)
  left join (select r.sub_id as sub_id, min(r.made_on) as made_on from read r where r.click_id is not null group by r.sub_id) m on m.sub_id = l.sub_id
  left join told_texts s on s.version = {version:String} and s.kind = 'sub-id' and s.network = network_of(l.scope_id) and s.told = l.sub_id
  left join told_texts f on f.version = {version:String} and f.kind = 'referrer' and f.network = network_of(l.scope_id) and f.told = l.referrer),
orders as (
  select t.order_key as order_key,
    count(distinct case when t.click_event <> '' then t.click_event end) as click_count, max(t.click_event) as click_event,
    count(distinct case when t.rule_id <> '' then t.rule_id end) as rule_count, max(t.rule_id) as rule_id,
    count(distinct case when t.referrer_site <> '' then concat(t.referrer_host, t.referrer_path) end) as referrer_count,
    max(t.referrer_site) as referrer_site, max(t.referrer_host) as referrer_host, max(t.referrer_path) as referrer_path
  from told t group by t.order_key)
select t.entry_id, t.order_key, t.sales, t.commission, t.items,
  case when t.click_event <> '' then t.click_event when o.click_count = 1 then o.click_event else '' end,
  case when t.rule_id <> '' then t.rule_id when o.rule_count = 1 then o.rule_id else '' end,
  case when t.referrer_site <> '' then t.referrer_site when o.referrer_count = 1 then o.referrer_site else '' end,
  case when t.referrer_site <> '' then t.referrer_host when o.referrer_count = 1 then o.referrer_host else '' end,
  case when t.referrer_site <> '' then t.referrer_path when o.referrer_count = 1 then o.referrer_path else '' end
from told t join orders o on o.order_key = t.order_key`;
}

/** The whole of an entry as its one share. */
const WHOLE = `f.sales, f.commission, f.items, cast(0 as decimal(18,4)), cast(0 as decimal(18,4))`;

/** Entries whose click is known: all that the click says, and how its visit began. */
const BY_CLICK = `
insert into attributions (${SHARE_COLUMNS})
with events as (
  select c.* from clicks c where c.event_id in (select f.click_event from work_found f where f.click_event <> '')
  qualify row_number() over (partition by c.event_id order by c.log_segment, c.log_at) = 1)
select {attribution:Int64}, '', f.entry_id, 1, f.order_key, 'click-id', 10000, e.site_id, e.page_host, e.page_path, e.link,
  coalesce(e.placement, ''), e.position, e.event_id, e.view_id, e.device, e.browser, coalesce(e.country, ''), coalesce(e.city, ''),
  ${VISIT_BEGINNINGS.map((name) => `coalesce(case when ${OF_VIEW} then v.${name} end, '')`).join(', ')}, '',
  ${WHOLE}
from work_found f join events e on e.event_id = f.click_event
left join work_visits v on v.site_id = e.site_id and v.view_id = e.view_id
where f.click_event <> ''`;

/** Entries that a label rule names a page, site or campaign for. */
const BY_RULE = `
insert into attributions (${SHARE_COLUMNS})
with rules as (
  select t.rule_id as rule_id, max(t.site_id) as site_id, max(t.page_host) as page_host, max(t.page_path) as page_path,
    max(t.campaign) as campaign
  from told_texts t where t.version = {version:String} and t.kind = 'sub-id' and t.rule_id <> '' group by t.rule_id)
select {attribution:Int64}, '', f.entry_id, 1, f.order_key, 'label-rule', 10000, r.site_id, r.page_host, r.page_path, '', '', 0, '', '', '', '', '',
  '', '', '', '', r.campaign, '', f.rule_id, ${WHOLE}
from work_found f join rules r on r.rule_id = f.rule_id
where f.click_event = '' and f.rule_id <> ''`;

/** Entries whose network says on which page the click was. Browsers can be told to lie, so it is not quite certain. */
const BY_REFERRER = `
insert into attributions (${SHARE_COLUMNS})
select {attribution:Int64}, '', f.entry_id, 1, f.order_key, 'referrer', 9500, f.referrer_site, f.referrer_host, f.referrer_path, '', '', 0, '', '',
  '', '', '', '', '', '', '', '', '', '', ${WHOLE}
from work_found f where f.click_event = '' and f.rule_id = '' and f.referrer_site <> ''`;

/** Every entry that has no row yet: unattributed, and always visible. Comes after everything else. */
export const REST_SQL = `
insert into attributions (${SHARE_COLUMNS})
select {attribution:Int64}, '', f.entry_id, 1, f.order_key, 'none', 0, '', '', '', '', '', 0, '', '', '', '', '', '', '', '', '', '', '', '', ${WHOLE}
from work_found f
where f.entry_id not in (select a.entry_id from attributions a where a.basis = {attribution:Int64} and a.credit = '')`;

/** The texts that fill a generation from `work_found` and `work_visits`, in this order; both engines must treat them alike. */
export const KNOWN_SQL = {
  byClick: BY_CLICK,
  byRule: BY_RULE,
  byReferrer: BY_REFERRER,
} as const;
