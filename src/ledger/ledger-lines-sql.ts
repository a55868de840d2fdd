/** The texts that make and read `ledger_lines`; both engines must treat them alike. */
import { LINE_COLUMN_NAMES, lineColumnsOf, signOf } from './line-sql.ts';
import { isTakenBack, orderLines } from './order-status.ts';

/** Between the texts of a line that a search looks at, so that no match reaches across two of them. */
const SEPARATOR = "'\u001f'";
const SEARCHED = ['order_id', 'sku', 'product', 'advertiser', 'sub_id', 'advertiser_id', 'transaction_id'];

const searchText = `folded(concat(${SEARCHED.map((column) => `coalesce(b.${column}, '')`).join(`, ${SEPARATOR}, `)}))`;

/** Orders and order lines by fingerprints of their keys: 16 bytes each, so that a million fit the embedded store's memory. */
const orderKey = `line_key(concat(b.scope_id, ${SEPARATOR}, b.advertiser_id, ${SEPARATOR}, b.order_id))`;
const lineGroup = `line_key(concat(b.scope_id, ${SEPARATOR}, b.advertiser_id, ${SEPARATOR}, b.order_id, ${SEPARATOR}, b.sku, ${SEPARATOR}, b.currency))`;

/** The rows of a making where none was replaced. */
export const WHOLE_LINES = `(select * from ledger_lines where basis = {basis:Int64})`;

/** The rows of any making. */
export const LINES_OF_BASIS = `(select * from ledger_lines where basis >= {floor:Int64} and basis <= {basis:Int64}
  and (entry_id, basis) not in (
    select e.entry_id, e.line_basis from ledger_ends e where e.basis > {floor:Int64} and e.basis <= {basis:Int64}))`;

const IN_TOUCHED = (row: string): string =>
  `(${row}.scope_id, ${row}.advertiser_id, ${row}.order_id) in (select t.scope_id, t.advertiser_id, t.order_id from work_touched t)`;

/** Current entries of the touched orders: by their order first, which are few, then by what is closed. */
const NEAR = `
  select e.* from (select * from entries x where streamed(${IN_TOUCHED('x')})) e
  where e.run_seq in (select run_seq from posted_runs)
    and (e.entry_id, e.run_seq) not in
      (select c.entry_id, c.entry_run_seq from closed_entries c where c.run_seq in (select run_seq from posted_runs))`;

/** The day and the time of day of a line in the zone of the workspace: moved where its time is known, else as they are. */
function localOf(day: string, time: string, zone: string): { readonly day: string; readonly time: string } {
  const part = (from: number): string => `cast(substring(concat(${time}, '00:00:00'), ${from}, 2) as integer)`;
  const second = `(${part(1)} * 3600 + ${part(4)} * 60 + ${part(7)})`;
  const shift = `case when ${second} < ${zone}.change_1 then ${zone}.shift_0 when ${second} < ${zone}.change_2 then ${zone}.shift_1 else ${zone}.shift_2 end`;
  const moved = `(${second} + ${shift})`;
  const days = `case when ${moved} < -86400 then -2 when ${moved} < 0 then -1 when ${moved} < 86400 then 0 when ${moved} < 172800 then 1 else 2 end`;
  return {
    day: `case when ${time} = '' then ${day} else ${day} + ${days} end`,
    time: `case when ${time} = '' then '' else clock_text(${moved} - 86400 * (${days})) end`,
  };
}

/** A line without a process date was processed when it occurred. */
const PROCESSED_ON = 'coalesce(b.processed_on, b.occurred_on)';
const PROCESSED_TIME = `case when b.processed_on is null then b.occurred_time else coalesce(b.processed_time, '') end`;

function dayColumns(hasZone: boolean): { readonly columns: string; readonly joins: string } {
  if (!hasZone) {
    return { columns: `b.occurred_on, b.occurred_time, ${PROCESSED_ON}, ${PROCESSED_TIME}`, joins: '' };
  }
  const occurred = localOf('b.occurred_on', 'b.occurred_time', 'z');
  const processed = localOf('b.process_on', 'b.process_time', 'y');
  return {
    columns: `${occurred.day}, ${occurred.time}, ${processed.day}, ${processed.time}`,
    joins: `
join work_zone_days z on z.scope_id = b.scope_id and z.day = b.occurred_on
join work_zone_days y on y.scope_id = b.scope_id and y.day = b.process_on`,
  };
}

