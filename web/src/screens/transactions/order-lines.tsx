/** The lines of an order, and what is left of it. */
import { Link } from '@tanstack/react-router';
import { useHidesMoney } from '../../api/use-may.ts';
import type { TransactionReply } from '../../report/queries.ts';
import { formatDay } from '../../format/moments.ts';
import { Money } from '../../ui/money.tsx';
import { changedView, readView } from '../../view/view.ts';
import { LineStatus } from './line-words.tsx';

interface OrderLinesProps {
  readonly order: TransactionReply['order'];
  /** The id of the line that is open. */
  readonly present: string;
}

const ROW = 'flex min-h-9 items-center gap-3 px-2';
const AMOUNT = 'shrink-0 text-right';

export function OrderLines({ order, present }: OrderLinesProps) {
  const isHidden = useHidesMoney();
  return (
    <div className="num text-[13px]">
      <ul>
        {order.lines.map((line) => (
          <li
            key={line.id}
            aria-current={line.id === present || undefined}
            className={`${ROW} border-b aria-[current=true]:bg-accent-soft`}
          >
            <span className="shrink-0 text-muted max-sm:hidden">{formatDay(line.occurredOn)}</span>
            <LineStatus status={line.status} />
            <span className="min-w-0 flex-1 truncate" title={line.product ?? line.sku}>
              {line.id === present ? (
                (line.product ?? line.sku)
              ) : (
                <Link
                  to="."
                  search={(previous) => changedView(readView(previous), { line: line.id })}
                  replace
                  className="rounded-sm underline decoration-line-strong underline-offset-4"
                >
                  {line.product ?? line.sku}
                </Link>
              )}
            </span>
            {!isHidden && (
              <>
                <Money amount={line.sales} currency={line.currency} className={`${AMOUNT} w-24 max-sm:hidden`} />
                <Money amount={line.commission} currency={line.currency} className={`${AMOUNT} w-20`} />
              </>
            )}
          </li>
        ))}
      </ul>
      {!isHidden &&
        order.net.map((net) => (
          <p key={net.currency} className={`${ROW} font-medium`}>
            <span className="flex-1">Net of the order</span>
            <Money amount={net.sales} currency={net.currency} className={`${AMOUNT} w-24 max-sm:hidden`} />
            <Money amount={net.commission} currency={net.currency} className={`${AMOUNT} w-20`} />
          </p>
        ))}
    </div>
  );
}
