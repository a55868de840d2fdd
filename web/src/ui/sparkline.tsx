/** The course of a figure in a few pixels: its form, no values. Drawn by hand: the chart library would be 14 kB for a line. */

interface SparklineProps {
  readonly values: readonly number[];
  readonly width?: number;
  readonly height?: number;
}

const MARGIN = 3;

export function Sparkline({ values, width = 72, height = 24 }: SparklineProps) {
  const low = Math.min(0, ...values);
  const span = Math.max(...values, low) - low || 1;
  const points = values.map((value, place) => ({
    x: MARGIN + (place / Math.max(1, values.length - 1)) * (width - 2 * MARGIN),
    y: height - MARGIN - ((value - low) / span) * (height - 2 * MARGIN),
  }));
  const last = points.at(-1);
  return (
    <svg aria-hidden="true" width={width} height={height} className="shrink-0 overflow-visible">
      <polyline
        points={points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
        className="stroke-accent"
        strokeWidth={1.5}
        fill="none"
      />
      {last !== undefined && <circle cx={last.x} cy={last.y} r={2} className="fill-accent" />}
    </svg>
  );
}
