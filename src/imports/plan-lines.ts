/** The lines of every touched order as they will stand after the run: `work_lines`, from what was matched. */
import { type FactsWriter, isAny, type SqlParameters } from '../facts/index.ts';
import { contentOf, lineColumnsOf } from '../ledger/index.ts';

/** A new line that no later file of the run changed stands as its row says; `work_lines` takes it from there. */
const NEW_LINES = `
insert into work_new (staged_no)
select m.staged_no from work_match m
where m.how = 'new' and m.reported_id not in (select p.reported_id from work_match p where p.how = 'paired')`;

const FEW_NEW_LINES = 'insert into work_merged_lines select * from work_new_lines';

/** Stored lines of the touched orders; `replaced` = withdrawn, or another version of the line follows. */
const STORED_LINES = `
insert into work_stored_lines
select c.reported_id, c.run_seq, 0,
  case when c.reported_id in (select m.reported_id from work_match m) then 1 else 0 end,
  case when c.reported_id in (select v.reported_id from work_vanished v) then 1 else 0 end,
  c.report, c.report_rank, c.file_no, c.line_no, ${lineColumnsOf('c')}, c.range_from, c.range_to,
  case when c.reported_id in (select p.reported_id from work_match p where p.how = 'paired')
    or c.reported_id in (select w.reported_id from work_vanished w where w.withdrawn = 1) then 1 else 0 end
from current_lines c
where c.scope_id = {scope:String}
  and streamed((c.advertiser_id, c.order_id) in (select w.advertiser_id, w.order_id from work_orders w))`;

/** A fact that only some versions state: the newest version that states it. */
function newestStated(column: string): string {
  return `max_by(v.${column}, v.step) filter (where v.${column} is not null)`;
}

/** A fact that every version states: the newest version's. */
function newest(column: string): string {
  return `max_by(v.${column}, v.step)`;
}

const OPTIONAL = new Set(
  'advertiser product brand sub_id transaction_id processed_on processed_time status network_status reason referrer'.split(
    ' ',
  ),
);

/** Lines with several versions: a column that the newest report lacks keeps what an older one said; ranges narrow. */
const LINES_OF_VERSIONS = `
insert into work_merged_lines
with paired as (select distinct reported_id from work_match where how = 'paired'),
versions as (
  select m.reported_id as reported_id, m.step as step, s.report as report, s.report_rank as report_rank, s.file_no as file_no,
    s.line_no as line_no, ${lineColumnsOf('s')}, s.range_from, s.range_to
  from work_match m join staged_lines s on s.staged_no = m.staged_no
  where m.reported_id in (select p.reported_id from paired p)
  union all
  select c.reported_id, 0, c.report, c.report_rank, c.file_no, c.line_no, ${lineColumnsOf('c')}, c.range_from, c.range_to
  from work_stored_lines c where c.reported_id in (select p.reported_id from paired p)),
merged as (
  select v.reported_id as reported_id, max(v.report) as report, max(v.report_rank) as report_rank,
    ${newest('file_no')} as file_no, ${newest('line_no')} as line_no,
    ${lineColumnsOf('v')
      .split(', ')
      .map((name) => name.slice(2))
      .map((column) => `${OPTIONAL.has(column) ? newestStated(column) : newest(column)} as ${column}`)
      .join(', ')},
    max(v.range_from) as range_from, min(v.range_to) as range_to
  from versions v group by v.reported_id)
select g.reported_id, coalesce(c.old_run_seq, 0),
  case when c.reported_id is not null and ${contentOf('c')} = ${contentOf('g')}
    and c.range_from = g.range_from and c.range_to = g.range_to then 0 else 1 end,
  1, 0, g.report, g.report_rank, g.file_no, g.line_no, ${lineColumnsOf('g')}, g.range_from, g.range_to
from merged g left join
  (select * from work_stored_lines where reported_id in (select p.reported_id from paired p)) c on c.reported_id = g.reported_id`;

const NEW_AND_STAGED = 'select (select count(*) from work_new) as added, (select count(*) from staged_lines) as staged';

/** What the rest of the plan does not need: room in memory. */
const MATCHING_TABLES = ['work_keys', 'work_open'] as const;

/** Fills what the view `work_lines` is made of, from `work_match`, `work_vanished` and `work_orders`. */
export async function planLines(session: FactsWriter, parameters: SqlParameters): Promise<void> {
  await session.run(NEW_LINES, parameters);
  if (await isAny(session, 'work_orders')) await session.run(STORED_LINES, parameters);
  if (await isAny(session, "work_match where how = 'paired'")) await session.run(LINES_OF_VERSIONS, parameters);
  await session.empty(...MATCHING_TABLES);
  await releaseStaged(session);
}

/** Staged rows that are no new lines are not needed any more: a copy of a few new lines is cheaper than passing them by. */
async function releaseStaged(session: FactsWriter): Promise<void> {
  const [rows] = await session.query(NEW_AND_STAGED);
  const added = Number(rows?.['added'] ?? 0);
  if (added * 2 > Number(rows?.['staged'] ?? 0)) return;
  if (added > 0) await session.run(FEW_NEW_LINES);
  await session.empty('work_new', 'staged_lines');
}
