/**
 * The current ledger as one plain table: every current entry with the status of its order line. Reports read it, since
 * computing the status of a million lines takes 1.5–2.5 s and reading it 0.1 s. Derived, made anew after each posting.
 */
import type { FactsSession, FactsStore, SqlParameters } from '../facts/index.ts';
import { LINE_COLUMN_NAMES, lineColumnsOf, signOf } from './line-sql.ts';
import { approvedBefore, isTakenBack, orderLines } from './order-status.ts';

/** Which posting the lines are of. */
export interface LedgerBasis {
  /** The number of the newest posted run; 0 = nothing was posted. Every question to `ledger_lines` names it. */
  readonly basis: bigint;
  /** When it was posted, as the facts store has it: the moment for which statuses are computed; null = never. */
  readonly postedAt: string | null;
}

/** Between the texts of a line that a search looks at, so that no match reaches across two of them. */
const SEPARATOR = "'\u001f'";
const SEARCHED = ['order_id', 'sku', 'product', 'advertiser', 'sub_id', 'advertiser_id', 'transaction_id'];

const searchText = `folded(concat(${SEARCHED.map((column) => `coalesce(b.${column}, '')`).join(`, ${SEPARATOR}, `)}))`;

const KEY = ['scope_id', 'advertiser_id', 'order_id', 'sku', 'currency'] as const;

/** Texts that make and read the table; both engines must treat them alike. */
export const LEDGER_LINES = {
  newest: `
select run_seq as basis, posted_at from posted_runs order by run_seq desc limit 1`,
  ready: `select max(basis) as basis from ledger_bases`,
  forget: `delete from ledger_lines where basis < {kept:Int64} or basis >= {basis:Int64}`,
  forgetBases: `delete from ledger_bases where basis < {kept:Int64} or basis >= {basis:Int64}`,
  fill: `
insert into ledger_lines (basis, entry_id, run_seq, order_no, scope_id, state, order_status, flag, sign, money_report, money_id,
  ${LINE_COLUMN_NAMES}, search_text)
with ${orderLines('current_entries', KEY)},
orders as (
  select scope_id, advertiser_id, order_id, min(entry_id) as order_no from current_entries
  group by scope_id, advertiser_id, order_id)
select {basis:Int64}, b.entry_id, b.run_seq, n.order_no, b.scope_id, b.state,
  case when b.state = 'counted' then o.order_status else b.state end,
  case when b.state = 'counted' then o.flag else '' end, ${signOf('b')}, b.money_report, b.money_id, ${lineColumnsOf('b')},
  ${searchText}
from current_entries b
join orders n on n.scope_id = b.scope_id and n.advertiser_id = b.advertiser_id and n.order_id = b.order_id
left join order_lines o on ${KEY.map((column) => `o.${column} = b.${column}`).join(' and ')} and o.taken_back = ${isTakenBack('b')}`,
  finish: `
insert into ledger_bases (basis, line_count)
select {basis:Int64}, (select count(*) from ledger_lines where basis = {basis:Int64})`,
} as const;

async function newestPosting(session: FactsSession): Promise<LedgerBasis> {
  const [row] = await session.query(LEDGER_LINES.newest);
  return row === undefined
    ? { basis: 0n, postedAt: null }
    : { basis: BigInt(String(row['basis'])), postedAt: String(row['posted_at']) };
}

async function readyBasis(session: FactsSession): Promise<bigint> {
  const [row] = await session.query(LEDGER_LINES.ready);
  return BigInt(row?.['basis'] ?? 0);
}

/**
 * Makes sure that the lines of the newest posting are there and says which it is. Costs a millisecond while they are,
 * some seconds a million lines after a posting. The generation before stays, so that a question of several texts is
 * answered from one ledger also while a run is posted.
 */
export async function ensureLedgerLines(facts: FactsStore): Promise<LedgerBasis> {
  const newest = await newestPosting(facts);
  if (newest.postedAt === null || (await readyBasis(facts)) === newest.basis) return newest;
  return facts.exclusive(async (writer) => {
    const { basis, postedAt } = await newestPosting(writer); // in our turn it may be a later one
    const kept = await readyBasis(writer);
    if (postedAt === null || kept === basis) return { basis, postedAt };
    const parameters: SqlParameters = { basis, kept, approvedBefore: approvedBefore(postedAt.slice(0, 10)) };
    await writer.atomically(async () => {
      for (const step of ['forget', 'forgetBases', 'fill', 'finish'] as const) {
        await writer.run(LEDGER_LINES[step], parameters);
      }
    });
    return { basis, postedAt };
  });
}
