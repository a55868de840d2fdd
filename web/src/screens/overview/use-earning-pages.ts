/** The pages that earn, asked once for the cards and the ranking; only where a site is measured. */
import { useQuery } from '@tanstack/react-query';
import { earnersQuery, sortedIn } from '../../report/earners/earner-queries.ts';
import type { FiguresQuestion } from '../../report/queries.ts';
import { useView } from '../../view/use-view.ts';
import { sitesQuery } from '../sites/queries.ts';

export const FEW_PAGES = 7;

export function useEarningPages(question: FiguresQuestion, sort: string, limit = FEW_PAGES) {
  const { data: sites } = useQuery(sitesQuery);
  const view = useView();
  const isMeasured = sites !== undefined && sites.length > 0;
  const answer = useQuery({
    ...earnersQuery({ ...question, ...sortedIn(view), by: 'page', sort, limit }),
    enabled: isMeasured,
  });
  return { ...answer, isMeasured, isKnown: sites !== undefined };
}
