/** Where sub-ids tell clearly less than before: the days that are looked at every day, and the words for it. Pure. */
import type { Reply } from '../api/client.ts';
import { formatNumber, formatPercent } from '../format/numbers.ts';
import { addDays } from '../view/period.ts';

export type CoverageDrop = Reply<'GET /api/v1/reports/sub-ids'>['drops'][number];

/** The last 7 days that are over, and the 28 before them. */
export function watchedDays(today: string) {
  return {
    ...{ from: addDays(today, -7), to: addDays(today, -1) },
    ...{ compareFrom: addDays(today, -35), compareTo: addDays(today, -8) },
  };
}

export function dropWords(
  { advertiser, advertiserId, networkLabel, coverage, coverageBefore }: CoverageDrop,
  others: number,
): string {
  const more = others === 0 ? '' : ` So do those of ${formatNumber(others)} more.`;
  return `Fewer lines of ${advertiser ?? advertiserId} (${networkLabel}) bring a sub-id back: ${formatPercent(coverage, 0)}, before ${formatPercent(coverageBefore, 0)}.${more}`;
}
