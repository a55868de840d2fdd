/** Bars by day, stacked; today hatched; a line for the compared period. Hover, arrow keys, and the same data as a table. */
import { scaleBand, scaleLinear } from '@visx/scale';
import { ChartColumn, Table2 } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react';
import { IconButton } from '../button.tsx';
import { useWidth } from '../use-width.ts';
import { Axes, Bars, CompareLine, Flags, HitAreas } from './bar-chart-parts.tsx';
import { extentOf, type Point, type Series, shownTotal } from './chart-data.ts';
import { ChartHover } from './chart-hover.tsx';
import { ChartLegend } from './chart-legend.tsx';
import { Lines } from './chart-lines.tsx';
import { ChartTable } from './chart-table.tsx';

export interface BarChartProps {
  /** What is shown, for the ear: "Commission by day". */
  readonly label: string;
  readonly points: readonly Point[];
  readonly series: readonly Series[];
  /** A value as it is read: exact decimal text in, text out. */
  readonly format: (value: string) => string;
  /** Short, for the axis. */
  readonly formatAxis: (value: number) => string;
  /** The name of the line: "26 Sep – 25 Oct"; without it nothing is compared. */
  readonly compareLabel?: string | undefined;
  readonly height?: number;
  /** Why there is nothing to draw; stands in the place of the bars. */
  readonly unknown?: string | undefined;
  /** Lines beside each other instead of parts of one bar. */
  readonly isLines?: boolean;
  /** Beside the switch to the table: other switches. */
  readonly actions?: ReactNode;
  /** A click on a bar, or Enter: opens the rows behind it. */
  readonly onOpen?: ((point: Point) => void) | undefined;
  /** The key + on a bar: writes something down about its day. */
  readonly onNote?: ((point: Point) => void) | undefined;
}

const DEFAULT_HEIGHT = 240;
const MARGIN = { top: 16, right: 4, bottom: 24, left: 52 } as const;

export function BarChart(props: BarChartProps) {
  const [isTable, setTable] = useState(false);
  const { label, series, points, format, compareLabel } = props;
  return (
    <figure aria-label={label} className="flex flex-col gap-2">
      <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2">
        <ChartLegend
          series={series}
          compareLabel={compareLabel}
          hasIncomplete={points.some((one) => one.isIncomplete)}
        />
        <span className="no-print ml-auto flex min-w-0 max-sm:flex-wrap max-sm:justify-end">
          {props.actions}
          <IconButton
            icon={isTable ? ChartColumn : Table2}
            label={isTable ? 'Show as chart' : 'Show as table'}
            aria-pressed={isTable}
            onClick={() => setTable(!isTable)}
          />
        </span>
      </div>
      {props.unknown !== undefined ? (
        <p
          className="flex items-center justify-center text-pretty px-4 text-center text-muted"
          style={{ height: props.height ?? DEFAULT_HEIGHT }}
        >
          {props.unknown}
        </p>
      ) : isTable ? (
        <ChartTable label={label} points={points} series={series} format={format} compareLabel={compareLabel} />
      ) : (
        <Plot {...props} />
      )}
    </figure>
  );
}

/** A bar for the ear: its day, its total, and what was written down about it. */
function spoken(point: Point, format: (value: string) => string): string {
  return [`${point.title}: ${shownTotal(point, format)}`, ...(point.flags ?? [])].join('. ');
}

function usePlot({ points, series, height = DEFAULT_HEIGHT, isLines = false }: BarChartProps, width: number) {
  return useMemo(() => {
    const x = scaleBand({
      domain: points.map((point) => point.key),
      range: [MARGIN.left, Math.max(MARGIN.left + 1, width - MARGIN.right)],
      paddingInner: points.length > 60 ? 0.15 : 0.28,
      paddingOuter: 0.1,
    });
    const [low, high] = extentOf(points, series, !isLines);
    const y = scaleLinear({ domain: [low, high], range: [height - MARGIN.bottom, MARGIN.top], nice: 4 });
    return { x, y };
  }, [points, series, height, isLines, width]);
}

/** Arrow keys walk the bars, Enter opens one, + writes something down about it. */
function chartKeys(
  { points, onOpen, onNote }: BarChartProps,
  active: number | null,
  setActive: (place: number | null) => void,
) {
  const point = active === null ? undefined : points[active];
  return (event: KeyboardEvent): void => {
    const last = points.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: Math.max(0, (active ?? points.length) - 1),
      ArrowRight: Math.min(last, (active ?? -1) + 1),
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to !== undefined) setActive(to);
    else if (event.key === 'Enter' && point !== undefined) onOpen?.(point);
    else if (event.key === '+' && point !== undefined && onNote !== undefined) onNote(point);
    else if (event.key === 'Escape' && active !== null) setActive(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function Plot(props: BarChartProps) {
  const {
    label,
    points,
    series,
    format,
    formatAxis,
    compareLabel,
    height = DEFAULT_HEIGHT,
    isLines = false,
    onOpen,
  } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const [active, setActive] = useState<number | null>(null);
  const hatch = useId();
  const { x, y } = usePlot(props, width);
  const point = active === null ? undefined : points[active];

  const onKeyDown = chartKeys(props, active, setActive);

  return (
    <div
      ref={ref}
      role="slider"
      tabIndex={0}
      aria-label={`${label}; arrow keys walk the bars`}
      aria-valuemin={1}
      aria-valuemax={Math.max(1, points.length)}
      aria-valuenow={(active ?? points.length - 1) + 1}
      aria-valuetext={point === undefined ? 'No bar chosen' : spoken(point, format)}
      className="relative rounded-card"
      style={{ height }}
      onKeyDown={onKeyDown}
      onFocus={(event) => event.target.matches(':focus-visible') && setActive(points.length - 1)}
      onBlur={() => setActive(null)}
      onPointerLeave={() => setActive(null)}
    >
      {width > 0 && (
        <svg aria-hidden="true" width={width} height={height} className="num block text-[11px]">
          <defs>
            <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="2" height="5" className="fill-surface" opacity="0.6" />
            </pattern>
          </defs>
          <Axes x={x} y={y} points={points} width={width} height={height} margin={MARGIN} format={formatAxis} />
          {isLines ? (
            <Lines x={x} y={y} points={points} series={series} active={active} />
          ) : (
            <Bars x={x} y={y} points={points} series={series} active={active} hatch={hatch} />
          )}
          {compareLabel !== undefined && <CompareLine x={x} y={y} points={points} />}
          <Flags x={x} y={y} points={points} />
          <HitAreas x={x} points={points} height={height} onEnter={setActive} onOpen={onOpen} />
        </svg>
      )}
      {point !== undefined && active !== null && (
        <ChartHover
          point={point}
          series={series}
          format={format}
          compareLabel={compareLabel}
          at={(x(point.key) ?? 0) + x.bandwidth() / 2}
          width={width}
        />
      )}
    </div>
  );
}
