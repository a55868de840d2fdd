/** Above the table: how many lines of each status, what they come to, and the sums of each currency. */
import { formatMoney, formatNumber } from '../../format/numbers.ts';
import { FilterLink } from '../../report/filter-link.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { LineStatus } from './line-words.tsx';
import type { Totals } from './totals.ts';

export function TotalsStrip({ totals }: { readonly totals: Totals | undefined }) {
  if (totals === undefined) return <Skeleton className="h-6 w-80 max-w-full" />;
  const isOne = totals.counted.length === 1;
  return (
    // on phones one line that is pushed with the finger: the cards above it need the room
    <div className="flex flex-wrap items-center gap-x-5 gap-y-2 whitespace-nowrap max-md:flex-nowrap max-md:overflow-x-auto">
      <ul className="flex flex-wrap items-center gap-x-4 gap-y-2 max-md:flex-nowrap">
        {totals.statuses.map(({ status, lines, sums: [first] }) => (
          <li key={status}>
            <FilterLink field="status" value={status} className="inline-flex items-center gap-1.5 no-underline!">
              <LineStatus status={status} />
              <span className="num text-[13px] text-muted">
                {formatNumber(lines)}
                {isOne &&
                  first !== undefined &&
                  first.commission !== null &&
                  status !== 'lost' &&
                  ` · ${formatMoney(first.commission, first.currency)}`}
                {isOne &&
                  first !== undefined &&
                  first.sales !== null &&
                  status === 'lost' &&
                  ` · sales ${formatMoney(first.sales, first.currency)}`}
              </span>
            </FilterLink>
          </li>
        ))}
      </ul>
      {totals.counted.length > 1 && (
        <ul className="num ml-auto flex flex-wrap gap-x-5 gap-y-1 text-[13px] max-md:flex-nowrap">
          {totals.counted.map(({ currency, commission, lines }) => (
            <li key={currency}>
              <FilterLink field="currency" value={currency}>
                <span className="text-muted">{currency}</span>{' '}
                {commission === null ? formatNumber(lines) : formatMoney(commission, currency)}
              </FilterLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
