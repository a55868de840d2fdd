/** What amounts were converted by, and which lines could not be: they stay in their own currency. */
import { TriangleAlert } from 'lucide-react';
import { formatRange } from '../format/moments.ts';
import { formatCount, formatMoney, formatNumber } from '../format/numbers.ts';
import type { OverviewReply } from './queries.ts';

type Head = OverviewReply['head'];

export function ConversionNotice({ head }: { readonly head: Head | undefined }) {
  const conversion = head?.conversion ?? null;
  const moved = head?.timeZone ?? null;
  const hasDatedOnly = moved !== null && (head?.linesWithoutTime ?? 0) > 0;
  if (conversion === null && !hasDatedOnly) return null;
  const without = conversion?.withoutRate ?? [];
  const lines = without.reduce((sum, one) => sum + one.lines, 0);
  return (
    <>
      {lines > 0 && conversion !== null && (
        <div
          role="status"
          className="flex items-center gap-3 rounded-card border border-pending/40 bg-pending-soft px-4 py-2.5"
        >
          <TriangleAlert aria-hidden size={16} className="shrink-0 text-pending" />
          <p className="min-w-0 flex-1 text-pretty">
            {formatNumber(lines)} {lines === 1 ? 'line has' : 'lines have'} no rate into {conversion.currency} and{' '}
            {lines === 1 ? 'stays' : 'stay'} as reported:{' '}
            {without.map((one) => `${formatMoney(one.commission, one.currency)} commission`).join(', ')}.
          </p>
        </div>
      )}
      <p className="text-faint text-xs">
        {conversion !== null &&
          conversion.rates !== null &&
          `Each line converted into ${conversion.currency} by the rate of its day: ${conversion.source}, ${formatRange(conversion.rates.from, conversion.rates.to)}. `}
        {hasDatedOnly &&
          `Days are those of ${moved}; ${formatCount(head?.linesWithoutTime ?? 0, 'line')} without a time keep the network’s day.`}
      </p>
    </>
  );
}
