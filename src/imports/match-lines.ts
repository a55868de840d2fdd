/**
 * Which reported line each staged row is. Rows of one key are matched as multisets: equal in all fields first, the rest
 * paired in canonical order, what remains is new. Files of one report are read in turn, so an overlap is one line.
 */
import type { FactsSession, SqlParameters } from '../facts/index.ts';
import { BRAND_RANK, contentOf, lineColumnsOf, matchKeyOf } from '../ledger/index.ts';

/** Bits left for rows within one run: reported ids are `run_seq * 2^32 + staged_no`. */
export const ROWS_PER_RUN = 2n ** 32n;

/** Keys and fingerprints of the staged rows. */
export const KEYS = `
insert into work_keys (staged_no, step, report, match_key, content, sales, commission, items, sub_id, range_from, range_to)
select s.staged_no, s.step, s.report, ${matchKeyOf('s')}, ${contentOf('s')}, s.sales, s.commission, s.items,
  coalesce(s.sub_id, ''), s.range_from, s.range_to
from staged_lines s`;

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

/** Lines that a row of this step's file could be: newest version within the run, range overlapping the file's window. */
const OPEN_NOW = `
select o.* from
  (select * from work_open qualify row_number() over (partition by reported_id order by step desc) = 1) o
join staged_files f on f.report = o.report
where f.step = {step:Int32} and o.range_to >= f.range_from and o.range_from <= f.range_to
  and o.reported_id not in (select m.reported_id from work_match m where m.step = {step:Int32})`;

const ROWS_NOW = `
select k.* from work_keys k
where k.step = {step:Int32}
  and k.staged_no not in (select m.staged_no from work_match m where m.step = {step:Int32})`;

const SAME = `
insert into work_match (staged_no, reported_id, step, how)
with rows_now as (${ROWS_NOW}), open_now as (${OPEN_NOW}),
r as (select *, row_number() over (partition by match_key, content order by staged_no) as n from rows_now),
o as (select *, row_number() over (partition by match_key, content order by range_from, reported_id) as n from open_now)
select r.staged_no, o.reported_id, {step:Int32},
  case when o.range_from >= r.range_from and o.range_to <= r.range_to then 'same' else 'paired' end
from r join o on o.match_key = r.match_key and o.content = r.content and o.n = r.n`;

const PAIRED = `
insert into work_match (staged_no, reported_id, step, how)
with rows_now as (${ROWS_NOW}), open_now as (${OPEN_NOW}),
r as (select *, row_number() over (partition by match_key order by sales, commission, items, sub_id, content, staged_no) as n from rows_now),
o as (select *, row_number() over (partition by match_key order by sales, commission, items, sub_id, content, reported_id) as n from open_now)
select r.staged_no, o.reported_id, {step:Int32}, 'paired'
from r join o on o.match_key = r.match_key and o.n = r.n`;

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

const ORDERS = `
insert into work_orders (advertiser_id, order_id)
select distinct advertiser_id, order_id from (
  select s.advertiser_id as advertiser_id, s.order_id as order_id from staged_lines s
  union all select v.advertiser_id, v.order_id from work_vanished v
  union all select c.advertiser_id, c.order_id from current_lines c
    where c.reported_id in (select m.reported_id from work_match m where m.how = 'paired')
  union all select c.advertiser_id, c.order_id from current_lines c
    where c.scope_id = {scope:String} and c.report_rank < ${BRAND_RANK}
      and (c.sku, coalesce(c.product, '')) in
        (select b.sku, coalesce(b.product, '') from staged_lines b where b.report_rank = ${BRAND_RANK})) t`;

/** `in` instead of a join: the engine then streams the wide rows past a narrow list of numbers. */
export const LINES_OF_NEW = `
insert into work_lines
select {base:Int64} + s.staged_no, 0, 1, 1, 0, s.report, s.report_rank, s.file_no, s.line_no, ${lineColumnsOf('s')}, s.range_from, s.range_to
from staged_lines s
where s.staged_no in (select m.staged_no from work_match m
  where m.how = 'new' and m.reported_id not in (select p.reported_id from work_match p where p.how = 'paired'))`;

/** Stored lines of the touched orders that the run leaves as they are. */
export const LINES_OF_STORED = `
insert into work_lines
select c.reported_id, c.run_seq, 0,
  case when c.reported_id in (select m.reported_id from work_match m) then 1 else 0 end,
  case when c.reported_id in (select v.reported_id from work_vanished v) then 1 else 0 end,
  c.report, c.report_rank, c.file_no, c.line_no, ${lineColumnsOf('c')}, c.range_from, c.range_to
from current_lines c
where c.scope_id = {scope:String}
  and (c.advertiser_id, c.order_id) in (select w.advertiser_id, w.order_id from work_orders w)
  and c.reported_id not in (select p.reported_id from work_match p where p.how = 'paired')
  and c.reported_id not in (select v.reported_id from work_vanished v where v.withdrawn = 1)`;

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
insert into work_lines
with paired as (select distinct reported_id from work_match where how = 'paired'),
versions as (
  select m.reported_id as reported_id, m.step as step, s.report as report, s.report_rank as report_rank, s.file_no as file_no,
    s.line_no as line_no, ${lineColumnsOf('s')}, s.range_from, s.range_to
  from work_match m join staged_lines s on s.staged_no = m.staged_no
  where m.reported_id in (select p.reported_id from paired p)
  union all
  select c.reported_id, 0, c.report, c.report_rank, c.file_no, c.line_no, ${lineColumnsOf('c')}, c.range_from, c.range_to
  from current_lines c where c.reported_id in (select p.reported_id from paired p)),
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
select g.reported_id, coalesce(c.run_seq, 0),
  case when c.reported_id is not null and ${contentOf('c')} = ${contentOf('g')}
    and c.range_from = g.range_from and c.range_to = g.range_to then 0 else 1 end,
  1, 0, g.report, g.report_rank, g.file_no, g.line_no, ${lineColumnsOf('g')}, g.range_from, g.range_to
from merged g left join
  (select * from current_lines where reported_id in (select p.reported_id from paired p)) c on c.reported_id = g.reported_id`;

/** What a plan's matching writes; emptied before the next. */
export const WORK_TABLES = [
  'work_keys',
  'work_open',
  'work_match',
  'work_vanished',
  'work_orders',
  'work_lines',
] as const;

const STAGED_TABLES = ['staged_lines', 'work_keys', 'work_open'] as const;

/**
 * Fills `work_lines` with every line of every order the staged rows touch, as it will stand after the run. `steps` is
 * the largest number of files of one report.
 */
export async function matchLines(session: FactsSession, parameters: SqlParameters, steps: number): Promise<void> {
  for (const table of WORK_TABLES) await session.run(`truncate table ${table}`);
  await session.run(KEYS, parameters);
  await session.run(OPEN, parameters);
  for (let step = 1; step <= steps; step += 1) {
    const now = { ...parameters, step };
    await session.run(SAME, now);
    await session.run(PAIRED, now);
    await session.run(NEW, now);
    if (step < steps) await session.run(NEXT, now);
  }
  await session.run(VANISHED, parameters);
  await session.run(ORDERS, parameters);
  await session.run(LINES_OF_NEW, parameters);
  await session.run(LINES_OF_STORED, parameters);
  const [paired] = await session.query("select count(*) as n from work_match where how = 'paired'");
  if (paired?.['n'] !== '0') await session.run(LINES_OF_VERSIONS, parameters);
  for (const table of STAGED_TABLES) await session.run(`truncate table ${table}`); // room for the rest of the plan
}
