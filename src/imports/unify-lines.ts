/**
 * One report carries the money of an order, the others only add fields. Within one order line the secondary reports'
 * lines are paired with the money report's: (a) by the network's line id, then by amounts and time, as multisets;
 * (b) of the rest, where sales, commission and items sum to the same, it is the same money however it was split;
 * (c) what is left pairs by sign and date, and the difference is listed.
 */
import { type FactsWriter, isAny, type SqlParameters } from '../facts/index.ts';
import { BRAND_RANK, LOST_RANK, lineGroupOf, signOf } from '../ledger/index.ts';

const READ_BRANDS = `
  select l.sku as sku, coalesce(l.product, '') as product, coalesce(l.brand, '') as brand
  from work_lines l where l.report_rank = ${BRAND_RANK}`;

const STORED_BRANDS = `
  select c.sku as sku, coalesce(c.product, '') as product, coalesce(c.brand, '') as brand from current_lines c
  where c.scope_id = {scope:String} and c.report_rank = ${BRAND_RANK}`;

/** A plan with brand lines has all of the scope's: they share the order without a number. */
function brandsText(brands: string): string {
  return `
insert into work_brands (sku, product, brand, brands)
select t.sku, t.product, case when count(distinct t.brand) = 1 then min(t.brand) end, count(distinct t.brand) from (${brands}) t
group by t.sku, t.product`;
}

const MONEY_RANKS = `select min(report_rank) as low, max(report_rank) as high from work_ranks where report_rank < ${LOST_RANK}`;

const SHARED = `
insert into work_shared
with shared as (
  select advertiser_id, order_id, min(report_rank) as money_rank from work_lines
  where report_rank < ${LOST_RANK} group by advertiser_id, order_id having min(report_rank) <> max(report_rank))
select l.reported_id, l.report_rank, s.money_rank, ${lineGroupOf('l')}, ${signOf('l')}, l.occurred_on, l.occurred_time,
  coalesce(l.transaction_id, ''), l.sales, l.commission, l.items,
  concat(day_text(l.range_from), ' ', coalesce(l.processed_time, ''))
from work_lines l join shared s on s.advertiser_id = l.advertiser_id and s.order_id = l.order_id
where l.report_rank < ${LOST_RANK}`;

/** Money lines still free for one secondary report (a money line pairs with each of them), and free secondary lines. */
const FREE = `
secondary as (
  select s.* from work_shared s
  where s.report_rank > s.money_rank and s.reported_id not in (select p.secondary_id from work_pairs p)),
money as (
  select m.*, r.secondary_rank as secondary_rank from work_shared m
  join (select distinct line_group, report_rank as secondary_rank from secondary) r on r.line_group = m.line_group
  where m.report_rank = m.money_rank
    and (m.reported_id, r.secondary_rank) not in (select p.money_id, p.secondary_rank from work_pairs p))`;

/** Pairs the n-th with the n-th of each bucket; `bucket` and `order` are lists of columns both sides have. */
function pairNth(how: string, bucket: readonly string[], order: string, only: string): string {
  const columns = bucket.join(', ');
  return `
insert into work_pairs (secondary_id, secondary_rank, money_id, how)
with ${FREE},
s as (select *, row_number() over (partition by report_rank, ${columns} order by ${order}) as n from secondary where ${only}),
m as (select *, row_number() over (partition by secondary_rank, ${columns} order by ${order}) as n from money where ${only})
select s.reported_id, s.report_rank, m.reported_id, '${how}'
from s join m on m.secondary_rank = s.report_rank and m.n = s.n and ${bucket.map((column) => `m.${column} = s.${column}`).join(' and ')}`;
}

