/** One line of the ledger from all sides: what was believed of it when, its order, and the report rows it came from. */
import { TributaryError } from '../core/index.ts';
import type { SqlRow } from '../facts/index.ts';
import { ensureLedgerLines, LINES_OF_BASIS } from '../ledger/index.ts';
import { amountText, exact } from './figures.ts';
import { isoInstant, PLAIN_VIEW, type ReportSources } from './question.ts';
import { asReported } from './shown-currency.ts';
import { TRANSACTION_COLUMNS, type TransactionRow, transactionOf } from './transaction-rows.ts';

/** A row of a raw report as it came. */
export interface RawRow {
  /** The file's name as a person or a network gave it. */
  readonly file: string;
  readonly sha256: string;
  /** The text, without its line end; null where it cannot be found. */
  readonly text: string | null;
  /** It is longer: only its beginning is here. */
  readonly isCut: boolean;
}

/** Finds a row in the raw reports of a run: by the file's place in the run (from 1), its report and the physical line. */
export type ReadRawRow = (run: string, fileNo: number, report: string, line: number) => Promise<RawRow | null>;

/** A field that a revision changed. Amounts stand in the revisions themselves: here both are null. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What was believed of the line from one posting until the next that changed it. */
export interface Revision {
  readonly run: string;
  readonly postedAt: string;
  /** When a later run replaced it; null = it is what is believed now. */
  readonly replacedAt: string | null;
  readonly state: string;
  readonly sales: string;
  readonly commission: string;
  readonly items: number;
  readonly currency: string;
  readonly networkStatus: string | null;
  /** Against the revision before; empty for the first. */
  readonly changes: readonly FieldChange[];
}

/** What one report says of the same order line. */
export interface ReportedRow {
  readonly id: string;
  readonly report: string;
  /** Its amounts are the line's. */
  readonly isMoney: boolean;
  /** The report still shows it so. */
  readonly isCurrent: boolean;
  readonly run: string;
  readonly postedAt: string;
  readonly line: number;
  readonly occurredOn: string;
  readonly processedOn: string | null;
  readonly currency: string;
  readonly sales: string;
  readonly commission: string;
  readonly items: number;
  readonly source: RawRow | null;
}

/** What is left of the order in one currency: its counted lines. */
export interface OrderNet {
  readonly currency: string;
  readonly sales: string;
  readonly commission: string;
  readonly items: number;
  readonly lines: number;
}

export interface TransactionDetail {
  readonly line: TransactionRow;
  readonly history: readonly Revision[];
  readonly order: { readonly lines: readonly TransactionRow[]; readonly net: readonly OrderNet[] };
  readonly reported: readonly ReportedRow[];
  /** Every run that had a part in it, the first first. */
  readonly runs: readonly { readonly run: string; readonly postedAt: string }[];
}

/** Rows of raw reports are read one by one from their files. */
const MOST_RAW_ROWS = 20;
/** An order with more lines than this shows the first of them. */
const MOST_ORDER_LINES = 500;

const POSTED = `select run_seq, run_id, posted_at from posted_runs`;

/** Lines of the order of one line. */
const LINES = asReported(LINES_OF_BASIS);
const OF_ORDER = `l.order_key in (select e.order_key from ${LINES_OF_BASIS} e where e.entry_id = {entry:Int64})`;

/** The texts of the detail; both engines must answer them alike. */
export const transactionSql = {
  line: `select ${TRANSACTION_COLUMNS} from ${LINES} l where l.entry_id = {entry:Int64}`,
  history: `
select e.*, p.run_id as run_id, p.posted_at as posted_at, r.posted_at as replaced_at
from entries e join (${POSTED}) p on p.run_seq = e.run_seq
left join (select c.entry_run_seq as entry_run_seq, q.posted_at as posted_at
  from closed_entries c join (${POSTED}) q on q.run_seq = c.run_seq where c.entry_id = {entry:Int64}) r
  on r.entry_run_seq = e.run_seq
where e.entry_id = {entry:Int64} order by e.run_seq`,
  order: `
select ${TRANSACTION_COLUMNS} from ${LINES} l where ${OF_ORDER}
order by l.occurred_on, l.occurred_time, l.sku, l.entry_id limit ${MOST_ORDER_LINES}`,
  net: `
select l.currency as currency, sum(l.sales) as sales, sum(l.commission) as commission, sum(l.items) as items, count(*) as line_count
from ${LINES} l where ${OF_ORDER} and l.state = 'counted'
group by l.currency order by l.currency`,
  reported: `
select r.*, p.run_id as run_id, p.posted_at as posted_at,
  case when (r.reported_id, r.run_seq) in (select c.reported_id, c.line_run_seq from closed_lines c
    where c.run_seq in (select run_seq from posted_runs)) then 0 else 1 end as is_current
from reported_lines r join (${POSTED}) p on p.run_seq = r.run_seq
where r.scope_id = {scope:String} and r.advertiser_id = {advertiser:String} and r.order_id = {orderId:String}
  and r.sku = {sku:String}
order by r.report_rank, r.occurred_on, r.occurred_time, r.reported_id, r.run_seq`,
} as const;

