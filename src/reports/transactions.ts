/** The ledger's lines: searched, filtered, sorted, page by page, with the sums of all of them. */
import type { SqlRow } from '../facts/index.ts';
import type { Filter } from './filters.ts';
import { ALL, amountText, sumsOf, sumsSql } from './figures.ts';
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
import { attributedRows, largestShares, type ListedAttribution, SHARE_OF_ROW } from './row-attribution.ts';
import { shareConditionOf } from './filter-sql.ts';
import { TRANSACTION_COLUMNS, type TransactionRow, transactionOf } from './transaction-rows.ts';

const text = (sql: string): SortTerm => ({ sql, type: 'String' });
const OCCURRED: readonly SortTerm[] = [{ sql: 'l.local_day', type: 'Date32' }, text('l.local_time')];

/** What lines are sorted by, under the names of their columns. Text is ordered by its bytes, alike on both engines. */
const SORT_TERMS = {
  date: OCCURRED,
  processed: [{ sql: 'l.process_day', type: 'Date32' }, text('l.process_time')],
  network: [text('l.scope_id')],
  advertiser: [text(`coalesce(l.advertiser, '')`), text('l.advertiser_id')],
  order: [text('l.order_id')],
  sku: [text('l.sku')],
  product: [text(`coalesce(l.product, '')`)],
  brand: [text(`coalesce(l.brand, '')`)],
  subId: [text(`coalesce(l.sub_id, '')`)],
  status: [text('l.order_status')],
  currency: [text('l.currency')],
  sales: [{ sql: 'l.sales', type: 'amount' }],
  commission: [{ sql: 'l.commission', type: 'amount' }],
  items: [{ sql: 'l.items', type: 'Int64' }],
} as const satisfies Readonly<Record<string, readonly SortTerm[]>>;

export type TransactionSort = keyof typeof SORT_TERMS;
// its own keys
export const TRANSACTION_SORTS = Object.keys(SORT_TERMS) as [TransactionSort, ...TransactionSort[]];

/** A list of lines and its order. */
export interface TransactionsQuestion extends LineChoice {
  readonly sort: TransactionSort;
  readonly isDescending: boolean;
}

/** Sums of the lines of one currency and status. */
export interface StatusSums {
  readonly currency: string;
  readonly status: string;
  readonly sales: string;
  readonly commission: string;
  readonly items: number;
  readonly lines: number;
}

export interface Transactions {
  readonly head: AnswerHead;
  readonly rows: readonly (TransactionRow & { readonly attribution: ListedAttribution | null })[];
  /** What earned the lines is being found out anew: `attribution` is that of a moment ago. */
  readonly isAttributionOld: boolean;
  /** Give it with the same question for the next page; null = this was the last. */
  readonly nextCursor: string | null;
  /** Of all lines that were asked for; with the first page only. */
  readonly totals: readonly StatusSums[] | null;
}

/** The order of a list; the entry's number settles ties, so that every line has its one place. */
export function sortingOf({ sort, isDescending }: Pick<TransactionsQuestion, 'sort' | 'isDescending'>): Sorting {
  return { name: sort, terms: [...SORT_TERMS[sort], { sql: 'l.entry_id', type: 'Int64' }], isDescending };
}

/** The texts of the list; both engines must answer them alike. */
export const transactionsSql = {
  page: (frame: Frame, sorting: Sorting, after: string): string =>
    `select ${TRANSACTION_COLUMNS}, ${placeColumns(sorting)} ${linesSql(frame)} and ${after}
order by ${orderSql(sorting)} limit {limit:Int64}`,
  all: (frame: Frame, sorting: Sorting): string =>
    `select ${TRANSACTION_COLUMNS} ${linesSql(frame)} order by ${orderSql(sorting)}`,
  /** The same with what earned each line. */
  attributed: (frame: Frame, sorting: Sorting, filters: readonly Filter[]): string => {
    const shares = largestShares(shareConditionOf(filters)?.sql ?? '1 = 1');
    const lines = linesSql(frame, '', ` left join ${shares} g on g.entry_id = l.entry_id`);
    return `select ${TRANSACTION_COLUMNS}, ${SHARE_OF_ROW} ${lines} order by ${orderSql(sorting)}`;
  },
  totals: (frame: Frame): string =>
    `select l.currency as currency, l.order_status as order_status, ${sumsSql(ALL, 'shown')} ${linesSql(frame)}
group by l.currency, l.order_status order by l.currency, l.order_status`,
};

/** Answers one page. */
export async function readTransactions(
  sources: ReportSources,
  question: TransactionsQuestion & { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Transactions> {
  const { facts, names } = sources;
  const frame = await frameOf(sources, question);
  const sorting = sortingOf(question);
  const after = afterCursor(sorting, question.cursor);
  const parameters = linesParameters(frame, frame.days);
  const rows = await facts.query(transactionsSql.page(frame, sorting, after.sql), {
    ...parameters,
    ...after.parameters,
    limit: question.limit + 1, // one more says whether there is a next page
  });
  const shown = rows.slice(0, question.limit);
  const last = shown.at(-1);
  const isMore = rows.length > question.limit && last !== undefined;
  const totals = question.cursor === undefined ? await facts.query(transactionsSql.totals(frame), parameters) : null;
  return {
    head: frame.head,
    ...(await attributedRows(
      sources,
      shown.map((row) => transactionOf(row, names)),
      question.filters,
    )),
    nextCursor: isMore ? cursorAfter(sorting, last) : null,
    totals: totals === null ? null : totals.map(statusSums),
  };
}

function statusSums(row: SqlRow): StatusSums {
  const { sales, commission, items, lines } = sumsOf(row, 'shown');
  return {
    currency: String(row['currency']),
    status: String(row['order_status']),
    sales: amountText(sales),
    commission: amountText(commission),
    items,
    lines,
  };
}
