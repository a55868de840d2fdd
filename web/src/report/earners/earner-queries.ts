/** What pages, links and sources earned, as the cache knows it. */
import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { call, type Reply, type Wish } from '../../api/client.ts';
import { LIST_PAGE, pagesByPlace, useListPages } from '../list/list-pages.ts';
import type { FiguresQuestion } from '../queries.ts';

export type EarnersReply = Reply<'GET /api/v1/reports/earners'>;
export type EarnerRow = EarnersReply['rows'][number];
export type Earned = EarnerRow['earned'][number];
export type Traffic = EarnerRow['traffic'];
export type EarnerBy = EarnersReply['by'];
export type Credit = EarnersReply['credit'];
export type PageFacts = NonNullable<EarnerRow['page']>;
export type PageReply = Reply<'GET /api/v1/reports/page'>;
export type Method = Reply<'GET /api/v1/reports/attribution-quality'>['methods'][number]['method'];

type Query = NonNullable<Wish<'GET /api/v1/reports/earners'>['query']>;

export type EarnersQuestion = FiguresQuestion & {
  readonly by: EarnerBy;
  readonly sort: string;
  readonly find?: string;
  readonly credit?: Credit;
  readonly creditOf?: 'page' | 'source';
  /** The currency that is shown, where one was chosen: rows are sorted by its amounts. */
  readonly sortCurrency?: string;
};

/** The first rows, for a card or a drawer. */
export function earnersQuery(question: EarnersQuestion & { readonly limit: number }) {
  return queryOptions({
    queryKey: ['report', 'earners', question],
    queryFn: ({ signal }) => call('GET /api/v1/reports/earners', { query: question satisfies Query }, signal),
    placeholderData: keepPreviousData,
  });
}

/** The rows from a place on, for a file. */
export function readEarners(question: EarnersQuestion, limit: number, offset: number): Promise<EarnersReply> {
  return call('GET /api/v1/reports/earners', { query: { ...question, limit, offset } });
}

function earnerPages(question: EarnersQuestion) {
  return infiniteQueryOptions({
    queryKey: ['report', 'earners', 'pages', question],
    queryFn: ({ signal, pageParam: offset }) =>
      call('GET /api/v1/reports/earners', { query: { ...question, limit: LIST_PAGE, offset } }, signal),
    ...pagesByPlace<EarnersReply>(({ rowCount }, loaded) => rowCount > loaded),
    // rows of another kind say nothing under these heads
    placeholderData: (before) => (before?.pages[0]?.by === question.by ? before : undefined),
  });
}

/** The rows page by page. */
export function useEarners(question: EarnersQuestion) {
  return useListPages(useInfiniteQuery(earnerPages(question)));
}

export function pageQuery(
  question: FiguresQuestion & { readonly page: string; readonly step?: 'day' | 'week' | 'month' },
) {
  return queryOptions({
    queryKey: ['report', 'page', question],
    queryFn: ({ signal }) => call('GET /api/v1/reports/page', { query: question }, signal),
    placeholderData: keepPreviousData,
  });
}

/** The currency that is shown: the chosen one, else the first, which has the most orders. Currencies are never added. */
export function earnedCurrency(total: readonly Earned[] | undefined, chosen: string | undefined): string | undefined {
  return total?.find(({ currency }) => currency === chosen)?.currency ?? total?.[0]?.currency;
}

/** The part of a question that sorts by the currency that was chosen; without one the server's first is shown and sorted by. */
export function sortedIn({ currency }: { readonly currency?: string }): Pick<EarnersQuestion, 'sortCurrency'> {
  return currency === undefined ? {} : { sortCurrency: currency };
}

/** What a row earned in a currency; undefined: nothing. */
export function earnedIn(
  row: { readonly earned: readonly Earned[] },
  currency: string | undefined,
): Earned | undefined {
  return row.earned.find((one) => one.currency === currency);
}
