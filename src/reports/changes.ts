/** What changed in the ledger since a moment: new sales, reversals, approvals, changed amounts, withdrawals. */
import type { SqlParameters, SqlRow } from '../facts/index.ts';
import {
  approvedBefore,
  ENTRIES_AS_OF,
  ensureLedgerLines,
  isTakenBack,
  LINES_OF_BASIS,
  orderLines,
} from '../ledger/index.ts';
import { amountText, exact } from './figures.ts';
import { isoInstant, PLAIN_VIEW, type ReportSources } from './question.ts';
import { asReported } from './shown-currency.ts';
import { TRANSACTION_COLUMNS, type TransactionRow, transactionOf } from './transaction-rows.ts';

/**
 * `new`: a line that adds money · `reversal`: one that takes it back · `approved` · `taken-back`: the network calls it
 * reversed · `amount-changed` · `withdrawn`: no longer shown · `returned`: shown again · `lost` · `conflict` · `merged`:
 * the same money as another line.
 */
export const CHANGE_KINDS = [
  'new',
  'reversal',
  'approved',
  'taken-back',
  'amount-changed',
  'withdrawn',
  'returned',
  'lost',
  'conflict',
  'merged',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** The changes of one kind in one currency. Amounts have 4 decimals. */
export interface ChangeSums {
  readonly kind: ChangeKind;
  readonly currency: string;
  readonly lines: number;
  /** Of the lines as they are now; of merged ones as they were. */
  readonly commission: string;
  readonly sales: string;
  /** What it added to the total commission; all kinds together are the total now less the total then. */
  readonly change: string;
}

/** A line that changed. */
export interface ChangedLine {
  readonly kind: ChangeKind;
  readonly line: TransactionRow;
  readonly statusBefore: string | null;
  readonly commissionBefore: string | null;
}

export interface LedgerChanges {
  /** null = from the beginning. */
  readonly since: string | null;
  readonly asOf: string | null;
  /** The runs that were posted since, the newest first, at most 100. */
  readonly runs: readonly { readonly run: string; readonly postedAt: string }[];
  readonly sums: readonly ChangeSums[];
  /** The newest first. */
  readonly lines: readonly ChangedLine[];
}

/** Since a moment (as `instantText` writes it), or in the newest so many posted runs. */
export interface ChangesQuestion {
  readonly since?: string | undefined;
  readonly runs: number;
  /** How many lines are listed. */
  readonly limit: number;
  /** Of this kind alone; merged lines are no longer there to be listed. */
  readonly kind?: ChangeKind | undefined;
}

const BEGINNING = '1970-01-01 00:00:00.000000';
const MOST_RUNS = 100;

const LATER_RUNS = `select run_seq from posted_runs where posted_at > {asOf:DateTime64(6, 'UTC')}`;
const ORDER = 'scope_id, advertiser_id, order_id';
const KEY = ['scope_id', 'advertiser_id', 'order_id', 'sku', 'currency'];

/**
 * Every line of the orders that can have changed, then and now: orders with entries that later runs wrote or closed, and
 * those whose lines have come of age since (`approvedBefore` is then's day, `approvedNow` today's).
 */
const CHANGES = `
with ${ENTRIES_AS_OF},
touched as (
  select ${ORDER} from entries where run_seq in (${LATER_RUNS})
  union distinct
  select ${ORDER} from entries where (entry_id, run_seq) in (
    select c.entry_id, c.entry_run_seq from closed_entries c where c.run_seq in (${LATER_RUNS}))
  union distinct
  select ${ORDER} from ${LINES_OF_BASIS} l where order_status = 'approved'
    and coalesce(processed_on, occurred_on) >= {approvedBefore:Date32}
    and coalesce(processed_on, occurred_on) < {approvedNow:Date32}),
near as (select b.* from believed b where (b.scope_id, b.advertiser_id, b.order_id) in (select ${ORDER} from touched)),
${orderLines('near', KEY)},
before_lines as (
  select b.entry_id as entry_id, b.state as state, b.currency as currency, b.sales as sales, b.commission as commission,
    case when b.state = 'counted' then o.order_status else b.state end as order_status
  from near b left join order_lines o on ${KEY.map((column) => `o.${column} = b.${column}`).join(' and ')}
    and o.taken_back = ${isTakenBack('b')}),
now_lines as (
  select l.entry_id as entry_id, l.state as state, l.currency as currency, l.sales as sales, l.commission as commission,
    l.order_status as order_status, l.sign as sign, l.status as status, l.run_seq as run_seq
  from ${LINES_OF_BASIS} l where (l.scope_id, l.advertiser_id, l.order_id) in (select ${ORDER} from touched)),
compared as (
  select coalesce(n.entry_id, b.entry_id) as entry_id, coalesce(n.currency, b.currency) as currency,
    coalesce(n.sales, b.sales) as sales, coalesce(n.commission, b.commission) as commission,
    b.order_status as status_before, b.commission as commission_before, coalesce(n.run_seq, 0) as run_seq,
    case when n.state = 'counted' then n.commission else 0 end - case when b.state = 'counted' then b.commission else 0 end as change,
    case
      when n.entry_id is null then 'merged'
      when n.state = 'withdrawn' and coalesce(b.state, '') <> 'withdrawn' then 'withdrawn'
      when b.state = 'withdrawn' and n.state <> 'withdrawn' then 'returned'
      when n.state in ('lost', 'conflict') and coalesce(b.state, '') <> n.state then n.state
      when n.state = 'counted' and coalesce(b.state, '') <> 'counted' then case when n.sign < 0 then 'reversal' else 'new' end
      when n.sales <> b.sales or n.commission <> b.commission then 'amount-changed'
      when n.order_status = 'approved' and b.order_status <> 'approved' then 'approved'
      when n.status = 'reversed' and n.order_status <> b.order_status then 'taken-back'
      else '' end as kind
  from now_lines n full join before_lines b on b.entry_id = n.entry_id)`;

/** The texts of the question; both engines must answer them alike. */
export const changesSql = {
  runs: `
select run_id, posted_at from posted_runs where posted_at > {asOf:DateTime64(6, 'UTC')}
order by run_seq desc limit ${MOST_RUNS}`,
  /** The posting before the newest so many. */
  before: `
select posted_at from posted_runs order by run_seq desc limit 1 offset {runs:Int64}`,
  sums: `${CHANGES}
select kind, currency, count(*) as line_count, sum(sales) as sales, sum(commission) as commission, sum(change) as change
from compared where kind <> '' group by kind, currency order by kind, currency`,
  lines: `${CHANGES}
select c.kind as kind, c.status_before as status_before, c.commission_before as commission_before, ${TRANSACTION_COLUMNS}
from (select * from compared where kind not in ('', 'merged') and ({kind:String} = '' or kind = {kind:String})
  order by run_seq desc, entry_id desc limit {limit:Int64}) c
join ${asReported(LINES_OF_BASIS)} l on l.entry_id = c.entry_id order by c.run_seq desc, c.entry_id desc`,
} as const;

/** Answers what changed. */
export async function readChanges(sources: ReportSources, question: ChangesQuestion): Promise<LedgerChanges> {
  const { facts, names, view = PLAIN_VIEW } = sources;
  const { basis, floor, postedAt } = await ensureLedgerLines(facts, view.making);
  const { reversalDays } = view.making;
  const [before] = question.since === undefined ? await facts.query(changesSql.before, { runs: question.runs }) : [];
  const since = question.since ?? (before === undefined ? BEGINNING : String(before['posted_at']));
  const parameters: SqlParameters = {
    basis,
    floor,
    asOf: since,
    approvedBefore: approvedBefore(since.slice(0, 10), reversalDays),
    approvedNow: approvedBefore((postedAt ?? since).slice(0, 10), reversalDays),
    limit: question.limit,
    kind: question.kind ?? '',
  };
  const runs = await facts.query(changesSql.runs, parameters);
  const isQuiet = runs.length === 0; // statuses are those of the newest posting: without one nothing has come of age
  const sums = isQuiet ? [] : await facts.query(changesSql.sums, parameters);
  const lines = isQuiet || question.limit === 0 ? [] : await facts.query(changesSql.lines, parameters);
  const byPlace = (a: SqlRow, b: SqlRow): number => CHANGE_KINDS.indexOf(kindOf(a)) - CHANGE_KINDS.indexOf(kindOf(b));
  return {
    since: since === BEGINNING ? null : isoInstant(since),
    asOf: postedAt === null ? null : isoInstant(postedAt),
    runs: runs.map((row) => ({ run: String(row['run_id']), postedAt: isoInstant(String(row['posted_at'])) })),
    sums: [...sums].sort(byPlace).map((row) => ({
      kind: kindOf(row),
      currency: String(row['currency']),
      lines: Number(row['line_count']),
      commission: amountText(exact(row['commission'])),
      sales: amountText(exact(row['sales'])),
      change: amountText(exact(row['change'])),
    })),
    lines: lines.map((row) => ({
      kind: kindOf(row),
      line: transactionOf(row, names),
      statusBefore: row['status_before'] == null ? null : String(row['status_before']),
      commissionBefore: row['commission_before'] == null ? null : amountText(exact(row['commission_before'])),
    })),
  };
}

function kindOf(row: SqlRow): ChangeKind {
  return row['kind'] as ChangeKind; // the text names no other
}
