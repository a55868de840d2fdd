/** The views of the facts store, once for both engines. */
import { LINE_COLUMNS, RANGE_COLUMNS } from './line-columns.ts';
import { TABLES } from './tables.ts';

const ROW_COLUMNS = [...Object.keys(LINE_COLUMNS), ...Object.keys(RANGE_COLUMNS)];
const PLAN_COLUMNS = Object.keys(TABLES.work_merged_lines.columns);

/**
 * Views both engines share: current rows (posted and not closed), the counts of the collector that are whole, and, of the
 * running plan:
 * `work_new_lines`: the new lines that were left among the staged rows;
 * `work_lines`: every reported line of every order the run touches, as it will be when the run is posted;
 * `work_ranks`: the ranks of their reports, and perhaps of untouched rows; cheap, as it reads one column;
 * `work_final`: `work_lines` with the fields that secondary reports and the brand list add.
 */
export const VIEWS: Readonly<Record<string, string>> = {
  current_lines: `
select r.* from reported_lines r
where r.run_seq in (select run_seq from posted_runs)
  and (r.reported_id, r.run_seq) not in
    (select c.reported_id, c.line_run_seq from closed_lines c where c.run_seq in (select run_seq from posted_runs))`,
  current_entries: `
select e.* from entries e
where e.run_seq in (select run_seq from posted_runs)
  and (e.entry_id, e.run_seq) not in
    (select c.entry_id, c.entry_run_seq from closed_entries c where c.run_seq in (select run_seq from posted_runs))`,
  collected_counts: `
select distinct c.site_id as site_id, c.day as day, c.outcome as outcome, c.events as events, c.first_at as first_at,
  c.last_at as last_at, c.log_segment as log_segment, c.log_from as log_from
from collector_counts c
where (c.log_segment, c.log_from, c.log_to) in
  (select p.log_segment, p.log_from, p.log_to from collector_positions p)`,
  work_new_lines: `
select (select max(r.base) from work_run r) + s.staged_no as reported_id, 0 as old_run_seq, 1 as revised, 1 as was_read,
  0 as vanished, s.report as report, s.report_rank as report_rank, s.file_no as file_no, s.line_no as line_no,
  ${ROW_COLUMNS.map((column) => `s.${column} as ${column}`).join(', ')}
from staged_lines s where streamed(s.staged_no in (select n.staged_no from work_new n))`,
  work_lines: `
select * from work_new_lines
union all
select ${PLAN_COLUMNS.join(', ')} from work_stored_lines where replaced = 0
union all
select ${PLAN_COLUMNS.join(', ')} from work_merged_lines`,
  work_ranks: `
select report_rank from staged_lines
union all
select report_rank from work_stored_lines
union all
select report_rank from work_merged_lines`,
  work_final: `
select l.reported_id as reported_id, l.report as report, l.report_rank as report_rank, l.advertiser_id as advertiser_id,
  coalesce(l.advertiser, a.advertiser) as advertiser, l.order_id as order_id, l.sku as sku,
  coalesce(l.product, a.product) as product, coalesce(l.brand, a.brand, b.brand) as brand,
  coalesce(l.sub_id, a.sub_id) as sub_id, coalesce(l.transaction_id, a.transaction_id) as transaction_id,
  l.occurred_on as occurred_on, l.occurred_time as occurred_time,
  coalesce(l.processed_on, a.processed_on) as processed_on, coalesce(l.processed_time, a.processed_time) as processed_time,
  l.currency as currency, l.sales as sales, l.commission as commission, l.items as items,
  coalesce(l.status, a.status) as status, coalesce(l.network_status, a.network_status) as network_status,
  l.reason as reason, coalesce(l.referrer, a.referrer) as referrer,
  case when coalesce(a.was_read, 0) > l.was_read then 1 else l.was_read end as was_read,
  case when coalesce(a.vanished, 0) > l.vanished then 1 else l.vanished end as vanished
from work_lines l
left join work_added_fields a on a.money_id = l.reported_id
left join work_brands b on b.sku = l.sku and b.product = l.product`,
};
