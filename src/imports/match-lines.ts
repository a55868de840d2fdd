/**
 * Which reported line each staged row is. Rows of one key are matched as multisets: equal in all fields first, the rest
 * paired in canonical order, what remains is new. Files of one report are read in turn, so an overlap is one line.
 */
import { type FactsSession, type FactsWriter, isAny, type SqlParameters } from '../facts/index.ts';
import { BRAND_RANK, contentOf, matchKeyOf } from '../ledger/index.ts';
import { planLines } from './plan-lines.ts';
import { findOrders } from './touched-orders.ts';

/** Bits left for rows within one run: reported ids are `run_seq * 2^32 + staged_no`. */
export const ROWS_PER_RUN = 2n ** 32n;

/** Keys and fingerprints of the staged rows. */
const KEYS = `
insert into work_keys (staged_no, step, report, match_key, content, sales, commission, items, sub_id, range_from, range_to)
select s.staged_no, s.step, s.report, ${matchKeyOf('s')}, ${contentOf('s')}, s.sales, s.commission, s.items,
  coalesce(s.sub_id, ''), s.range_from, s.range_to
from staged_lines s
where s.staged_no > {after:Int64} and s.staged_no <= {upTo:Int64}`;

/** Stored lines of the staged orders; a transaction id may have moved to another order, so those are looked up too. */
const OPEN = `
insert into work_open (reported_id, version, step, report, match_key, content, sales, commission, items, sub_id, range_from, range_to)
select c.reported_id, 0, 0, c.report, ${matchKeyOf('c')}, ${contentOf('c')}, c.sales, c.commission, c.items,
  coalesce(c.sub_id, ''), c.range_from, c.range_to
from current_lines c
where c.scope_id = {scope:String}
  and c.report in (select f.report from staged_files f)
  and ((c.advertiser_id, c.order_id) in (select s.advertiser_id, s.order_id from staged_lines s)
    or c.transaction_id in (select s.transaction_id from staged_lines s where s.transaction_id <> ''))`;

const NEWEST_VERSIONS = `
  (select v.* from work_open v
   where (v.reported_id, v.step) in (select n.reported_id, max(n.step) from work_open n group by n.reported_id))`;

/** Lines that a row of this step's file could be: newest version within the run, range overlapping the file's window. */
function openNow(versions: string): string {
  return `
select o.* from ${versions} o
join staged_files f on f.report = o.report
where f.step = {step:Int32} and o.range_to >= f.range_from and o.range_from <= f.range_to
  and o.reported_id not in (select m.reported_id from work_match m where m.step = {step:Int32})`;
}

const ROWS_NOW = `
select k.* from work_keys k
where k.step = {step:Int32}
  and k.staged_no not in (select m.staged_no from work_match m where m.step = {step:Int32})`;

const ROWS_LEFT = `(${ROWS_NOW}) r`;

function sameText(versions: string): string {
  return `
insert into work_match (staged_no, reported_id, step, how)
with rows_now as (${ROWS_NOW}), open_now as (${openNow(versions)}),
r as (select *, row_number() over (partition by match_key, content order by staged_no) as n from rows_now),
o as (select *, row_number() over (partition by match_key, content order by range_from, reported_id) as n from open_now)
select r.staged_no, o.reported_id, {step:Int32},
  case when o.range_from >= r.range_from and o.range_to <= r.range_to then 'same' else 'paired' end
from r join o on o.match_key = r.match_key and o.content = r.content and o.n = r.n`;
}

function pairedText(versions: string): string {
  return `
insert into work_match (staged_no, reported_id, step, how)
with rows_now as (${ROWS_NOW}), open_now as (${openNow(versions)}),
r as (select *, row_number() over (partition by match_key order by sales, commission, items, sub_id, content, staged_no) as n from rows_now),
o as (select *, row_number() over (partition by match_key order by sales, commission, items, sub_id, content, reported_id) as n from open_now)
select r.staged_no, o.reported_id, {step:Int32}, 'paired'
from r join o on o.match_key = r.match_key and o.n = r.n`;
}

const NEW = `
insert into work_match (staged_no, reported_id, step, how)
with rows_now as (${ROWS_NOW})
select r.staged_no, {base:Int64} + r.staged_no, {step:Int32}, 'new' from rows_now r`;

