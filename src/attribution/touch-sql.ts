/** Which orders have to be attributed anew since a generation: its parameters say what that one knew. */
import { LINES_OF_BASIS } from '../ledger/index.ts';
import { LOOK_BACK_DAYS } from './model/lag-bins.ts';
import { OWN_SHARES } from './share-columns.ts';

const NEW_CLICKS = `(select * from clicks where log_segment > {segment:Int64} or (log_segment = {segment:Int64} and log_at > {at:Int64}))`;

/** The time of an order is told within so many days of its network's day, whatever the zone. */
const ZONE_DAYS = 2;

const insert = (text: string): string => `insert into work_attribution_orders (order_key)\n${text}`;

export const TOUCH_SQL = {
  /** The lines of the orders that were found. */
  lines: `(select * from ${LINES_OF_BASIS} where order_key in (select t.order_key from work_attribution_orders t))`,
  /** Orders with a line that is new, another, or gone. */
  ledger: insert(`
select l.order_key from ledger_lines l where l.basis > {ledgerBefore:Int64} and l.basis <= {basis:Int64}
union distinct
select l.order_key from ledger_lines l where (l.entry_id, l.basis) in (
  select e.entry_id, e.line_basis from ledger_ends e where e.basis > {ledgerBefore:Int64} and e.basis <= {basis:Int64})`),
  /** Orders with a sub-id or a referrer that now says something else. */
  told: insert(`
with changed as (
  select t.kind as kind, t.network as network, t.told as told from told_texts t
  where t.version = {version:String} or t.version = {versionBefore:String}
  group by t.kind, t.network, t.told
  having count(distinct concat(t.rule_id, '\u001f', t.site_id, '\u001f', t.page_host, '\u001f', t.page_path, '\u001f', t.campaign)) > 1)
select distinct l.order_key from ${LINES_OF_BASIS} l
where (network_of(l.scope_id), l.sub_id) in (select c.network, c.told from changed c where c.kind = 'sub-id')
  or (network_of(l.scope_id), l.referrer) in (select c.network, c.told from changed c where c.kind = 'referrer')`),
  /** Orders that name the id of a new click, or a beginning of it. */
  ids: insert(`
with fresh as (select c.click_id as click_id from ${NEW_CLICKS} c where c.click_id is not null),
named as (
  select r.sub_id as sub_id from sub_id_readings r where r.click_id in (select f.click_id from fresh f)
  union distinct
  select r.sub_id from sub_id_readings r where substring(coalesce(r.beginning, ''), 1, 10) in (select substring(f.click_id, 1, 10) from fresh f))
select distinct l.order_key from ${LINES_OF_BASIS} l where l.sub_id in (select n.sub_id from named n)`),
  /** Orders that the model looks at and that may follow a new click. */
  model: insert(`
with fresh as (
  select c.network as network, c.advertiser_id as advertiser_id, min(c.day) as first_day, max(c.day) as last_day
  from ${NEW_CLICKS} c where c.advertiser_id <> '' group by c.network, c.advertiser_id)
select distinct l.order_key from ${LINES_OF_BASIS} l
join fresh f on f.network = network_of(l.scope_id) and f.advertiser_id = l.advertiser_id
where l.occurred_on >= f.first_day - ${ZONE_DAYS} and l.occurred_on <= f.last_day + ${LOOK_BACK_DAYS + ZONE_DAYS}
  and l.entry_id in (select a.entry_id from ${OWN_SHARES} a where a.method = 'model' or a.method = 'none')`),
  count: `
select (select count(distinct a.entry_id) from ${OWN_SHARES} a where a.order_key in (select t.order_key from work_attribution_orders t)) as touched,
  (select max(b.entry_count) from attribution_bases b where b.basis = {attribution:Int64}) as entries,
  (select max(b.end_count) from attribution_bases b where b.basis = {attribution:Int64}) as ended`,
} as const;
