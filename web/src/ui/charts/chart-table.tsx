/** The data of a chart as a table: for the ear, for copying, for print. */
import { NOT_AVAILABLE } from '../../format/numbers.ts';
import { type Point, type Series, shownTotal } from './chart-data.ts';

interface ChartTableProps {
  readonly label: string;
  readonly points: readonly Point[];
  readonly series: readonly Series[];
  readonly format: (value: string) => string;
  readonly compareLabel?: string | undefined;
}

const CELL = 'h-9 px-3 text-right whitespace-nowrap';

export function ChartTable({ label, points, series, format, compareLabel }: ChartTableProps) {
  const hasNotes = points.some(({ flags = [] }) => flags.length > 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be within reach of the keyboard
    <section aria-label={label} tabIndex={0} className="max-h-80 overflow-auto rounded-card border">
      <table className="num w-full text-[13px]">
        <thead className="sticky top-0 bg-sunken text-muted">
          <tr>
            <th scope="col" className={`${CELL} text-left font-medium`}>
              Day
            </th>
            {series.map((one) => (
              <th key={one.id} scope="col" className={`${CELL} font-medium`}>
                {one.label}
              </th>
            ))}
            {series.length > 1 && (
              <th scope="col" className={`${CELL} font-medium`}>
                Total
              </th>
            )}
            {compareLabel !== undefined && (
              <th scope="col" className={`${CELL} font-medium`}>
                {compareLabel}
              </th>
            )}
            {hasNotes && (
              <th scope="col" className="h-9 px-3 text-left font-medium">
                Notes
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {[...points].reverse().map((point) => (
            <tr key={point.key} className="border-t">
              <th scope="row" className={`${CELL} text-left font-normal`}>
                {point.title}
                {point.isIncomplete === true && <span className="text-faint"> so far</span>}
              </th>
              {series.map((one) => (
                <td key={one.id} className={CELL}>
                  {Object.keys(point.values).length === 0 ? NOT_AVAILABLE : format(point.values[one.id] ?? '0')}
                </td>
              ))}
              {series.length > 1 && <td className={`${CELL} font-medium`}>{shownTotal(point, format)}</td>}
              {compareLabel !== undefined && (
                <td className={`${CELL} text-muted`}>{point.compare ? format(point.compare.value) : '—'}</td>
              )}
              {hasNotes && <td className="px-3 py-1.5 text-muted">{point.flags?.join(' · ')}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