const NEXT = `
insert into work_open (reported_id, version, step, report, match_key, content, sales, commission, items, sub_id, range_from, range_to)
select m.reported_id, k.staged_no, k.step, k.report, k.match_key, k.content, k.sales, k.commission, k.items, k.sub_id,
  k.range_from, k.range_to
from work_match m join work_keys k on k.staged_no = m.staged_no
where m.step = {step:Int32} and m.how <> 'same'`;

/**
 * Stored lines that a file should have shown: same report, day within what the file covers, matched by no row. The
 * day is the process date. A line without one has a range of process dates, from the windows in which it was seen: it
 * should be in a file that covers the whole range. A file without a window covers the days that its rows have, by
 * transaction date where the report knows no process dates.
 */
const VANISHED = `
insert into work_vanished (reported_id, run_seq, advertiser_id, order_id, withdrawn)
with covered as (
  select f.report as report, f.complete as complete, f.cover_from as cover_from, f.cover_to as cover_to,
    case when day_text(f.range_from) > '1900-01-01' then 1 else 0 end as has_window,
    case when day_text(f.range_from) > '1900-01-01' then f.range_from else d.first_day end as first_day,
    case when day_text(f.range_to) < '2299-12-31' then f.range_to else d.last_day end as last_day
  from staged_files f left join
    (select file_no, min(coalesce(processed_on, occurred_on)) as first_day, max(coalesce(processed_on, occurred_on)) as last_day
     from staged_lines group by file_no) d on d.file_no = f.file_no
  where f.report_rank < ${BRAND_RANK})
select c.reported_id, c.run_seq, c.advertiser_id, c.order_id, max(v.complete)
from current_lines c join covered v on v.report = c.report
where c.scope_id = {scope:String}
  and case
    when c.processed_on is not null then c.processed_on between v.first_day and v.last_day
    when v.has_window = 1 then c.range_from >= v.cover_from and c.range_to <= v.cover_to
    else c.occurred_on between v.first_day and v.last_day end
  and c.reported_id not in (select m.reported_id from work_match m)
group by c.reported_id, c.run_seq, c.advertiser_id, c.order_id`;

/** What a plan's matching writes; emptied before the next. */
const WORK_TABLES = [
  'work_run',
  'work_open',
  'work_match',
  'work_vanished',
  'work_orders',
  'work_untouched',
  'work_new',
  'work_stored_lines',
  'work_merged_lines',
] as const;

/** Empties the tables of the plan before, and notes the run's own numbers. */
export async function startMatching(session: FactsWriter, parameters: SqlParameters): Promise<void> {
  await session.empty(...WORK_TABLES);
  await session.run('insert into work_run (base) values ({base:Int64})', parameters);
}

/** Fills `work_keys` for staged rows that have just been loaded: `after` < number <= `upTo`. */
export async function keyRows(
  session: FactsSession,
  rows: { readonly after: number; readonly upTo: number },
): Promise<void> {
  await session.run(KEYS, { after: rows.after, upTo: rows.upTo });
}

/**
 * Fills `work_lines` with every line of every order that the staged rows touch, as it will stand after the run. `steps`
 * is the largest number of files of one report.
 */
export async function matchLines(session: FactsWriter, parameters: SqlParameters, steps: number): Promise<void> {
  await startMatching(session, parameters);
  const isFirst = !(await isAny(session, 'current_lines where scope_id = {scope:String}', parameters));
  if (!isFirst) await session.run(OPEN, parameters);
  for (let step = 1; step <= steps; step += 1) await matchStep(session, { ...parameters, step }, step < steps);
  if (!isFirst) await session.run(VANISHED, parameters);
  await findOrders(session, parameters, { isFirst, steps });
  await planLines(session, parameters);
}

async function matchStep(session: FactsWriter, now: SqlParameters & { step: number }, hasNext: boolean): Promise<void> {
  const versions = now.step === 1 ? 'work_open' : NEWEST_VERSIONS; // the stored versions alone: no need to look for the newest
  if (await isAny(session, 'work_open')) {
    await session.run(sameText(versions), now);
    if (await isAny(session, ROWS_LEFT, now)) await session.run(pairedText(versions), now);
  }
  await session.run(NEW, now);
  if (hasNext) await session.run(NEXT, now);
}
