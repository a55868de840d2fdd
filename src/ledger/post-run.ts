/** Writes a planned run into the ledger: lines, entries, closures, and last the row that makes them exist. */
import { type FactsSession, isAny, type SqlParameters } from '../facts/index.ts';
import { LINE_COLUMN_NAMES, LOST_RANK, lineColumnsOf } from './line-sql.ts';

const LINES = `
insert into reported_lines (reported_id, run_seq, scope_id, report, report_rank, file_no, line_no, ${LINE_COLUMN_NAMES}, range_from, range_to)
select l.reported_id, {run:Int64}, {scope:String}, l.report, l.report_rank, l.file_no, l.line_no, ${lineColumnsOf('l')}, l.range_from, l.range_to
from work_lines l where l.revised = 1`;

const CLOSED_LINES = `
insert into closed_lines (reported_id, line_run_seq, run_seq)
select l.reported_id, l.old_run_seq, {run:Int64} from work_lines l where l.revised = 1 and l.old_run_seq > 0
union all
select v.reported_id, v.run_seq, {run:Int64} from work_vanished v where v.withdrawn = 1`;

/** A new line's entry bears the line's own number: a million of them are streamed, not joined. */
const NEW_ENTRIES = `
insert into entries (entry_id, run_seq, scope_id, state, money_report, money_id, ${LINE_COLUMN_NAMES})
select f.reported_id, {run:Int64}, {scope:String},
  case when f.report_rank = ${LOST_RANK} then 'lost'
    when f.reported_id in (select p.money_id from work_posting p where p.state = 'conflict') then 'conflict' else 'counted' end,
  f.report, f.reported_id, ${lineColumnsOf('f')}
from work_final f
where f.reported_id in (select p.money_id from work_posting p where p.old_run_seq = 0 and p.entry_id = p.money_id)`;

const REVISED_ENTRIES = `
insert into entries (entry_id, run_seq, scope_id, state, money_report, money_id, ${LINE_COLUMN_NAMES})
select p.entry_id, {run:Int64}, {scope:String}, p.state, f.report, f.reported_id, ${lineColumnsOf('f')}
from work_posting p join
  (select * from work_final
   where reported_id in (select r.money_id from work_posting r where r.old_run_seq > 0 or r.entry_id <> r.money_id)) f
  on f.reported_id = p.money_id`;

/** Entries that no line of the plan matches: withdrawn, or the same money as another. Current until the plan is posted. */
export const GONE = `
select e.entry_id as entry_id, e.run_seq as run_seq, e.money_id as money_id from work_entries e
where e.state <> 'withdrawn' and e.entry_id not in (select m.entry_id from work_entry_match m)`;

const WITHDRAWN = `
insert into entries (entry_id, run_seq, scope_id, state, money_report, money_id, ${LINE_COLUMN_NAMES})
select c.entry_id, {run:Int64}, c.scope_id, 'withdrawn', c.money_report, c.money_id, ${lineColumnsOf('c')}
from current_entries c
where c.entry_id in (
  select g.entry_id from (${GONE}) g where g.money_id in (select v.reported_id from work_vanished v where v.withdrawn = 1))`;

const CLOSED_ENTRIES = `
insert into closed_entries (entry_id, entry_run_seq, run_seq)
select p.entry_id, p.old_run_seq, {run:Int64} from work_posting p where p.old_run_seq > 0
union all
select g.entry_id, g.run_seq, {run:Int64} from (${GONE}) g`;

const COMMIT_POINT = `
insert into posted_runs (run_seq, run_id, posted_at) values ({run:Int64}, {runId:String}, {postedAt:DateTime64(6, 'UTC')})`;

/** Revisions to write: entries that are there, and lines that became money lines later. */
const REVISED = 'work_posting where old_run_seq > 0 or entry_id <> money_id';

/** Posts the plan; the last statement is the commit point. Must run in the same exclusive work as the plan itself. */
export async function postRun(session: FactsSession, parameters: SqlParameters): Promise<void> {
  await session.run(LINES, parameters);
  await session.run(CLOSED_LINES, parameters);
  await session.run(WITHDRAWN, parameters);
  if (await isAny(session, REVISED)) await session.run(REVISED_ENTRIES, parameters);
  await session.run(NEW_ENTRIES, parameters);
  await session.run(CLOSED_ENTRIES, parameters);
  await session.run(COMMIT_POINT, parameters);
}
