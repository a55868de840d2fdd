/** The course of a figure in a few pixels: its form, no values. */
import { scaleLinear } from '@visx/scale';
import { LinePath } from '@visx/shape';

interface SparklineProps {
  readonly values: readonly number[];
  readonly width?: number;
  readonly height?: number;
}

export function Sparkline({ values, width = 72, height = 24 }: SparklineProps) {
  const x = scaleLinear({ domain: [0, Math.max(1, values.length - 1)], range: [2, width - 3] });
  const low = Math.min(0, ...values);
  const high = Math.max(...values, low + 1e-9);
  const y = scaleLinear({ domain: [low, high], range: [height - 3, 3] });
  const points = values.map((value, place) => [x(place), y(value)] as const);
  const last = points.at(-1);
  return (
    <svg aria-hidden="true" width={width} height={height} className="shrink-0 overflow-visible">
      <LinePath
        data={[...points]}
        x={([at]) => at}
        y={([, at]) => at}
        className="stroke-accent"
        strokeWidth={1.5}
        fill="none"
      />
      {last !== undefined && <circle cx={last[0]} cy={last[1]} r={2} className="fill-accent" />}
    </svg>
  );
}