/** Answers everything about one line. Throws `unknown-transaction`. */
export async function readTransaction(
  sources: ReportSources,
  id: string,
  readRaw: ReadRawRow,
): Promise<TransactionDetail> {
  const { facts, names, view = PLAIN_VIEW } = sources;
  const { basis, floor } = await ensureLedgerLines(facts, view.making);
  const [row] = await facts.query(transactionSql.line, { basis, floor, entry: id });
  if (row === undefined) {
    throw new TributaryError(
      'unknown-transaction',
      'There is no line with this id: another report may carry its money now. Look for its order.',
    );
  }
  const line = transactionOf(row, names);
  const history = await facts.query(transactionSql.history, { entry: id });
  const lines = await facts.query(transactionSql.order, { basis, floor, entry: id });
  const net = await facts.query(transactionSql.net, { basis, floor, entry: id });
  const { scope, advertiserId: advertiser, orderId, sku } = line;
  const all = await facts.query(transactionSql.reported, { scope, advertiser, orderId, sku });
  const reported = newestOf(all).filter((one) => one['is_current'] === 1 || one['reported_id'] === row['money_id']);
  return {
    line,
    history: history.map((one, n) => revisionOf(one, history[n - 1])),
    order: { lines: lines.map((one) => transactionOf(one, names)), net: net.map(netOf) },
    reported: await Promise.all(reported.map((one, n) => reportedOf(one, row, n < MOST_RAW_ROWS ? readRaw : null))),
    runs: runsOf([...history, ...reported]),
  };
}

/** The newest revision of each reported line; rows come in the order of their runs. */
function newestOf(rows: readonly SqlRow[]): SqlRow[] {
  return [...new Map(rows.map((row) => [row['reported_id'], row])).values()];
}

function textOf(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** What of an entry says something to a person. */
const COMPARED = [
  'state',
  'money_report',
  'advertiser',
  'product',
  'brand',
  'sub_id',
  'transaction_id',
  'occurred_on',
  'occurred_time',
  'processed_on',
  'processed_time',
  'currency',
  'sales',
  'commission',
  'items',
  'status',
  'network_status',
  'reason',
  'referrer',
] as const;

const AMOUNTS: ReadonlySet<string> = new Set(['sales', 'commission']);

function revisionOf(row: SqlRow, before: SqlRow | undefined): Revision {
  const changed = before === undefined ? [] : COMPARED.filter((field) => row[field] !== before[field]);
  return {
    run: String(row['run_id']),
    postedAt: isoInstant(String(row['posted_at'])),
    replacedAt: row['replaced_at'] == null ? null : isoInstant(String(row['replaced_at'])),
    state: String(row['state']),
    sales: amountText(exact(row['sales'])),
    commission: amountText(exact(row['commission'])),
    items: Number(row['items']),
    currency: String(row['currency']),
    networkStatus: textOf(row['network_status']),
    changes: changed.map((field) =>
      AMOUNTS.has(field)
        ? { field, before: null, after: null }
        : { field, before: textOf(before?.[field]), after: textOf(row[field]) },
    ),
  };
}

async function reportedOf(row: SqlRow, entry: SqlRow, readRaw: ReadRawRow | null): Promise<ReportedRow> {
  const [run, report, line] = [String(row['run_id']), String(row['report']), Number(row['line_no'])];
  return {
    id: String(row['reported_id']),
    report,
    isMoney: row['reported_id'] === entry['money_id'],
    isCurrent: row['is_current'] === 1,
    run,
    postedAt: isoInstant(String(row['posted_at'])),
    line,
    occurredOn: String(row['occurred_on']),
    processedOn: textOf(row['processed_on']),
    currency: String(row['currency']),
    sales: amountText(exact(row['sales'])),
    commission: amountText(exact(row['commission'])),
    items: Number(row['items']),
    source: readRaw === null ? null : await readRaw(run, Number(row['file_no']), report, line),
  };
}

function netOf(row: SqlRow): OrderNet {
  return {
    currency: String(row['currency']),
    sales: amountText(exact(row['sales'])),
    commission: amountText(exact(row['commission'])),
    items: Number(row['items']),
    lines: Number(row['line_count']),
  };
}

function runsOf(rows: readonly SqlRow[]): TransactionDetail['runs'] {
  const runs = new Map(rows.map((row) => [String(row['run_id']), isoInstant(String(row['posted_at']))]));
  return [...runs]
    .map(([run, postedAt]) => ({ run, postedAt }))
    .sort((a, b) => (a.postedAt < b.postedAt ? -1 : a.postedAt > b.postedAt ? 1 : 0));
}
