/** What the chart of a page shows of its days. Pure. */
import type { PageReply } from '../../report/earners/earner-queries.ts';

export type PageFigure = 'commission' | 'pageviews' | 'clicks' | 'rpm' | 'epc';

/** Of what the events of a figure are, where it has some. */
const EVENTS_OF: Readonly<Partial<Record<PageFigure, 'pageviews' | 'clicks'>>> = {
  pageviews: 'pageviews',
  rpm: 'pageviews',
  clicks: 'clicks',
  epc: 'clicks',
};

type Course = Pick<PageReply, 'pageviews' | 'clicks' | 'curves'>;

/**
 * A value for each bucket; null where there is none. null instead of all: with these filters it cannot be told how often
 * the page was read, which is not the same as never.
 */
export function pageCurve(
  { curves, ...events }: Course,
  figure: PageFigure,
  currency: string | undefined,
): readonly (string | number | null)[] | null {
  const kind = EVENTS_OF[figure];
  if (kind !== undefined && events[kind] === null) return null;
  if (figure === 'pageviews' || figure === 'clicks') return events[figure];
  return curves.find((one) => one.currency === currency)?.[figure] ?? [];
}
