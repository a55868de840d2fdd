/**
 * Which orders a run plans anew, and what it says of the others: those with a line that is new, changed or vanished, or
 * whose brand was read. An order of which every row was the same is as it was, and `work_untouched` has all that a
 * receipt says of it; but where several reports share an order, only planning it again tells what its rows are paired with.
 */
import { type FactsSession, isAny, type SqlParameters } from '../facts/index.ts';
import { BRAND_RANK, LOST_RANK } from '../ledger/index.ts';

const MONEY_RANKS = `
select min(c.report_rank) as low, max(c.report_rank) as high from current_lines c
where c.scope_id = {scope:String} and c.report_rank < ${LOST_RANK}`;

const ORDERS_OF_ROWS = `
  select s.advertiser_id as advertiser_id, s.order_id as order_id from staged_lines s
  where s.staged_no in (select m.staged_no from work_match m where m.how <> 'same')
  union all select v.advertiser_id, v.order_id from work_vanished v`;

const ORDERS_OF_CHANGED_LINES = `
  select c.advertiser_id, c.order_id from current_lines c
  where streamed(c.reported_id in (select m.reported_id from work_match m where m.how = 'paired'))`;

/** Orders that more than one money report knows: a read line may state another one's money. */
const SHARED_ORDERS = `
  select c.advertiser_id, c.order_id from current_lines c
  where c.scope_id = {scope:String} and c.report_rank < ${LOST_RANK}
    and streamed((c.advertiser_id, c.order_id) in (select r.advertiser_id, r.order_id from staged_lines r))
  group by c.advertiser_id, c.order_id having min(c.report_rank) <> max(c.report_rank)`;

const ORDERS_OF_BRANDS = `
  select b.advertiser_id, b.order_id from staged_lines b where b.report_rank = ${BRAND_RANK}
  union all select c.advertiser_id, c.order_id from current_lines c
  where c.scope_id = {scope:String} and c.report_rank < ${BRAND_RANK}
    and streamed((c.sku, coalesce(c.product, '')) in
      (select b.sku, coalesce(b.product, '') from staged_lines b where b.report_rank = ${BRAND_RANK}))`;

/** A line that two files of the run show counts once. */
const LAST_READINGS = `
  and s.staged_no in (select max(m.staged_no) from work_match m group by m.reported_id)`;

function untouchedText(readings: string): string {
  return `
insert into work_untouched (report, report_rank, currency, sales, commission, items, line_count)
select s.report, s.report_rank, s.currency, sum(s.sales), sum(s.commission), sum(s.items), count(*)
from staged_lines s
where (s.advertiser_id, s.order_id) not in (select w.advertiser_id, w.order_id from work_orders w)${readings}
group by s.report, s.report_rank, s.currency`;
}

/** Fills `work_orders` and `work_untouched`; asks nothing of the ledger where the scope has no line in it. */
export async function findOrders(
  session: FactsSession,
  parameters: SqlParameters,
  { isFirst, steps }: { readonly isFirst: boolean; readonly steps: number },
): Promise<void> {
  const hasSame = await isAny(session, "work_match where how = 'same'");
  if (isFirst && !hasSame) return;
  const orders = [ORDERS_OF_ROWS];
  if (await isAny(session, "work_match where how = 'paired'")) orders.push(ORDERS_OF_CHANGED_LINES);
  if (await isAny(session, `staged_files where report_rank = ${BRAND_RANK}`)) orders.push(ORDERS_OF_BRANDS);
  if (hasSame && (await hasSeveralMoneyReports(session, parameters))) orders.push(SHARED_ORDERS);
  const all = orders.join('\n  union all');
  await session.run(
    `insert into work_orders (advertiser_id, order_id) select distinct advertiser_id, order_id from (${all}) t`,
    parameters,
  );
  if (hasSame) await session.run(untouchedText(steps > 1 ? LAST_READINGS : ''), parameters);
}

async function hasSeveralMoneyReports(session: FactsSession, parameters: SqlParameters): Promise<boolean> {
  const [row] = await session.query(MONEY_RANKS, parameters);
  return row?.['low'] !== row?.['high'];
}
