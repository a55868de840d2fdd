/** What a list of attribution lacks before it can say which page earned something. Pure. */
import type { EarnersReply } from './earner-queries.ts';

/** `site`: none is measured · `clicks`: none was recorded · null: nothing. */
export type Lack = 'site' | 'clicks' | null;

/** Attribution looks for new clicks every few minutes: those that were counted meanwhile are there, too. */
export function whatLacks({ attribution, total }: Pick<EarnersReply, 'attribution' | 'total'>, sites: number): Lack {
  if (sites === 0) return 'site';
  return attribution.clicks === 0 && (total.traffic.clicks ?? 0) === 0 ? 'clicks' : null;
}

/** Whether there is anything at all, in whatever days: a posted line, a pageview or a click. */
export function hasAnything({ attribution, head }: Pick<EarnersReply, 'attribution' | 'head'>): boolean {
  return head.asOf !== null || attribution.eventsFrom !== null;
}

/** The first day of pageviews and clicks, where the period begins before: what is earned by each is too large then. */
export function countedFrom({ attribution, head }: Pick<EarnersReply, 'attribution' | 'head'>): string | null {
  const { eventsFrom } = attribution;
  return eventsFrom !== null && eventsFrom > head.period.from ? eventsFrom : null;
}
