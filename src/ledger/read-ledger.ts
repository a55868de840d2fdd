/** Questions to the ledger: figures and lines, now or as they were believed at any past moment. Only reads. */
import { formatAmount, readSum } from '../core/index.ts';
import type { FactsSession, SqlParameters, SqlRow } from '../facts/index.ts';
import { LINE_COLUMN_NAMES } from './line-sql.ts';
import { approvedBefore, isTakenBack, orderLines, REVERSAL_DAYS } from './order-status.ts';

/** A sum over lines of one currency: amounts with exactly 4 decimals. */
export interface Figures {
  readonly currency: string;
  readonly sales: string;
  readonly commission: string;
  readonly items: number;
  readonly lines: number;
}

/** The ledger's figures. Total = pending + approved + reversed; lost and withdrawn stand apart. */
export interface LedgerFigures {
  readonly totals: readonly Figures[];
  readonly byStatus: readonly (Figures & { readonly status: string })[];
  readonly byAdvertiser: readonly (Figures & { readonly advertiserId: string; readonly advertiser: string })[];
  readonly lost: readonly Figures[];
  readonly withdrawn: readonly Figures[];
}

const NEVER = '2299-12-31 00:00:00.000000';

/** Common table expressions that end in `believed`: the entries as of the parameter `asOf`. */
export const ENTRIES_AS_OF = `
runs as (select run_seq from posted_runs where posted_at <= {asOf:DateTime64(6, 'UTC')}),
believed as (
  select e.* from entries e where e.run_seq in (select r.run_seq from runs r)
    and (e.entry_id, e.run_seq) not in
      (select c.entry_id, c.entry_run_seq from closed_entries c where c.run_seq in (select r.run_seq from runs r)))`;

const SUMS = `sum(sales) as sales, sum(commission) as commission, sum(items) as items, count(*) as line_count`;

/** Shared by every question: entries as of a moment, with the status of their order line. */
const WITH_STATUS = `
with ${ENTRIES_AS_OF}, ${orderLines('believed', ['scope_id', 'advertiser_id', 'order_id', 'sku', 'currency'])},
lines as (
  select b.*, case when b.state = 'counted' then o.order_status else b.state end as order_status, coalesce(o.flag, '') as flag
  from believed b left join order_lines o on o.scope_id = b.scope_id and o.advertiser_id = b.advertiser_id
    and o.order_id = b.order_id and o.sku = b.sku and o.currency = b.currency and o.taken_back = ${isTakenBack('b')})`;

/**
 * The canonical order of lines: the same lines always come in the same order, on either engine, whichever runs brought
 * them. Lines that are equal in all of it are equal in all they state.
 */
export const CANONICAL_ORDER = `scope_id, advertiser_id, order_id, sku, occurred_on, occurred_time, sales, commission, items,
  coalesce(processed_on, occurred_on), coalesce(processed_time, ''), coalesce(sub_id, ''), coalesce(transaction_id, ''), state,
  currency, money_report, coalesce(product, ''), coalesce(brand, ''), coalesce(advertiser, ''), coalesce(status, ''),
  coalesce(network_status, ''), coalesce(reason, ''), coalesce(referrer, '')`;

/** The texts of the ledger's questions, by name; both engines must answer them alike. */
export const LEDGER_QUESTIONS = {
  byState: `${WITH_STATUS} select state, currency, ${SUMS} from lines group by state, currency order by state, currency`,
  byStatus: `${WITH_STATUS} select order_status, currency, ${SUMS} from lines where state = 'counted'
group by order_status, currency order by order_status, currency`,
  byAdvertiser: `${WITH_STATUS} select advertiser_id, coalesce(max(advertiser), '') as advertiser_name, currency, ${SUMS} from lines
where state = 'counted' group by advertiser_id, currency order by advertiser_id, currency`,
  entries: `${WITH_STATUS} select scope_id, state, order_status, flag, money_report, ${LINE_COLUMN_NAMES} from lines
order by ${CANONICAL_ORDER}`,
  newestPosting: `select cast(max(posted_at) as varchar) as newest from posted_runs where posted_at <= {asOf:DateTime64(6, 'UTC')}`,
} as const;

/** The same lines with what somebody else knows of them. */
function entriesBeside({ columns, sql }: BesideEntries): string {
  return `${WITH_STATUS} select scope_id, state, order_status, flag, money_report, ${LINE_COLUMN_NAMES}, ${columns.map((name) => `g.${name} as ${name}`).join(', ')}
from lines n left join ${sql} g on g.entry_id = n.entry_id order by ${CANONICAL_ORDER}`;
}

