/** What a run changes in the ledger: the unified lines of the touched orders against their current entries. */
import { type FactsSession, type FactsWriter, isAny, type SqlParameters } from '../facts/index.ts';
import { contentOf, LOST_RANK, lineGroupOf, signOf } from './line-sql.ts';

const UNIFIED = `
insert into work_unified
select f.reported_id,
  case when f.report_rank = ${LOST_RANK} then 'lost' when s.reported_id is not null then 'conflict' else 'counted' end,
  f.was_read, f.vanished, f.occurred_on, f.currency, f.sales,
  f.commission, f.items
from work_final f
left join (select reported_id from work_shared where report_rank > money_rank) s on s.reported_id = f.reported_id
where f.report_rank <= ${LOST_RANK} and f.reported_id not in (select p.secondary_id from work_pairs p)`;

const ENTRIES = `
insert into work_entries
select e.entry_id, e.run_seq, e.money_id, e.state, ${lineGroupOf('e')}, ${signOf('e')}, ${contentOf('e')}, e.occurred_on,
  e.sales, e.commission, e.items
from current_entries e
where e.scope_id = {scope:String}
  and streamed((e.advertiser_id, e.order_id) in (select w.advertiser_id, w.order_id from work_orders w))`;

const BY_LINE = `
insert into work_entry_match (money_id, entry_id)
select u.money_id, e.entry_id from work_unified u join work_entries e on e.money_id = u.money_id
where e.state <> 'withdrawn' and (u.state = 'lost') = (e.state = 'lost')`;

const ENTRIES_LEFT = `work_entries where entry_id not in (select m.entry_id from work_entry_match m)`;

/** What is left on both sides. `work_lines` has what an order line is; a unified line says the same of it. */
const LEFT = `
u as (select u.money_id as money_id, ${lineGroupOf('l')} as line_group, ${signOf('l')} as sign, u.occurred_on as occurred_on,
    u.sales as sales, u.commission as commission, u.items as items, case when u.state = 'lost' then 1 else 0 end as is_lost
  from work_unified u join
    (select * from work_lines where reported_id not in (select m.money_id from work_entry_match m)) l on l.reported_id = u.money_id),
e as (select *, case when state = 'lost' then 1 else 0 end as is_lost, case when state = 'withdrawn' then 1 else 0 end as is_withdrawn
  from work_entries where entry_id not in (select m.entry_id from work_entry_match m))`;

/** The same amounts on the same day: the line came back, or another report carries its money now. */
const BY_AMOUNT = `
insert into work_entry_match (money_id, entry_id)
with ${LEFT},
un as (select *, row_number() over (partition by line_group, is_lost, sales, commission, items, occurred_on order by money_id) as n from u),
en as (select *, row_number() over (partition by line_group, is_lost, sales, commission, items, occurred_on order by is_withdrawn, entry_id) as n from e)
select un.money_id, en.entry_id from un join en on en.line_group = un.line_group and en.is_lost = un.is_lost
  and en.sales = un.sales and en.commission = un.commission and en.items = un.items and en.occurred_on = un.occurred_on and en.n = un.n`;

const BY_SIGN = `
insert into work_entry_match (money_id, entry_id)
with ${LEFT},
un as (select *, row_number() over (partition by line_group, is_lost, sign order by occurred_on, sales, commission, items, money_id) as n from u),
en as (select *, row_number() over (partition by line_group, is_lost, sign order by occurred_on, sales, commission, items, entry_id) as n from e
  where is_withdrawn = 0)
select un.money_id, en.entry_id from un join en on en.line_group = un.line_group and en.is_lost = un.is_lost
  and en.sign = un.sign and en.n = un.n`;

/**
 * A new entry takes the number of its line; where the line is older (it was no money line before), one from the upper
 * half of the run's numbers. An entry that moved to another reported line is
 * rewritten too, so that its lineage stays true.
 */
