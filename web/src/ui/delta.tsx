/** How a figure changed: ▲ 8.2 %, with what it is compared with on hover. */
import { approximate, isNegative, isZero, sumOf } from '../format/decimal.ts';
import { formatNumber, formatPercent } from '../format/numbers.ts';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

/** From ten times as much on, per cent say less than how many times as much it is: 28× instead of 2,712.4 %. */
function changeText(ratio: string): string {
  if (approximate(ratio) >= 9) return `${formatNumber(sumOf([ratio, '1']))}×`;
  return formatPercent(ratio.replace(/^-/, ''));
}

interface DeltaProps {
  /** The change as a ratio ("0.082"); null: there was nothing to compare with. */
  readonly ratio: string | null;
  /** What it is compared with: "$11,530.20 in 26 Sep – 25 Oct". */
  readonly before: string;
  /** Whether more is better. More reversals are not. */
  readonly goodWhen?: 'up' | 'down' | 'neither';
}

/** In the place of a change that cannot be told yet: some hours beside a whole day would say that nearly all was lost. */
export function NotOver() {
  return (
    <span className="text-faint text-xs" title="Its sales are not all there: compared once the day is over">
      not over
    </span>
  );
}

export function Delta({ ratio, before, goodWhen = 'up' }: DeltaProps) {
  const isFlat = ratio === null || isZero(ratio);
  const isDown = !isFlat && isNegative(ratio);
  const isGood = goodWhen === (isDown ? 'down' : 'up');
  const tone = isFlat || goodWhen === 'neither' ? 'text-faint' : isGood ? 'text-approved' : 'text-reversed';
  const text = ratio === null ? 'new' : changeText(ratio);
  return (
    <Tooltip text={`Before: ${before}`} side="top">
      <button
        type="button"
        className={classNames('num inline-flex cursor-help items-center gap-1 rounded-sm text-[13px]', tone)}
      >
        <span aria-hidden className="text-[10px]">
          {isFlat ? '●' : isDown ? '▼' : '▲'}
        </span>
        <span className="sr-only">{isFlat ? '' : isDown ? 'down' : 'up'}</span>
        {text}
      </button>
    </Tooltip>
  );
}