/** An exact amount as SQL gave it back, printed with 4 decimals. */
export function exactText(value: string | number | null | undefined): string {
  return formatAmount(readSum(String(value ?? '0')));
}

/** Reads a row of sums. */
export function figuresOf(row: SqlRow): Figures {
  return {
    currency: String(row['currency']),
    sales: exactText(row['sales']),
    commission: exactText(row['commission']),
    items: Number(row['items']),
    lines: Number(row['line_count']),
  };
}

/**
 * The moment of a question. Without one the ledger is asked as of its newest posting, so that the same ledger always
 * gives the same figures (what nobody has looked at since cannot have become more certain), and so that figures that
 * take several questions are of one ledger, also while a run is posted.
 */
async function moment(facts: FactsSession, asOf: string | null, reversalDays: number): Promise<SqlParameters> {
  const [row] = await facts.query(LEDGER_QUESTIONS.newestPosting, { asOf: asOf ?? NEVER });
  const newest = row?.['newest'];
  const at = asOf ?? (typeof newest === 'string' && newest !== '' ? newest : NEVER);
  return { asOf: at, approvedBefore: approvedBefore(at.slice(0, 10), reversalDays) };
}

/** The ledger's figures; `asOf` is an instant as `instantText` writes it, or null for now. */
export async function readFigures(
  facts: FactsSession,
  asOf: string | null,
  reversalDays = REVERSAL_DAYS,
): Promise<LedgerFigures> {
  const at = await moment(facts, asOf, reversalDays);
  const byState = await facts.query(LEDGER_QUESTIONS.byState, at);
  const byStatus = await facts.query(LEDGER_QUESTIONS.byStatus, at);
  const byAdvertiser = await facts.query(LEDGER_QUESTIONS.byAdvertiser, at);
  const ofState = (state: string): Figures[] => byState.filter((row) => row['state'] === state).map(figuresOf);
  return {
    totals: ofState('counted'),
    byStatus: byStatus.map((row) => ({ status: String(row['order_status']), ...figuresOf(row) })),
    byAdvertiser: byAdvertiser.map((row) => ({
      advertiserId: String(row['advertiser_id']),
      advertiser: String(row['advertiser_name']),
      ...figuresOf(row),
    })),
    lost: ofState('lost'),
    withdrawn: ofState('withdrawn'),
  };
}

/** The sums of the conflicts: lines that are shown and not counted, in no figure of `readFigures`. */
export async function readConflicts(facts: FactsSession, asOf: string | null): Promise<readonly Figures[]> {
  const byState = await facts.query(LEDGER_QUESTIONS.byState, await moment(facts, asOf, REVERSAL_DAYS)); // the state of a line is no matter of days
  return byState.filter((row) => row['state'] === 'conflict').map(figuresOf);
}

/** What somebody else knows of entries: a relation with `entry_id` and these columns, of which the ledger has none. */
export interface BesideEntries {
  readonly columns: readonly string[];
  /** Those of the columns that are decimals. */
  readonly decimals: readonly string[];
  readonly sql: string;
  readonly parameters: SqlParameters;
}

/** The question whose answer is the ledger's lines as of a moment, in canonical order. */
export async function entriesQuestion(
  facts: FactsSession,
  asOf: string | null,
  reversalDays = REVERSAL_DAYS,
  beside: BesideEntries | null = null,
): Promise<{ readonly sql: string; readonly parameters: SqlParameters }> {
  const parameters = await moment(facts, asOf, reversalDays);
  if (beside === null) return { sql: LEDGER_QUESTIONS.entries, parameters };
  return { sql: entriesBeside(beside), parameters: { ...parameters, ...beside.parameters } };
}

/** Every current line with all its fields, in canonical order and in batches: no ordinal, run or posting time in it. */
export async function* readEntries(
  facts: FactsSession,
  asOf: string | null,
  reversalDays = REVERSAL_DAYS,
  beside: BesideEntries | null = null,
): AsyncGenerator<readonly SqlRow[], void, void> {
  const { sql, parameters } = await entriesQuestion(facts, asOf, reversalDays, beside);
  for await (const rows of facts.stream(sql, parameters)) {
    yield rows.map((row) => entryOf(row, beside?.decimals ?? []));
  }
}

function entryOf(row: SqlRow, decimals: readonly string[]): SqlRow {
  return {
    ...row,
    sales: exactText(row['sales']),
    commission: exactText(row['commission']),
    items: Number(row['items']),
    ...Object.fromEntries(decimals.map((name) => [name, row[name] == null ? null : exactText(row[name])])),
  };
}