/** Pairs whole buckets whose three sums agree. */
function pairSums(bucket: readonly string[]): string {
  const columns = bucket.join(', ');
  const same = (left: string, right: string): string =>
    bucket.map((column) => `${left}.${column} = ${right}.${column}`).join(' and ');
  return `
insert into work_pairs (secondary_id, secondary_rank, money_id, how)
with ${FREE},
s as (select report_rank, ${columns}, sum(sales) as sales, sum(commission) as commission, sum(items) as items
  from secondary group by report_rank, ${columns}),
m as (select secondary_rank, ${columns}, sum(sales) as sales, sum(commission) as commission, sum(items) as items
  from money group by secondary_rank, ${columns}),
b as (select s.report_rank as secondary_rank, ${bucket.map((column) => `s.${column} as ${column}`).join(', ')} from s join m
  on m.secondary_rank = s.report_rank and ${same('m', 's')}
    and m.sales = s.sales and m.commission = s.commission and m.items = s.items)
select x.reported_id, x.report_rank, y.reported_id, 'sum'
from b join secondary x on x.report_rank = b.secondary_rank and ${same('x', 'b')}
join money y on y.secondary_rank = b.secondary_rank and ${same('y', 'b')}`;
}

const AMOUNTS = ['sales', 'commission', 'items'];
const IN_TIME = 'processed, reported_id';
const CANONICAL = 'occurred_time, sales, commission, items, processed, reported_id';

/** Every pass in its order; each sees only what the earlier ones left. */
export const PAIRING_PASSES: readonly string[] = [
  pairNth('id', ['line_group', 'transaction_id'], IN_TIME, "transaction_id <> ''"),
  pairNth('exact', ['line_group', ...AMOUNTS, 'occurred_on', 'occurred_time'], IN_TIME, '1 = 1'),
  pairSums(['line_group', 'sign', 'occurred_on']),
  pairSums(['line_group', 'sign']),
  pairSums(['line_group']),
  pairNth('date', ['line_group', 'sign', 'occurred_on'], CANONICAL, '1 = 1'),
];

const FIELDS =
  'advertiser product brand sub_id transaction_id processed_on processed_time status network_status referrer'.split(
    ' ',
  );

/**
 * A field is added only where all paired lines of one report agree (their least is their greatest: counting distinct
 * values of ten columns takes more memory than the embedded store has); the better-ranked report's wins.
 */
const ADDED_FIELDS = `
insert into work_added_fields (money_id, ${FIELDS.join(', ')}, was_read, vanished)
with agreed as (
  select p.money_id as money_id, p.secondary_rank as secondary_rank,
    ${FIELDS.map((field) => `case when min(l.${field}) = max(l.${field}) then min(l.${field}) end as ${field}`).join(',\n    ')},
    max(l.was_read) as was_read, max(l.vanished) as vanished
  from work_pairs p join work_lines l on l.reported_id = p.secondary_id
  group by p.money_id, p.secondary_rank)
select a.money_id,
  ${FIELDS.map((field) => `min_by(a.${field}, a.secondary_rank) filter (where a.${field} is not null)`).join(',\n  ')},
  max(a.was_read), max(a.vanished)
from agreed a group by a.money_id`;

const WORK_TABLES = ['work_brands', 'work_shared', 'work_pairs', 'work_added_fields'] as const;

/** Pairs the lines in `work_lines` and fills what the view `work_final` needs. */
export async function unifyLines(session: FactsWriter, parameters: SqlParameters): Promise<void> {
  await session.empty(...WORK_TABLES);
  const hasRead = await isAny(session, `work_ranks where report_rank = ${BRAND_RANK}`);
  await session.run(brandsText(hasRead ? READ_BRANDS : STORED_BRANDS), parameters);
  const [ranks] = await session.query(MONEY_RANKS);
  if (ranks?.['low'] === ranks?.['high']) return; // one money report alone: nothing to pair
  await session.run(SHARED, parameters);
  if (!(await isAny(session, 'work_shared'))) return; // no order in two reports
  for (const pass of PAIRING_PASSES) await session.run(pass, parameters);
  await session.run(ADDED_FIELDS, parameters);
}
