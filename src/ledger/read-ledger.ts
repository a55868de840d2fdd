/** Questions to the ledger: figures and lines, now or as they were believed at any past moment. Only reads. */
import { amountOf, dayBefore, formatAmount, parseAmount } from '../core/index.ts';
import type { FactsSession, SqlParameters, SqlRow } from '../facts/index.ts';
import { LINE_COLUMN_NAMES, signOf } from './line-sql.ts';

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

/** Sales without a reversal count as approved after this many days (Rakuten's publishers wait 90). */
const REVERSAL_DAYS = 90;
const NEVER = '2299-12-31 00:00:00.000000';

const ENTRIES_AS_OF = `
runs as (select run_seq from posted_runs where posted_at <= {asOf:DateTime64(6, 'UTC')}),
believed as (
  select e.* from entries e where e.run_seq in (select r.run_seq from runs r)
    and (e.entry_id, e.run_seq) not in
      (select c.entry_id, c.entry_run_seq from closed_entries c where c.run_seq in (select r.run_seq from runs r)))`;

/** The status of an order line, from all its counted entries. */
const STATUS = `
sums as (
  select b.scope_id as scope_id, b.advertiser_id as advertiser_id, b.order_id as order_id, b.sku as sku, b.currency as currency,
    sum(b.sales) as net_sales, sum(b.commission) as net_commission, min(b.commission) as least, max(b.commission) as most,
    count(*) filter (where ${signOf('b')} < 0) as negatives,
    count(*) filter (where ${signOf('b')} > 0) as positives,
    count(*) filter (where b.status = 'approved') as approved, count(*) filter (where b.status = 'pending') as pending,
    count(*) filter (where b.status = 'reversed') as reversed, count(*) as stated,
    max(coalesce(b.processed_on, b.occurred_on)) filter (where ${signOf('b')} > 0) as newest
  from believed b where b.state = 'counted'
  group by b.scope_id, b.advertiser_id, b.order_id, b.sku, b.currency),
order_lines as (
  select scope_id, advertiser_id, order_id, sku, currency,
    case
      when reversed = stated then 'reversed'
      when negatives > 0 and (least < 0 or most > 0) and (net_commission < 0 or (net_commission = 0 and net_sales <= 0)) then 'reversed'
      when approved > 0 and pending = 0 then 'approved'
      when newest < {approvedBefore:Date32} then 'approved'
      else 'pending' end as order_status,
    case when negatives > 0 and positives = 0 then 'original-not-imported'
      when negatives > 0 and net_commission > 0 then 'adjusted' else '' end as flag
  from sums)`;

const SUMS = `sum(sales) as sales, sum(commission) as commission, sum(items) as items, count(*) as line_count`;

/** Shared by every question: entries as of a moment, with the status of their order line. */
const WITH_STATUS = `
with ${ENTRIES_AS_OF}, ${STATUS},
lines as (
  select b.*, case when b.state = 'counted' then o.order_status else b.state end as order_status, coalesce(o.flag, '') as flag
  from believed b left join order_lines o on o.scope_id = b.scope_id and o.advertiser_id = b.advertiser_id
    and o.order_id = b.order_id and o.sku = b.sku and o.currency = b.currency)`;

/** The texts of the ledger's questions, by name; both engines must answer them alike. */
export const LEDGER_QUESTIONS = {
  byState: `${WITH_STATUS} select state, currency, ${SUMS} from lines group by state, currency order by state, currency`,
  byStatus: `${WITH_STATUS} select order_status, currency, ${SUMS} from lines where state = 'counted'
group by order_status, currency order by order_status, currency`,
  byAdvertiser: `${WITH_STATUS} select advertiser_id, coalesce(max(advertiser), '') as advertiser_name, currency, ${SUMS} from lines
where state = 'counted' group by advertiser_id, currency order by advertiser_id, currency`,
  entries: `${WITH_STATUS} select scope_id, state, order_status, flag, money_report, ${LINE_COLUMN_NAMES} from lines
order by scope_id, advertiser_id, order_id, sku, occurred_on, occurred_time, sales, commission, items, coalesce(processed_on, occurred_on),
  coalesce(processed_time, ''), coalesce(sub_id, ''), coalesce(transaction_id, ''), state`,
  newestPosting: `select cast(max(posted_at) as varchar) as newest from posted_runs where posted_at <= {asOf:DateTime64(6, 'UTC')}`,
} as const;

/** An exact amount as SQL gave it back, printed with 4 decimals. */
export function exactText(value: string | number | null | undefined): string {
  const amount = parseAmount(String(value ?? '0'));
  if (typeof amount === 'string') throw new Error(`a store answered ${String(value)} for an amount`);
  return formatAmount(amountOf(amount));
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
 * gives the same figures: what nobody has looked at since cannot have become more certain.
 */
async function moment(facts: FactsSession, asOf: string | null): Promise<SqlParameters> {
  const [row] = await facts.query(LEDGER_QUESTIONS.newestPosting, { asOf: asOf ?? NEVER });
  const newest = row?.['newest'];
  const day = (asOf ?? (typeof newest === 'string' && newest !== '' ? newest : NEVER)).slice(0, 10);
  return { asOf: asOf ?? NEVER, approvedBefore: dayBefore(day, REVERSAL_DAYS) };
}

/** The ledger's figures; `asOf` is an instant as `instantText` writes it, or null for now. */
export async function readFigures(facts: FactsSession, asOf: string | null): Promise<LedgerFigures> {
  const at = await moment(facts, asOf);
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

/** Every current line with all its fields, in canonical order: no ordinal, run or posting time in it. */
export async function readEntries(facts: FactsSession, asOf: string | null): Promise<SqlRow[]> {
  const rows = await facts.query(LEDGER_QUESTIONS.entries, await moment(facts, asOf));
  return rows.map((row) => ({
    ...row,
    sales: exactText(row['sales']),
    commission: exactText(row['commission']),
    items: Number(row['items']),
  }));
}
