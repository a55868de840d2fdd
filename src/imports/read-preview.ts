/**
 * Reads what a planned run would do from its work tables: sums that re-add to its receipt, and its first lines. Asks in
 * the same exclusive work as the plan, before it is posted.
 */
import { type FactsWriter, isAny, LINE_COLUMNS, type SqlParameters, type SqlRow } from '../facts/index.ts';
import {
  approvedBefore,
  CANONICAL_ORDER,
  exactText,
  figuresOf,
  GONE_ENTRIES,
  isTakenBack,
  lineColumnsOf,
  lineGroupOf,
  orderLines,
  REVERSAL_DAYS,
} from '../ledger/index.ts';
import type { Preview, PreviewDifference, PreviewLine } from './preview.ts';
import { DIFFERENCES, type FileReceipt } from './receipt.ts';

/** Lists of a preview are cut at this many. */
const MOST_LISTED = 100;

const columnsAs = (row: string): string =>
  Object.keys(LINE_COLUMNS)
    .map((column) => `${row}.${column} as ${column}`)
    .join(', ');

const SUMS = 'sum(sales) as sales, sum(commission) as commission, sum(items) as items, count(*) as line_count';

/**
 * Entries of orders of which the run read lines and found every one as it was: the plan leaves them out, the ledger has
 * them. An entry of such an order is of one reported line.
 */
const UNTOUCHED_ENTRIES = `
insert into work_untouched_entries
select e.money_id, e.scope_id, e.state, e.money_report,
  case when e.money_id in (select m.reported_id from work_match m) then 1 else 0 end, ${lineColumnsOf('e')}
from current_entries e
where e.scope_id = {scope:String} and e.state <> 'withdrawn'
  and (e.advertiser_id, e.order_id) not in (select w.advertiser_id, w.order_id from work_orders w)
  and streamed((e.advertiser_id, e.order_id) in (select r.advertiser_id, r.order_id from current_entries r
    where r.scope_id = {scope:String} and streamed(r.money_id in (select m.reported_id from work_match m))))`;

/** Counted lines of all orders that the run read, narrow: a million of them are grouped within the embedded store's memory. */
const COUNTED = `
counted as (
  select 'counted' as state, ${lineGroupOf('f')} as line_group, f.currency as currency, f.sales as sales,
    f.commission as commission, f.items as items, f.status as status, f.processed_on as processed_on,
    f.occurred_on as occurred_on, f.was_read as was_read
  from work_final f where f.reported_id in (select u.money_id from work_unified u where u.state = 'counted')
  union all
  select e.state, ${lineGroupOf('e')}, e.currency, e.sales, e.commission, e.items, e.status, e.processed_on,
    e.occurred_on, e.was_read
  from work_untouched_entries e where e.state = 'counted')`;

/** Unified lines that the run read, as they will be; narrow. */
const READ_LINES = `
  select state, occurred_on, currency, sales, commission, items from work_unified where was_read = 1
  union all
  select state, occurred_on, currency, sales, commission, items from work_untouched_entries where was_read = 1`;

const READ = Object.fromEntries(
  ['sales', 'commission', 'items'].map((column) => [
    `read_${column}`,
    `sum(case when b.was_read = 1 then b.${column} else 0 end)`,
  ]),
);

/** What becomes of every unified line; `old_state` is that of its entry now, empty where it has none. */
const CHANGES = `
changes as (
  select u.money_id as money_id, u.state as state, u.was_read as was_read, coalesce(e.state, '') as old_state,
    case when e.state is null then 'added' when e.content <> n.content or e.state <> u.state then 'changed'
      else 'unchanged' end as change
  from work_unified u left join work_entry_match x on x.money_id = u.money_id
  left join work_entries e on e.entry_id = x.entry_id left join work_contents n on n.money_id = u.money_id)`;

const UNCHANGED_LINES = `
  union all
  select 'unchanged' as change, e.scope_id, e.state, e.money_report, ${columnsAs('e')}
  from work_untouched_entries e where e.was_read = 1`;

/** The first of the planned lines that `which` holds for and of `others`, with the status of their order line from all lines of it. */
function firstLines(which: string, others: string): string {
  return `
with ${CHANGES},
chosen as (
  select * from (
  select c.change as change, {scope:String} as scope_id, c.state as state, f.report as money_report, ${columnsAs('f')}
  from work_final f join changes c on c.money_id = f.reported_id where ${which}${others}) t
  order by ${CANONICAL_ORDER} limit ${MOST_LISTED}),
near as (
  select 'counted' as state, ${columnsAs('f')} from work_final f
  where (f.advertiser_id, f.order_id) in (select n.advertiser_id, n.order_id from chosen n)
    and f.reported_id in (select u.money_id from work_unified u where u.state = 'counted')
  union all
  select e.state, ${columnsAs('e')} from work_untouched_entries e
  where e.state = 'counted' and (e.advertiser_id, e.order_id) in (select n.advertiser_id, n.order_id from chosen n)),
${orderLines('near', ['advertiser_id', 'order_id', 'sku', 'currency'])}
select n.change as change, case when n.state = 'counted' then o.order_status else n.state end as order_status,
  n.scope_id as scope_id, n.state as state, n.money_report as money_report, ${columnsAs('n')}
from chosen n left join order_lines o on o.advertiser_id = n.advertiser_id and o.order_id = n.order_id and o.sku = n.sku
  and o.currency = n.currency and o.taken_back = ${isTakenBack('n')}`;
}