/** Makes the lines of all orders, or of the touched ones. */
function fill(isPart: boolean, hasZone: boolean): string {
  const days = dayColumns(hasZone);
  const source = isPart ? 'near' : 'current_entries';
  const processed = hasZone ? `, ${PROCESSED_ON} as process_on, ${PROCESSED_TIME} as process_time` : '';
  return `
insert into ledger_lines (basis, entry_id, run_seq, order_key, scope_id, state, order_status, flag, sign, money_report, money_id,
  local_day, local_time, process_day, process_time, ${LINE_COLUMN_NAMES}, search_text)
with ${isPart ? `near as (${NEAR}),` : ''}
counted as (
  select ${lineGroup} as line_group, b.state as state, b.sales as sales, b.commission as commission, b.items as items,
    b.status as status, b.processed_on as processed_on, b.occurred_on as occurred_on
  from ${source} b where b.state = 'counted'),
${orderLines('counted', ['line_group'])}
select {basis:Int64}, b.entry_id, b.run_seq, ${orderKey}, b.scope_id, b.state,
  case when b.state = 'counted' then o.order_status else b.state end,
  case when b.state = 'counted' then o.flag else '' end, ${signOf('b')}, b.money_report, b.money_id, ${days.columns},
  ${lineColumnsOf('b')}, ${searchText}
from ${hasZone ? `(select b.*${processed} from ${source} b)` : source} b left join order_lines o on o.line_group = ${lineGroup} and o.taken_back = ${isTakenBack('b')}${days.joins}`;
}

export const LEDGER_LINES = {
  newest: `
select run_seq as posting, posted_at, (select count(*) from posted_runs) as posting_count
from posted_runs order by run_seq desc limit 1`,
  ready: `select * from ledger_bases order by basis desc limit 1`,
  later: `select count(*) as later from posted_runs where run_seq > {since:Int64}`,
  /** How many entries later runs wrote or closed. */
  changed: `
select (select count(*) from entries where run_seq > {since:Int64})
  + (select count(*) from closed_entries where run_seq > {since:Int64}) as changed`,
  /** Orders that later runs wrote to, and those with a line that has come of age since. */
  touch: `
insert into work_touched (scope_id, advertiser_id, order_id)
select e.scope_id, e.advertiser_id, e.order_id from entries e where e.run_seq > {since:Int64}
union distinct
select e.scope_id, e.advertiser_id, e.order_id from entries e where streamed((e.entry_id, e.run_seq) in (
  select c.entry_id, c.entry_run_seq from closed_entries c where c.run_seq > {since:Int64}))
union distinct
select l.scope_id, l.advertiser_id, l.order_id from ${LINES_OF_BASIS} l where l.order_status = 'pending'
  and coalesce(l.processed_on, l.occurred_on) >= {approvedSince:Date32}
  and coalesce(l.processed_on, l.occurred_on) < {approvedBefore:Date32}`,
  replaced: `select count(*) as replaced from ${LINES_OF_BASIS} l where ${IN_TOUCHED('l')}`,
  /** What a killed making left, and what no reader can still ask for. */
  forget: [
    `delete from ledger_lines where basis < {keptFloor:Int64} or basis >= {basis:Int64}`,
    `delete from ledger_ends where basis <= {keptFloor:Int64} or basis >= {basis:Int64}`,
    `delete from ledger_bases where basis < {kept:Int64} or basis >= {basis:Int64}`,
  ],
  end: `
insert into ledger_ends (entry_id, line_basis, basis)
select l.entry_id, l.basis, {basis:Int64} from ${LINES_OF_BASIS.replaceAll('{basis:Int64}', '{kept:Int64}')} l where ${IN_TOUCHED('l')}`,
  fill,
  finish: `
insert into ledger_bases (basis, floor_basis, posting, posting_count, made_of, approved_before, line_count, end_count)
select {basis:Int64}, {floor:Int64}, {posting:Int64}, {postingCount:Int64}, {madeOf:String}, {approvedBefore:Date32},
  (select count(*) from ledger_lines where basis >= {floor:Int64}) - (select count(*) from ledger_ends where basis > {floor:Int64}),
  (select count(*) from ledger_ends where basis > {floor:Int64})`,
} as const;