const POSTING_NEW = `
insert into work_posting (money_id, entry_id, state, old_run_seq, was_read)
select u.money_id, u.money_id, u.state, 0, u.was_read from work_unified u
where u.money_id > {base:Int64} and u.money_id not in (select m.money_id from work_entry_match m)
union all
select u.money_id, {base:Int64} + {oldLines:Int64} + row_number() over (order by u.money_id), u.state, 0, u.was_read
from work_unified u
where u.money_id <= {base:Int64} and u.money_id not in (select m.money_id from work_entry_match m)`;

const CONTENTS = `
insert into work_contents (money_id, content)
select f.reported_id, ${contentOf('f')} from work_final f
where f.reported_id in (select m.money_id from work_entry_match m)`;

const POSTING_CHANGED = `
insert into work_posting (money_id, entry_id, state, old_run_seq, was_read)
select u.money_id, e.entry_id, u.state, e.run_seq, u.was_read
from work_entry_match m join work_unified u on u.money_id = m.money_id join work_contents c on c.money_id = m.money_id
join work_entries e on e.entry_id = m.entry_id
where e.content <> c.content or e.state <> u.state or e.money_id <> u.money_id`;

const WORK_TABLES = ['work_unified', 'work_entries', 'work_entry_match', 'work_contents', 'work_posting'] as const;

/** Compares the plan with the ledger and fills `work_posting` with the entry revisions to write. */
export async function diffEntries(session: FactsWriter, parameters: SqlParameters): Promise<void> {
  await session.empty(...WORK_TABLES);
  await session.run(UNIFIED, parameters);
  if (await isAny(session, 'work_orders')) await session.run(ENTRIES, parameters);
  if (await isAny(session, 'work_entries')) await matchEntries(session);
  await session.run(POSTING_NEW, parameters);
}

async function matchEntries(session: FactsSession): Promise<void> {
  await session.run(BY_LINE);
  await matchByFacts(session);
  await session.run(CONTENTS);
  await session.run(POSTING_CHANGED);
}

async function matchByFacts(session: FactsSession): Promise<void> {
  if (!(await isAny(session, ENTRIES_LEFT))) return;
  await session.run(BY_AMOUNT);
  await session.run(BY_SIGN);
}

/** What a plan would do, in unified lines. `merged`: entries that turned out to be the same money as another line. */
export interface EntryCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly vanished: number;
  readonly withdrawn: number;
  readonly merged: number;
  readonly conflicts: number;
}

const COUNTS = `
with m as (
  select u.money_id as money_id, u.was_read as was_read, u.state as state, e.state as old_state,
    case when e.content = c.content then 1 else 0 end as is_same
  from work_unified u left join work_entry_match x on x.money_id = u.money_id left join work_entries e on e.entry_id = x.entry_id
  left join work_contents c on c.money_id = x.money_id),
gone as (
  select e.entry_id as entry_id, e.money_id as money_id from work_entries e
  where e.state <> 'withdrawn' and e.entry_id not in (select x.entry_id from work_entry_match x))
select
  (select count(*) from m where old_state is null and state <> 'conflict') as added,
  (select count(*) from m where old_state is not null and (is_same = 0 or old_state <> state)) as changed,
  (select count(*) from m where old_state is not null and is_same = 1 and old_state = state and was_read = 1 and state <> 'conflict')
    + (select coalesce(sum(line_count), 0) from work_untouched where report_rank <= ${LOST_RANK}) as unchanged,
  (select count(*) from work_unified where vanished = 1) as still_shown,
  (select count(*) from gone where money_id in (select v.reported_id from work_vanished v where v.withdrawn = 1)) as withdrawn,
  (select count(*) from gone where money_id not in (select v.reported_id from work_vanished v where v.withdrawn = 1)) as merged,
  (select count(*) from m where state = 'conflict' and (was_read = 1 or coalesce(old_state, 'conflict') <> 'conflict')) as conflicts`;

/** Reads the counts of the plan that `diffEntries` made. */
export async function countEntries(session: FactsSession): Promise<EntryCounts> {
  const [row] = await session.query(COUNTS);
  const count = (name: string): number => Number(row?.[name] ?? 0);
  return {
    added: count('added'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    vanished: count('still_shown') + count('withdrawn'),
    withdrawn: count('withdrawn'),
    merged: count('merged'),
    conflicts: count('conflicts'),
  };
}
