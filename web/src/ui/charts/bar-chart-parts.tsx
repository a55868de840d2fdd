/** What a bar chart is drawn from: axes, bars, the compared line, flags. */
import type { scaleBand, scaleLinear } from '@visx/scale';
import { LinePath } from '@visx/shape';
import { approximate } from '../../format/decimal.ts';
import { colourOf, type Point, type Series, shownLabels, stack } from './chart-data.ts';

type X = ReturnType<typeof scaleBand<string>>;
type Y = ReturnType<typeof scaleLinear<number>>;

interface Scales {
  readonly x: X;
  readonly y: Y;
  readonly points: readonly Point[];
}

interface AxesProps extends Scales {
  readonly width: number;
  readonly height: number;
  readonly margin: { readonly left: number; readonly right: number; readonly bottom: number };
  readonly format: (value: number) => string;
}

const TICKS = 4;
const LABEL_PX = 64;

export function Axes({ x, y, points, width, height, margin, format }: AxesProps) {
  const isShown = shownLabels(points.length, width - margin.left - margin.right, LABEL_PX);
  return (
    <g>
      {y.ticks(TICKS).map((tick) => (
        <g key={tick}>
          <line
            x1={margin.left}
            x2={width - margin.right}
            y1={y(tick)}
            y2={y(tick)}
            className={tick === 0 ? 'stroke-line-strong/60' : 'stroke-line'}
          />
          <text x={margin.left - 8} y={y(tick)} dy="0.32em" textAnchor="end" className="fill-faint">
            {format(tick)}
          </text>
        </g>
      ))}
      {points.map(
        (point, place) =>
          isShown(place) && (
            <text
              key={point.key}
              x={Math.min((x(point.key) ?? 0) + x.bandwidth() / 2, width - 20)}
              y={height - 6}
              textAnchor="middle"
              className="fill-faint"
            >
              {point.label}
            </text>
          ),
      )}
    </g>
  );
}

interface BarsProps extends Scales {
  readonly series: readonly Series[];
  readonly active: number | null;
  /** The id of the pattern over bars that are not over yet. */
  readonly hatch: string;
}

export function Bars({ x, y, points, series, active, hatch }: BarsProps) {
  return (
    <g>
      {points.map((point, place) => {
        const left = x(point.key) ?? 0;
        const parts = stack(point, series);
        return (
          <g
            key={point.key}
            opacity={active === null || active === place ? 1 : 0.45}
            className="transition-opacity duration-100"
          >
            {parts.map((part, depth) => {
              const top = y(part.high);
              // a hair of the ground between two parts keeps them apart without a colour
              const length = Math.max(1, y(part.low) - top - (depth === 0 ? 0 : 1));
              const box = { x: left, y: top, width: Math.max(1, x.bandwidth()), height: length };
              const isTop = depth === parts.length - 1;
              return (
                <g key={part.series.id}>
                  <rect {...box} rx={isTop ? Math.min(2, x.bandwidth() / 4) : 0} fill={colourOf(part.series)} />
                  {point.isIncomplete === true && <rect {...box} fill={`url(#${hatch})`} />}
                </g>
              );
            })}
          </g>
        );
      })}
    </g>
  );
}

export function CompareLine({ x, y, points }: Scales) {
  const known = points.filter((point) => point.compare);
  return (
    <LinePath
      data={known}
      x={(point) => (x(point.key) ?? 0) + x.bandwidth() / 2}
      y={(point) => y(approximate(point.compare?.value ?? '0'))}
      className="stroke-compare"
      strokeWidth={1.5}
      strokeDasharray="4 3"
      fill="none"
    />
  );
}

export function Flags({ x, y, points }: Scales) {
  return (
    <g>
      {points.map((point) => {
        const at = (x(point.key) ?? 0) + x.bandwidth() / 2;
        return (
          (point.flags?.length ?? 0) > 0 && (
            <g key={point.key} className="fill-pending stroke-pending">
              <line x1={at} x2={at} y1={14} y2={y.range()[0]} strokeDasharray="1 3" />
              <path d={`M${at} 14V2l8 3-8 3`} strokeWidth={1} />
            </g>
          )
        );
      })}
    </g>
  );
}

interface HitAreasProps extends Pick<Scales, 'x' | 'points'> {
  readonly height: number;
  readonly onEnter: (place: number) => void;
  readonly onOpen: ((point: Point) => void) | undefined;
}

/** A whole column for the pointer: small bars are hard to meet. */
export function HitAreas({ x, points, height, onEnter, onOpen }: HitAreasProps) {
  return (
    <g>
      {points.map((point, place) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: for the pointer only; the keyboard walks the slider around it
        <rect
          key={point.key}
          x={(x(point.key) ?? 0) - (x.step() - x.bandwidth()) / 2}
          y={0}
          width={x.step()}
          height={height}
          fill="transparent"
          className={onOpen === undefined ? '' : 'cursor-pointer'}
          onPointerEnter={() => onEnter(place)}
          onClick={() => onOpen?.(point)}
        />
      ))}
    </g>
  );
}