/** Texts of a preview's questions to the plan; both engines must answer them alike. */
export const PREVIEW_QUESTIONS = {
  byStatus: `
with ${COUNTED},
${orderLines('counted', ['line_group', 'currency'], { ...READ, read_lines: 'sum(b.was_read)' })}
select * from (
  select order_status, currency, sum(read_sales) as sales, sum(read_commission) as commission, sum(read_items) as items,
    sum(read_lines) as line_count
  from order_lines where read_lines > 0 group by order_status, currency
  union all
  select 'lost' as order_status, currency, ${SUMS} from (${READ_LINES}) l where state = 'lost' group by currency) t
order by order_status, currency`,
  byMonth: `
select occurred_month, currency, ${SUMS}
from (select *, substring(day_text(occurred_on), 1, 7) as occurred_month from (${READ_LINES}) l
  where state = 'counted') u
group by occurred_month, currency order by occurred_month, currency`,
  byAdvertiser: `
select advertiser_id, coalesce(max(advertiser), '') as advertiser_name, currency, ${SUMS} from (
  select advertiser_id, advertiser, currency, sales, commission, items from work_final
  where reported_id in (select u.money_id from work_unified u where u.was_read = 1 and u.state = 'counted')
  union all
  select advertiser_id, advertiser, currency, sales, commission, items from work_untouched_entries
  where was_read = 1 and state = 'counted') l
group by advertiser_id, currency order by advertiser_id, currency`,
  lines: `select * from (${firstLines("c.change = 'changed' or (c.state <> 'conflict' and (c.change = 'added' or c.was_read = 1))", UNCHANGED_LINES)}
union all
select 'withdrawn' as change, 'withdrawn' as order_status, w.scope_id as scope_id, 'withdrawn' as state,
  w.money_report as money_report, ${columnsAs('w')}
from current_entries w where w.entry_id in (
  select g.entry_id from (${GONE_ENTRIES}) g where g.money_id in (select v.reported_id from work_vanished v where v.withdrawn = 1))) t
order by ${CANONICAL_ORDER} limit ${MOST_LISTED}`,
  conflicts: `select * from (
${firstLines("c.state = 'conflict' and (c.was_read = 1 or c.old_state not in ('', 'conflict'))", '')}) t
order by ${CANONICAL_ORDER} limit ${MOST_LISTED}`,
  differences: `
select m.order_id as order_id, m.sku as sku, m.currency as currency, m.report as money_report,
  m.commission as money_commission, l.report as other_report, l.commission as other_commission
from ${DIFFERENCES}
order by m.advertiser_id, m.order_id, m.sku, m.occurred_on, m.occurred_time, m.sales, m.commission, l.report_rank,
  l.occurred_on, l.occurred_time, l.sales, l.commission, m.reported_id, l.reported_id limit ${MOST_LISTED}`,
} as const;

/**
 * The preview of the plan in the work tables. `parameters` are those of the plan: `scope`, and `postedAt`, the moment
 * whose statuses it shows. `files` are the run's staged files, for their rejects.
 */
export async function readPreview(
  session: FactsWriter,
  parameters: SqlParameters,
  files: readonly FileReceipt[],
  reversalDays = REVERSAL_DAYS,
): Promise<Preview> {
  const at = {
    ...parameters,
    approvedBefore: approvedBefore(String(parameters['postedAt']).slice(0, 10), reversalDays),
  };
  await session.empty('work_untouched_entries');
  if (await isAny(session, 'work_untouched')) await session.run(UNTOUCHED_ENTRIES, parameters);
  const ask = (question: keyof typeof PREVIEW_QUESTIONS): Promise<SqlRow[]> =>
    session.query(PREVIEW_QUESTIONS[question], at);
  return {
    byStatus: (await ask('byStatus')).map((row) => ({ status: String(row['order_status']), ...figuresOf(row) })),
    byMonth: (await ask('byMonth')).map((row) => ({ month: String(row['occurred_month']), ...figuresOf(row) })),
    byAdvertiser: (await ask('byAdvertiser')).map((row) => ({
      advertiserId: String(row['advertiser_id']),
      advertiser: String(row['advertiser_name']),
      ...figuresOf(row),
    })),
    lines: (await ask('lines')).map((row) => lineOf(row, row['change'] as PreviewLine['change'])), // the text names no other
    conflicts: (await ask('conflicts')).map((row) => lineOf(row, 'conflict')),
    differences: (await ask('differences')).map(differenceOf),
    rejected: files
      .flatMap((file) => file.rejected.map((reject) => ({ ...reject, file: file.name })))
      .slice(0, MOST_LISTED),
  };
}

function textOf(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function lineOf(row: SqlRow, change: PreviewLine['change']): PreviewLine {
  return {
    change,
    status: String(row['order_status']),
    advertiserId: String(row['advertiser_id']),
    advertiser: textOf(row['advertiser']),
    orderId: String(row['order_id']),
    sku: String(row['sku']),
    product: textOf(row['product']),
    brand: textOf(row['brand']),
    subId: textOf(row['sub_id']),
    occurredOn: String(row['occurred_on']),
    processedOn: textOf(row['processed_on']),
    currency: String(row['currency']),
    sales: exactText(row['sales']),
    commission: exactText(row['commission']),
    items: Number(row['items']),
  };
}

function differenceOf(row: SqlRow): PreviewDifference {
  return {
    orderId: String(row['order_id']),
    sku: String(row['sku']),
    currency: String(row['currency']),
    moneyReport: String(row['money_report']),
    moneyCommission: exactText(row['money_commission']),
    otherReport: String(row['other_report']),
    otherCommission: exactText(row['other_commission']),
  };
}
