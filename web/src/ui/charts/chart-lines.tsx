/** The same points as lines, one for each series; what is not over yet is dashed. */
import type { scaleBand, scaleLinear } from '@visx/scale';
import { LinePath } from '@visx/shape';
import { approximate } from '../../format/decimal.ts';
import { colourOf, type Point, type Series } from './chart-data.ts';

interface LinesProps {
  readonly x: ReturnType<typeof scaleBand<string>>;
  readonly y: ReturnType<typeof scaleLinear<number>>;
  readonly points: readonly Point[];
  readonly series: readonly Series[];
  readonly active: number | null;
}

/** Points without any value are gaps; a missing part of one that has values is nought. */
function heightOf(point: Point, id: string): number {
  return approximate(point.values[id] ?? '0');
}

export function Lines({ x, y, points, series, active }: LinesProps) {
  const shown = points.filter(({ values }) => Object.keys(values).length > 0);
  const over = shown.filter(({ isIncomplete }) => isIncomplete !== true);
  const open = shown.slice(Math.max(0, over.length - 1)); // begins where the others end
  const centre = (point: Point): number => (x(point.key) ?? 0) + x.bandwidth() / 2;
  const now = active === null ? undefined : points[active];
  return (
    <g>
      {now !== undefined && (
        <line x1={centre(now)} x2={centre(now)} y1={y.range()[0]} y2={y.range()[1]} className="stroke-line-strong/60" />
      )}
      {series.map((one) => {
        const line = {
          x: centre,
          y: (point: Point) => y(heightOf(point, one.id)),
          stroke: colourOf(one),
          strokeWidth: 2,
          strokeLinejoin: 'round',
          fill: 'none',
        } as const;
        return (
          <g key={one.id}>
            <LinePath data={over} {...line} />
            {open.length > 1 && <LinePath data={open} {...line} strokeDasharray="3 3" />}
            {now !== undefined && shown.includes(now) && (
              <circle cx={centre(now)} cy={y(heightOf(now, one.id))} r={3.5} fill={colourOf(one)} />
            )}
          </g>
        );
      })}
    </g>
  );
}
