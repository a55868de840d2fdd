/**
 * Attribution by what is known, set-wise and alike on both engines: the click whose id came back, else a label rule, else
 * the referrer that the network reports. What one line of an order tells counts for its silent lines too, as long as the
 * order tells one thing only.
 */

import { LINES_OF_BASIS } from '../ledger/index.ts';

/** Columns of `attributions` in the order of the texts below. */
const COLUMNS = [
  ...[
    'basis',
    'entry_id',
    'share_no',
    'order_key',
    'method',
    'confidence',
    'site_id',
    'page_host',
    'page_path',
    'link',
  ],
  ...['placement', 'position', 'click_event', 'view_id', 'device', 'reader_country', 'campaign', 'rule_id'],
  ...['sales', 'commission', 'items'],
].join(', ');

/** The lines of a generation with what each of them tells by itself. A click counts if it went to the line's network. */
const TOLD = `
ids as (
  select r.sub_id as sub_id, r.click_id as click_id from sub_id_readings r where r.click_id is not null),
id_clicks as (
  select c.click_id as click_id, c.network as network, min(c.happened_at) as clicked_at, min_by(c.event_id, c.happened_at) as event_id
  from clicks c where c.click_id in (select i.click_id from ids i) group by c.click_id, c.network),
told as (
  select l.entry_id as entry_id, l.order_key as order_key, l.sales as sales, l.commission as commission, l.items as items,
    coalesce(k.event_id, '') as click_event, coalesce(s.rule_id, '') as rule_id, coalesce(f.site_id, '') as referrer_site,
    coalesce(f.page_host, '') as referrer_host, coalesce(f.page_path, '') as referrer_path
  from ${LINES_OF_BASIS} l
  left join ids i on i.sub_id = l.sub_id
  left join id_clicks k on k.click_id = i.click_id and k.network = network_of(l.scope_id)
  left join told_texts s on s.version = {version:String} and s.kind = 'sub-id' and s.network = network_of(l.scope_id) and s.told = l.sub_id
  left join told_texts f on f.version = {version:String} and f.kind = 'referrer' and f.network = network_of(l.scope_id) and f.told = l.referrer),
orders as (
  select t.order_key as order_key,
    count(distinct case when t.click_event <> '' then t.click_event end) as click_count, max(t.click_event) as click_event,
    count(distinct case when t.rule_id <> '' then t.rule_id end) as rule_count, max(t.rule_id) as rule_id,
    count(distinct case when t.referrer_site <> '' then concat(t.referrer_host, t.referrer_path) end) as referrer_count,
    max(t.referrer_site) as referrer_site, max(t.referrer_host) as referrer_host, max(t.referrer_path) as referrer_path
  from told t group by t.order_key),
found as (
  select t.entry_id as entry_id, t.order_key as order_key, t.sales as sales, t.commission as commission, t.items as items,
    case when t.click_event <> '' then t.click_event when o.click_count = 1 then o.click_event else '' end as click_event,
    case when t.rule_id <> '' then t.rule_id when o.rule_count = 1 then o.rule_id else '' end as rule_id,
    case when t.referrer_site <> '' then t.referrer_site when o.referrer_count = 1 then o.referrer_site else '' end as referrer_site,
    case when t.referrer_site <> '' then t.referrer_host when o.referrer_count = 1 then o.referrer_host else '' end as referrer_host,
    case when t.referrer_site <> '' then t.referrer_path when o.referrer_count = 1 then o.referrer_path else '' end as referrer_path
  from told t join orders o on o.order_key = t.order_key)`;

/** Entries whose click is known: all that the click says. */
const BY_CLICK = `
insert into attributions (${COLUMNS})
with ${TOLD},
events as (
  select c.* from clicks c where c.event_id in (select f.click_event from found f)
  qualify row_number() over (partition by c.event_id order by c.log_segment, c.log_at) = 1)
select {attribution:Int64}, f.entry_id, 1, f.order_key, 'click-id', 10000, e.site_id, e.page_host, e.page_path, e.link,
  coalesce(e.placement, ''), e.position, e.event_id, e.view_id, e.device, coalesce(e.country, ''), '', '',
  f.sales, f.commission, f.items
from found f join events e on e.event_id = f.click_event
where f.click_event <> ''`;

/** Entries that a label rule names a page, site or campaign for. */
const BY_RULE = `
insert into attributions (${COLUMNS})
with ${TOLD},
rules as (
  select t.rule_id as rule_id, max(t.site_id) as site_id, max(t.page_host) as page_host, max(t.page_path) as page_path,
    max(t.campaign) as campaign
  from told_texts t where t.version = {version:String} and t.kind = 'sub-id' and t.rule_id <> '' group by t.rule_id)
select {attribution:Int64}, f.entry_id, 1, f.order_key, 'label-rule', 10000, r.site_id, r.page_host, r.page_path, '', '', 0, '', '', '', '',
  r.campaign, f.rule_id, f.sales, f.commission, f.items
from found f join rules r on r.rule_id = f.rule_id
where f.click_event = '' and f.rule_id <> ''`;

/** Entries whose network says on which page the click was. Browsers can be told to lie, so it is not quite certain. */
const BY_REFERRER = `
insert into attributions (${COLUMNS})
with ${TOLD}
select {attribution:Int64}, f.entry_id, 1, f.order_key, 'referrer', 9500, f.referrer_site, f.referrer_host, f.referrer_path, '', '', 0, '', '',
  '', '', '', '', f.sales, f.commission, f.items
from found f where f.click_event = '' and f.rule_id = '' and f.referrer_site <> ''`;

/** Every entry that has no row yet: unattributed, and always visible. Comes after everything else. */
export const REST_SQL = `
insert into attributions (${COLUMNS})
select {attribution:Int64}, l.entry_id, 1, l.order_key, 'none', 0, '', '', '', '', '', 0, '', '', '', '', '', '', l.sales, l.commission, l.items
from ${LINES_OF_BASIS} l
where l.entry_id not in (select a.entry_id from attributions a where a.basis = {attribution:Int64})`;

/** The texts that fill a generation, in this order; both engines must treat them alike. */
export const KNOWN_SQL = {
  byClick: BY_CLICK,
  byRule: BY_RULE,
  byReferrer: BY_REFERRER,
} as const;
