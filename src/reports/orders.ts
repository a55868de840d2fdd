/** The ledger's lines grouped by order: one row for each order and currency, page by page. */
import type { SqlRow } from '../facts/index.ts';
import { amountText, exact } from './figures.ts';
import { countryLabel, networkLabel, scopeParts } from './names.ts';
import {
  type AnswerHead,
  type Frame,
  frameOf,
  type LineChoice,
  linesParameters,
  linesSql,
  type ReportSources,
} from './question.ts';
import { afterCursor, cursorAfter, orderSql, placeColumns, type Sorting, type SortTerm } from './sorting.ts';

const SORT_TERMS = {
  date: [{ sql: 'o.occurred_on', type: 'Date32' }],
  advertiser: [
    { sql: 'o.advertiser', type: 'String' },
    { sql: 'o.advertiser_id', type: 'String' },
  ],
  order: [{ sql: 'o.order_id', type: 'String' }],
  sales: [{ sql: 'o.sales', type: 'amount' }],
  commission: [{ sql: 'o.commission', type: 'amount' }],
  items: [{ sql: 'o.items', type: 'Int64' }],
  lines: [{ sql: 'o.line_count', type: 'Int64' }],
} as const satisfies Readonly<Record<string, readonly SortTerm[]>>;

export type OrderSort = keyof typeof SORT_TERMS;
// its own keys
export const ORDER_SORTS = Object.keys(SORT_TERMS) as [OrderSort, ...OrderSort[]];

/** One order: the lines of it that were asked for. Sums are of its counted lines; amounts have 4 decimals. */
export interface OrderRow {
  /** The id of the first of its lines. */
  readonly id: string;
  readonly network: string;
  readonly networkLabel: string;
  readonly country: string;
  readonly countryLabel: string;
  readonly advertiserId: string;
  readonly advertiser: string | null;
  readonly orderId: string;
  /** The day of its first line, in the zone of the workspace. */
  readonly occurredOn: string;
  readonly currency: string;
  readonly sales: string;
  readonly commission: string;
  readonly items: number;
  readonly lines: number;
  /** Every status that one of its lines has, in the order of the alphabet. */
  readonly statuses: readonly string[];
}

export interface Orders {
  readonly head: AnswerHead;
  readonly rows: readonly OrderRow[];
  readonly nextCursor: string | null;
}

export interface OrdersQuestion extends LineChoice {
  readonly sort: OrderSort;
  readonly isDescending: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const STATUS_FLAGS = ['approved', 'conflict', 'lost', 'pending', 'reversed', 'withdrawn'] as const;
const COUNTED = `l.state = 'counted'`;
const netOf = (column: string): string => `coalesce(sum(l.${column}) filter (where ${COUNTED}), 0)`;

/** What an order is, by column. */
const AGGREGATES = {
  first_entry: 'min(l.entry_id)',
  scope_id: 'min(l.scope_id)',
  advertiser_id: 'min(l.advertiser_id)',
  advertiser: `coalesce(max(l.advertiser), '')`,
  order_id: 'min(l.order_id)',
  occurred_on: 'min(l.local_day)',
  sales: `cast(${netOf('sales')} as decimal(18,4))`,
  commission: `cast(${netOf('commission')} as decimal(18,4))`,
  items: `cast(${netOf('items')} as bigint)`,
  line_count: 'cast(count(*) as bigint)',
} as const;

/**
 * The text of the list; both engines must answer it alike. It finds the page by what it is sorted by, and asks for the
 * rest of these orders only: a million lines grouped by all of it take five times as long.
 */
export function ordersPageSql(frame: Frame, sorting: Sorting, after: string): string {
  const column = ([name, sum]: readonly [string, string]): string => `${sum} as ${name}`;
  const sorted = Object.entries(AGGREGATES).filter(([name]) => sorting.terms.some(({ sql }) => sql === `o.${name}`));
  const flags = STATUS_FLAGS.map((status) => `count(*) filter (where l.order_status = '${status}') as ${status}`);
  const shown = ['currency', ...Object.keys(AGGREGATES), ...STATUS_FLAGS].map((name) => `w.${name} as ${name}`);
  return `
with o as (
  select l.order_key as order_key, l.currency as currency${sorted.map((one) => `, ${column(one)}`).join('')}
  ${linesSql(frame)} group by l.order_key, l.currency),
page as (select o.order_key as order_key, o.currency as currency, ${placeColumns(sorting)} from o where ${after}
  order by ${orderSql(sorting)} limit {limit:Int64}),
whole as (
  select l.order_key as order_key, l.currency as currency, ${Object.entries(AGGREGATES).map(column).join(', ')}, ${flags.join(', ')}
  ${linesSql(frame)} and l.order_key in (select p.order_key from page p) group by l.order_key, l.currency)
select ${shown.join(', ')}, ${sorting.terms.map((_, n) => `p.place_${n} as place_${n}`).join(', ')}
from page p join whole w on w.order_key = p.order_key and w.currency = p.currency
order by ${sorting.terms.map((_, n) => `p.place_${n} ${sorting.isDescending ? 'desc' : 'asc'}`).join(', ')}`;
}

/** Answers one page of orders. */
export async function readOrders(sources: ReportSources, question: OrdersQuestion): Promise<Orders> {
  const frame = await frameOf(sources, question);
  const sorting: Sorting = {
    name: `orders ${question.sort}`,
    terms: [
      ...SORT_TERMS[question.sort],
      { sql: 'o.first_entry', type: 'Int64' },
      { sql: 'o.currency', type: 'String' },
    ],
    isDescending: question.isDescending,
  };
  const after = afterCursor(sorting, question.cursor);
  const rows = await sources.facts.query(ordersPageSql(frame, sorting, after.sql), {
    ...linesParameters(frame, frame.days),
    ...after.parameters,
    limit: question.limit + 1,
  });
  const shown = rows.slice(0, question.limit);
  const last = shown.at(-1);
  const isMore = rows.length > question.limit && last !== undefined;
  return {
    head: frame.head,
    rows: shown.map((row) => orderOf(row, sources)),
    nextCursor: isMore ? cursorAfter(sorting, last) : null,
  };
}

function orderOf(row: SqlRow, { names }: ReportSources): OrderRow {
  const text = (column: string): string => String(row[column]);
  const { network, country } = scopeParts(text('scope_id'));
  return {
    id: text('first_entry'),
    network,
    networkLabel: networkLabel(names, network),
    country: `${network}:${country}`,
    countryLabel: countryLabel(names, network, country),
    advertiserId: text('advertiser_id'),
    advertiser: text('advertiser') === '' ? null : text('advertiser'),
    orderId: text('order_id'),
    occurredOn: text('occurred_on'),
    currency: text('currency'),
    sales: amountText(exact(row['sales'])),
    commission: amountText(exact(row['commission'])),
    items: Number(row['items']),
    lines: Number(row['line_count']),
    statuses: STATUS_FLAGS.filter((status) => Number(row[status]) > 0),
  };
}
