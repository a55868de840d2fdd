/**
 * Compares the lines of a rebuilt ledger with the stored ones: equal in all they state, as multisets, they are the same;
 * a stored line without an equal is taken out, a rebuilt one without an equal is new. Their entries find each other by
 * amount and sign in `diffEntries`, so that an entry keeps its number and its history.
 */
import type { FactsWriter, SqlParameters } from '../facts/index.ts';
import { contentOf, matchKeyOf } from '../ledger/index.ts';
import { keyRows, ROWS_PER_RUN, startMatching } from './match-lines.ts';
import { planLines } from './plan-lines.ts';

const OPEN_OF_SCOPE = `
insert into work_open (reported_id, version, step, report, match_key, content, sales, commission, items, sub_id, range_from, range_to)
select c.reported_id, 0, 0, c.report, ${matchKeyOf('c')}, ${contentOf('c')}, c.sales, c.commission, c.items,
  coalesce(c.sub_id, ''), c.range_from, c.range_to
from current_lines c where c.scope_id = {scope:String}`;

const EQUAL = `
insert into work_match (staged_no, reported_id, step, how)
with r as (select *, row_number() over (partition by report, content, range_from, range_to order by staged_no) as n from work_keys),
o as (select *, row_number() over (partition by report, content, range_from, range_to order by reported_id) as n from work_open)
select r.staged_no, o.reported_id, 1, 'same'
from r join o on o.report = r.report and o.content = r.content and o.range_from = r.range_from and o.range_to = r.range_to and o.n = r.n`;

const NEW = `
insert into work_match (staged_no, reported_id, step, how)
select k.staged_no, {base:Int64} + k.staged_no, 1, 'new' from work_keys k
where k.staged_no not in (select m.staged_no from work_match m)`;

const TAKEN_OUT = `
insert into work_vanished (reported_id, run_seq, advertiser_id, order_id, withdrawn)
select c.reported_id, c.run_seq, c.advertiser_id, c.order_id, 1 from current_lines c
where c.scope_id = {scope:String} and c.reported_id not in (select m.reported_id from work_match m)`;

const ORDERS = `
insert into work_orders (advertiser_id, order_id)
select distinct advertiser_id, order_id from (
  select s.advertiser_id as advertiser_id, s.order_id as order_id from staged_lines s
  union all select v.advertiser_id, v.order_id from work_vanished v) t`;

/** Every text of the comparison, in its order. */
const STATEMENTS: readonly string[] = [OPEN_OF_SCOPE, EQUAL, NEW, TAKEN_OUT, ORDERS];

/** Fills `work_lines` with every line of the scope as it will stand after the replay. */
export async function matchReplayed(session: FactsWriter, parameters: SqlParameters): Promise<void> {
  await startMatching(session, parameters);
  await session.empty('work_keys');
  await keyRows(session, { after: 0, upTo: Number(ROWS_PER_RUN) });
  for (const statement of STATEMENTS) await session.run(statement, parameters);
  await planLines(session, parameters);
}
