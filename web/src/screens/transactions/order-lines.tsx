/** The lines of an order, and what is left of it. */
import { Link } from '@tanstack/react-router';
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

const CELL = 'h-9 pr-3';

export function OrderLines({ order, present }: OrderLinesProps) {
  return (
    <div className="overflow-x-auto">
      <table className="num w-full text-[13px]">
        <tbody>
          {order.lines.map((line) => (
            <tr
              key={line.id}
              aria-current={line.id === present || undefined}
              className="border-b aria-[current=true]:bg-accent-soft"
            >
              <td className={`${CELL} whitespace-nowrap pl-2 text-muted`}>{formatDay(line.occurredOn)}</td>
              <td className={CELL}>
                <LineStatus status={line.status} />
              </td>
              <td className={`${CELL} w-full max-w-40 truncate`} title={line.product ?? line.sku}>
                {line.id === present ? (
                  (line.product ?? line.sku)
                ) : (
                  <Link
                    to="."
                    search={(previous) => changedView(readView(previous), { line: line.id })}
                    replace
                    className="underline decoration-line-strong underline-offset-4"
                  >
                    {line.product ?? line.sku}
                  </Link>
                )}
              </td>
              <td className={`${CELL} text-right max-sm:hidden`}>
                <Money amount={line.sales} currency={line.currency} />
              </td>
              <td className={`${CELL} pr-2 text-right`}>
                <Money amount={line.commission} currency={line.currency} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot className="font-medium">
          {order.net.map((net) => (
            <tr key={net.currency}>
              <td colSpan={3} className={`${CELL} pl-2`}>
                Net of the order
              </td>
              <td className={`${CELL} text-right max-sm:hidden`}>
                <Money amount={net.sales} currency={net.currency} />
              </td>
              <td className={`${CELL} pr-2 text-right`}>
                <Money amount={net.commission} currency={net.currency} />
              </td>
            </tr>
          ))}
        </tfoot>
      </table>
    </div>
  );
}
