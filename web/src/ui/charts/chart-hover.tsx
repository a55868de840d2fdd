/** What a bar says under the pointer: every series, the total, and how it differs from the compared period. */
import { changeRatio, isNegative, isZero } from '../../format/decimal.ts';
import { formatPercent } from '../../format/numbers.ts';
import { classNames } from '../class-names.ts';
import { colourOf, type Point, type Series, totalOf } from './chart-data.ts';

interface ChartHoverProps {
  readonly point: Point;
  readonly series: readonly Series[];
  readonly format: (value: string) => string;
  readonly compareLabel?: string | undefined;
  /** Where the bar is, and how wide the chart: the words stay inside. */
  readonly at: number;
  readonly width: number;
}

export function ChartHover({ point, series, format, compareLabel, at, width }: ChartHoverProps) {
  const isRight = at > width / 2;
  const total = totalOf(point);
  const shown = series.filter((one) => point.values[one.id] !== undefined && !isZero(point.values[one.id] ?? '0'));
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-2 z-10 min-w-52 rounded-card border bg-surface p-3 text-[13px] shadow-float"
      style={isRight ? { right: width - at + 14 } : { left: at + 14 }}
    >
      <p className="mb-2 font-medium">
        {point.title}
        {point.isIncomplete === true && <span className="ml-2 font-normal text-faint">so far</span>}
      </p>
      <dl className="num flex flex-col gap-1">
        {[...shown].reverse().map((one) => (
          <div key={one.id} className="flex items-center gap-2">
            <span className="size-2.5 rounded-xs" style={{ background: colourOf(one) }} />
            <dt className="flex-1 text-muted">{one.label}</dt>
            <dd>{format(point.values[one.id] ?? '0')}</dd>
          </div>
        ))}
        {shown.length !== 1 && (
          <div className="mt-1 flex gap-6 border-t pt-1.5 font-medium">
            <dt className="flex-1">Total</dt>
            <dd>{format(total)}</dd>
          </div>
        )}
        {compareLabel !== undefined && point.compare && (
          <div className="mt-1 flex gap-6 border-t pt-1.5 text-muted">
            <dt className="flex-1">{point.compare.title}</dt>
            <dd>
              {format(point.compare.value)}
              <Change ratio={changeRatio(total, point.compare.value)} />
            </dd>
          </div>
        )}
      </dl>
      {point.flags?.map((flag) => (
        <p key={flag} className="mt-2 max-w-60 border-t pt-2 text-muted">
          {flag}
        </p>
      ))}
    </div>
  );
}

function Change({ ratio }: { readonly ratio: string | null }) {
  if (ratio === null || isZero(ratio)) return null;
  const isDown = isNegative(ratio);
  return (
    <span className={classNames('ml-2', isDown ? 'text-reversed' : 'text-approved')}>
      {isDown ? '▼' : '▲'} {formatPercent(ratio.replace(/^-/, ''))}
    </span>
  );
}
