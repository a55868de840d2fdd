/** A part of the whole: its length and its per cent. A negative part has a length of its own colour. */
import { absolute, approximate, isNegative } from '../format/decimal.ts';
import { formatPercent } from '../format/numbers.ts';
import { classNames } from './class-names.ts';

/** `share` as a ratio ("0.25"); null: there is no whole. */
export function ShareBar({ share }: { readonly share: string | null }) {
  const width = share === null ? 0 : Math.min(1, approximate(absolute(share))) * 100;
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-line/70">
        <span
          className={classNames('block h-full', share !== null && isNegative(share) ? 'bg-reversed' : 'bg-accent')}
          style={{ width: `${width}%` }}
        />
      </span>
      <span className="num w-12 shrink-0 text-right text-muted">{formatPercent(share)}</span>
    </span>
  );
}
