/** Figures as they are read: money, counts and rates from decimal text; the exact value on hover, copied by a click. */
import { formatAmount, formatExact, formatMoney, NOT_AVAILABLE } from '../format/numbers.ts';
import { isNegative } from '../format/decimal.ts';
import { classNames } from './class-names.ts';
import { copyText } from './copy-text.ts';

interface MoneyProps {
  /** Exact decimal text; null: not available. */
  readonly amount: string | null;
  readonly currency: string;
  /** The amount alone, in a column whose head names the currency. */
  readonly isBare?: boolean;
  /** What was paid, where it was another currency: shown on hover. */
  readonly original?: { readonly amount: string; readonly currency: string } | undefined;
  /** Within reach of Tab. Off in tables, where the row copies. */
  readonly isFocusable?: boolean;
  readonly className?: string;
}

export function Money({ amount, currency, isBare = false, original, isFocusable = false, className }: MoneyProps) {
  if (amount === null) return <span className="text-faint">{NOT_AVAILABLE}</span>;
  const exact = formatExact(amount, currency);
  const title = original === undefined ? exact : `${exact} (${formatExact(original.amount, original.currency)})`;
  return (
    <button
      type="button"
      tabIndex={isFocusable ? 0 : -1}
      title={`${title} – click to copy`}
      className={classNames(
        'num cursor-copy rounded-sm decoration-line-strong decoration-dotted underline-offset-4 hover:underline',
        isNegative(amount) && 'text-reversed',
        className,
      )}
      onClick={(event) => {
        event.stopPropagation();
        void copyText(amount, `Copied ${exact}`);
      }}
    >
      {isBare ? formatAmount(amount, currency) : formatMoney(amount, currency)}
    </button>
  );
}
