/** A breakdown page by page, and as a file. */
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { LIST_PAGE, pagesByPlace, useListPages } from '../../report/list/list-pages.ts';
import { FILE_PAGE, useListFile } from '../../report/list/use-list-file.ts';
import type { BreakdownReply, FiguresQuestion } from '../../report/queries.ts';
import { RANKING_COLUMNS, rankingLines } from '../overview/ranking.ts';
import type { BrokenBy } from './breakdown-words.ts';

type Asked = FiguresQuestion & { readonly by: BrokenBy; readonly sort: string; readonly find?: string };

function breakdownPages(asked: Asked) {
  return infiniteQueryOptions({
    queryKey: ['report', 'breakdown', 'pages', asked],
    queryFn: ({ signal, pageParam: offset }) =>
      call('GET /api/v1/reports/breakdown', { query: { ...asked, limit: LIST_PAGE, offset } }, signal),
    ...pagesByPlace(hasMore),
    placeholderData: keepPreviousData,
  });
}

/** Whether a currency has rows beyond a place. */
function hasMore({ totals }: BreakdownReply, loaded: number): boolean {
  return totals.some(({ rowCount }) => rowCount > loaded);
}

export function useBreakdown(asked: Asked) {
  return useListPages(useInfiniteQuery(breakdownPages(asked)));
}

export function useBreakdownFile(asked: Asked, name: string) {
  return useListFile({
    name,
    from: asked.from,
    to: asked.to,
    head: RANKING_COLUMNS,
    lines: rankingLines,
    read: async (offset) => {
      const page = await call('GET /api/v1/reports/breakdown', { query: { ...asked, limit: FILE_PAGE, offset } });
      return { rows: page.rows, hasMore: hasMore(page, offset + FILE_PAGE) };
    },
  });
}
