/** A list that is read page by page: what is asked for next, and its rows so far. */
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

/** So many rows at a time. */
export const LIST_PAGE = 100;

/** Pages by the place of their first row; `hasMore` says whether rows follow so many. */
export function pagesByPlace<Page>(hasMore: (page: Page, loaded: number) => boolean) {
  return {
    initialPageParam: 0,
    getNextPageParam: (last: Page, pages: readonly Page[]): number | undefined => {
      const loaded = pages.length * LIST_PAGE;
      return hasMore(last, loaded) ? loaded : undefined;
    },
  };
}

/** The first page, which speaks of the whole, the rows that are there, and what to do at their end. */
export function useListPages<Page extends { readonly rows: readonly unknown[] }>(
  answer: UseInfiniteQueryResult<InfiniteData<Page>>,
) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = answer;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const rows = useMemo(() => data?.pages.flatMap((page): Page['rows'][number][] => [...page.rows]), [data]);
  return { answer, first: data?.pages[0], rows, onEnd };
}
