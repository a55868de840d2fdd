/** The questions of the daily screens, as the cache knows them. While a new question is answered the old figures stay. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call, type Reply, type RouteKey } from '../api/client.ts';
import type { useQuestion } from '../view/use-view.ts';

type Report<Path extends string> = Reply<Extract<RouteKey, `GET /api/v1/reports/${Path}`>>;

export type OverviewReply = Report<'overview'>;
export type CurrencyFigures = OverviewReply['currencies'][number];
export type BreakdownReply = Report<'breakdown'>;
export type BreakdownRow = BreakdownReply['rows'][number];
export type BreakdownBy = BreakdownReply['by'];
export type TransactionsReply = Report<'transactions'>;
export type TransactionRow = TransactionsReply['rows'][number];
export type StatusSums = NonNullable<TransactionsReply['totals']>[number];
export type OrderRow = Report<'orders'>['rows'][number];
export type TransactionReply = Report<'transactions/{id}'>;
export type ChangesReply = Report<'changes'>;
export type FreshnessReply = Report<'freshness'>;

const PAGE = 100;
/** The longest page that the server gives. */
const MOST_ORDER_LINES = 200;
/** So many changed lines are shown without being asked for. */
const NEWEST = 6;
/** The freshness is asked again so often: a new import is seen without a reload. */
const FRESHNESS_MS = 30_000;
/** So often lines are asked for again while what earned them is being made. */
const ATTRIBUTION_MS = 2000;

type Question = ReturnType<typeof useQuestion>;
/** Which lines. */
export type LinesQuestion = Question['lines'];
/** Which figure of them, and what it is compared with. */
export type FiguresQuestion = LinesQuestion & Question['comparison'];

export type OverviewQuestion = FiguresQuestion & {
  readonly by?: 'hour' | 'day' | 'week' | 'month';
  readonly stack: 'network' | 'advertiser' | 'status';
  /** Default: commission. */
  readonly stackOf?: 'sales' | 'items';
};

export function overviewQuery(question: OverviewQuestion) {
  return queryOptions({
    queryKey: ['report', 'overview', question],
    queryFn: ({ signal }) => call('GET /api/v1/reports/overview', { query: question }, signal),
    placeholderData: keepPreviousData,
  });
}

export type BreakdownQuestion = FiguresQuestion & {
  readonly by: BreakdownBy;
  readonly sort: string;
  readonly limit: number;
  /** A part of the name of a row. */
  readonly find?: string;
};

export function breakdownQuery(question: BreakdownQuestion) {
  return queryOptions({
    queryKey: ['report', 'breakdown', question],
    queryFn: ({ signal }) => call('GET /api/v1/reports/breakdown', { query: question }, signal),
    placeholderData: keepPreviousData,
  });
}

export type ListQuestion = LinesQuestion & {
  readonly q?: string;
  readonly sort: string;
};

/** The lines page by page; the first page brings the sums of all of them. */
export function transactionsQuery(question: ListQuestion) {
  return infiniteQueryOptions({
    queryKey: ['report', 'transactions', question],
    queryFn: ({ signal, pageParam }) =>
      call('GET /api/v1/reports/transactions', { query: { ...question, limit: PAGE, ...pageParam } }, signal),
    initialPageParam: {} as { readonly cursor?: string }, // the first page has none
    getNextPageParam: ({ nextCursor }) => (nextCursor === null ? undefined : { cursor: nextCursor }),
    placeholderData: keepPreviousData,
    // after an import or a new rule the pages of the lines come a moment later
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ isAttributionOld }) => isAttributionOld) === true ? ATTRIBUTION_MS : false,
  });
}

export function ordersQuery(question: ListQuestion) {
  return infiniteQueryOptions({
    queryKey: ['report', 'orders', question],
    queryFn: ({ signal, pageParam }) =>
      call('GET /api/v1/reports/orders', { query: { ...question, limit: PAGE, ...pageParam } }, signal),
    initialPageParam: {} as { readonly cursor?: string }, // as above
    getNextPageParam: ({ nextCursor }) => (nextCursor === null ? undefined : { cursor: nextCursor }),
    placeholderData: keepPreviousData,
  });
}

/** The lines of one order among those that are asked for, without paging. */
export function orderLinesQuery(question: ListQuestion) {
  return queryOptions({
    queryKey: ['report', 'order-lines', question],
    queryFn: ({ signal }) =>
      call('GET /api/v1/reports/transactions', { query: { ...question, limit: MOST_ORDER_LINES } }, signal),
  });
}

export function transactionQuery(id: string) {
  return queryOptions({
    queryKey: ['report', 'transaction', id],
    queryFn: ({ signal }) => call('GET /api/v1/reports/transactions/{id}', { params: { id } }, signal),
  });
}

/** What changed since a day, or (null) with the newest import. */
/** With a kind: its lines, as many as the server gives. */
export function changesQuery(since: string | null, kind?: ChangesReply['sums'][number]['kind']) {
  const lines = kind === undefined ? { limit: NEWEST } : { limit: MOST_ORDER_LINES, kind };
  return queryOptions({
    queryKey: ['report', 'changes', since, kind],
    queryFn: ({ signal }) =>
      call('GET /api/v1/reports/changes', { query: { ...(since === null ? {} : { since }), ...lines } }, signal),
    placeholderData: keepPreviousData,
  });
}

export function freshnessQuery() {
  return queryOptions({
    queryKey: ['report', 'freshness'],
    queryFn: ({ signal }) => call('GET /api/v1/reports/freshness', {}, signal),
    refetchInterval: FRESHNESS_MS,
  });
}
