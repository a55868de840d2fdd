/** The figures of a receipt: how many lines, and the money they carry, each currency for itself. */
import { useHidesMoney } from '../../api/use-may.ts';
import { formatExact, formatMoney, formatNumber } from '../../format/numbers.ts';
import { StatCard, StatRow } from '../../ui/stat-card.tsx';
import type { Receipt } from '../connections/queries.ts';
import { rejectedOf } from './run-words.ts';

export function RunCounts({ receipt }: { readonly receipt: Receipt }) {
  const { added, changed, unchanged, withdrawn, conflicts, totals, lost } = receipt;
  const rejected = rejectedOf(receipt);
  const isHidden = useHidesMoney();
  const count = (value: number) => ({ text: formatNumber(value), exact: String(value) });
  const counts = [
    ['New', added],
    ['Changed', changed],
    ['Unchanged', unchanged],
    ...(withdrawn > 0 ? [['Gone', withdrawn] as const] : []),
    ...(conflicts > 0 ? [['Conflicts', conflicts] as const] : []),
    ['Rejected', rejected],
  ] as const;
  return (
    <div className="flex flex-col gap-3">
      <StatRow>
        {(isHidden ? [] : totals).map((total) => (
          <StatCard
            key={`commission ${total.currency}`}
            label={totals.length > 1 ? `Commission, ${total.currency}` : 'Commission'}
            value={{
              text: formatMoney(total.commission, total.currency),
              exact: total.commission === null ? '—' : formatExact(total.commission, total.currency),
            }}
            note={`of ${formatMoney(total.sales, total.currency)} sales`}
          />
        ))}
        {counts.map(([label, value]) => (
          <StatCard key={label} label={label} value={count(value)} />
        ))}
        {lost.map(({ currency, lines, sales }) => (
          <StatCard
            key={`lost ${currency}`}
            label={lost.length > 1 ? `Lost, ${currency}` : 'Lost'}
            value={count(lines)}
            note={`earn nothing, of ${formatMoney(sales, currency)} sales`}
          />
        ))}
      </StatRow>
    </div>
  );
}
