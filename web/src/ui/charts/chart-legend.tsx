/** What the colours of a chart mean. */
import { colourOf, type Series } from './chart-data.ts';

interface ChartLegendProps {
  readonly series: readonly Series[];
  readonly compareLabel?: string | undefined;
  readonly hasIncomplete?: boolean;
}

export function ChartLegend({ series, compareLabel, hasIncomplete = false }: ChartLegendProps) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-[13px] text-muted">
      {series.map((one) => (
        <li key={one.id} className="flex items-center gap-1.5">
          <span className="size-2.5 rounded-xs" style={{ background: colourOf(one) }} />
          {one.label}
        </li>
      ))}
      {compareLabel !== undefined && (
        <li className="flex items-center gap-1.5">
          <span className="w-4 border-compare border-t-2 border-dashed" />
          {compareLabel}
        </li>
      )}
      {hasIncomplete && (
        <li className="flex items-center gap-1.5 max-sm:hidden">
          <span className="hatched size-2.5 rounded-xs" />
          not over yet
        </li>
      )}
    </ul>
  );
}
