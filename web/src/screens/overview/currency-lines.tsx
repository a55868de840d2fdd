/** Earned in several currencies: a line for each, never their sum. A click shows one of them everywhere. */
import { formatRange } from '../../format/moments.ts';
import { formatMoney, formatNumber, formatPercent, NOT_AVAILABLE } from '../../format/numbers.ts';
import type { CurrencyFigures, OverviewReply } from '../../report/queries.ts';
import { Delta, NotOver } from '../../ui/delta.tsx';
import { useSetView } from '../../view/use-view.ts';

interface CurrencyLinesProps {
  readonly currencies: readonly CurrencyFigures[];
  readonly shown: string;
  readonly compared: OverviewReply['head']['compared'];
}

const CELL = 'px-4 text-right whitespace-nowrap';

export function CurrencyLines({ currencies, shown, compared }: CurrencyLinesProps) {
  const setView = useSetView();
  const days = compared === null ? null : formatRange(compared.from, compared.to);
  return (
    <div className="overflow-x-auto rounded-card border bg-surface">
      <table className="num w-full">
        <caption className="sr-only">Figures by currency</caption>
        <thead className="text-left text-faint text-xs">
          <tr className="h-8">
            <th scope="col" className="px-4 font-normal">
              Currency
            </th>
            <th scope="col" className={`${CELL} font-normal`}>
              Commission
            </th>
            <th scope="col" className={`${CELL} font-normal max-sm:hidden`}>
              Change
            </th>
            <th scope="col" className={`${CELL} font-normal`}>
              Sales
            </th>
            <th scope="col" className={`${CELL} font-normal max-sm:hidden`}>
              Orders
            </th>
            <th scope="col" className={`${CELL} font-normal max-sm:hidden`}>
              Rate
            </th>
          </tr>
        </thead>
        <tbody>
          {currencies.map(({ currency, now, before, changes }) => (
            <tr key={currency} className="h-9 border-t aria-selected:bg-accent-soft" aria-selected={currency === shown}>
              <th scope="row" className="px-4 text-left font-normal">
                <button
                  type="button"
                  aria-pressed={currency === shown}
                  className="h-9 rounded-sm underline-offset-4 hover:underline aria-pressed:font-semibold aria-pressed:text-accent max-sm:h-11"
                  onClick={() => setView({ currency })}
                >
                  {currency}
                </button>
              </th>
              <td className={CELL}>{formatMoney(now.commission, currency)}</td>
              <td className={`${CELL} max-sm:hidden`}>
                {before === null || days === null || formatMoney(now.commission, currency) === NOT_AVAILABLE ? (
                  '—'
                ) : changes === null ? (
                  <NotOver />
                ) : (
                  <Delta ratio={changes.commission} before={`${formatMoney(before.commission, currency)} in ${days}`} />
                )}
              </td>
              <td className={CELL}>{formatMoney(now.sales, currency)}</td>
              <td className={`${CELL} max-sm:hidden`}>{formatNumber(now.orders)}</td>
              <td className={`${CELL} max-sm:hidden`}>{formatPercent(now.rate)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
