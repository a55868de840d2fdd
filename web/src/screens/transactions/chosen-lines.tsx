/** Lines that were chosen with x: how many, what they come to, and the way to take them along. */
import { Copy, X } from 'lucide-react';
import type { TransactionRow } from '../../report/queries.ts';
import { sumOf } from '../../format/decimal.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Money } from '../../ui/money.tsx';

interface ChosenLinesProps {
  readonly lines: readonly TransactionRow[];
  readonly onClear: () => void;
}

/** A line as one row of a spreadsheet. */
function rowText(line: TransactionRow): string {
  const cells = [
    line.occurredOn,
    line.status,
    line.advertiser ?? line.advertiserId,
    line.orderId,
    line.product ?? '',
    line.subId ?? '',
    line.currency,
    ...[line.sales, line.commission].map((amount: string | null) => amount ?? ''), // null: hidden from this person
  ];
  return cells.join('\t');
}

/** Copies lines as rows of a spreadsheet. */
export function copyLines(lines: readonly TransactionRow[]): void {
  const [first] = lines;
  if (first === undefined) return;
  const said = lines.length === 1 ? `Copied the line of order ${first.orderId}` : `Copied ${lines.length} lines`;
  void copyText(lines.map(rowText).join('\n'), said);
}

/** The sums of commission, a currency each; none where amounts are hidden. */
function sumsOf(lines: readonly TransactionRow[]): readonly (readonly [currency: string, amount: string])[] {
  const known = lines.filter(({ commission }: { readonly commission: string | null }) => commission !== null);
  return [...new Set(known.map(({ currency }) => currency))].map((currency) => [
    currency,
    sumOf(known.filter((line) => line.currency === currency).map(({ commission }) => commission)),
  ]);
}

export function ChosenLines({ lines, onClear }: ChosenLinesProps) {
  if (lines.length === 0) return null;
  return (
    <div
      role="status"
      className="no-print fixed inset-x-0 bottom-4 z-30 mx-auto flex w-fit items-center gap-4 rounded-card border bg-surface py-2 pr-2 pl-4 shadow-float max-md:hidden"
    >
      <span className="num font-medium">{lines.length} chosen</span>
      {sumsOf(lines).map(([currency, amount]) => (
        <Money key={currency} amount={amount} currency={currency} isFocusable />
      ))}
      <span className="flex">
        <Button look="quiet" size="sm" icon={Copy} onClick={() => copyLines(lines)}>
          Copy
        </Button>
        <Button look="quiet" size="sm" icon={X} onClick={onClear}>
          Clear
        </Button>
      </span>
    </div>
  );
}
