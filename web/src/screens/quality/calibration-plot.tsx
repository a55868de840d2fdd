/** What was stated against what was right: on the line, the confidence is true. The same figures stand below as a table. */
import { approximate } from '../../format/decimal.ts';
import { formatCount, formatNumber, formatPercent } from '../../format/numbers.ts';
import type { Check } from './quality-words.ts';

const SIZE = 300;
const EDGE = 36;
const LARGEST_PX = 11;
const SMALLEST_PX = 3;
const TICKS = [0, 0.25, 0.5, 0.75, 1] as const;

const across = (ratio: number): number => EDGE + ratio * (SIZE - EDGE - 8);
const up = (ratio: number): number => SIZE - EDGE - ratio * (SIZE - EDGE - 8);

interface Bin {
  readonly from: number;
  readonly claims: number;
  readonly stated: string;
  readonly right: string;
}

export function CalibrationPlot({ bins }: { readonly bins: Check['bins'] }) {
  const known = bins.flatMap(({ from, claims, stated, right }): readonly Bin[] =>
    stated === null || right === null || claims === 0 ? [] : [{ from, claims, stated, right }],
  );
  const most = Math.max(1, ...known.map(({ claims }) => claims));
  return (
    <figure className="flex flex-col gap-2">
      <svg
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        role="img"
        aria-label="Stated confidence against how often it was right"
        className="w-full max-w-88 text-faint"
      >
        <Grid />
        <line
          x1={across(0)}
          y1={up(0)}
          x2={across(1)}
          y2={up(1)}
          className="stroke-line-strong"
          strokeDasharray="4 4"
        />
        <polyline
          points={known
            .map(({ stated, right }) => `${across(approximate(stated))},${up(approximate(right))}`)
            .join(' ')}
          className="fill-none stroke-[var(--series-1)]"
          strokeWidth={1.5}
        />
        {known.map(({ from, stated, right, claims }) => (
          <circle
            key={from}
            cx={across(approximate(stated))}
            cy={up(approximate(right))}
            r={SMALLEST_PX + Math.sqrt(claims / most) * (LARGEST_PX - SMALLEST_PX)}
            className="fill-[var(--series-1)] opacity-70"
          >
            <title>{`stated ${formatPercent(stated)}, right ${formatPercent(right)}, ${formatCount(claims, 'claim')}`}</title>
          </circle>
        ))}
        <text x={across(0.5)} y={SIZE - 4} textAnchor="middle" className="fill-current text-[11px]">
          stated, %
        </text>
        <text
          x={12}
          y={up(0.5)}
          textAnchor="middle"
          transform={`rotate(-90 12 ${up(0.5)})`}
          className="fill-current text-[11px]"
        >
          right, %
        </text>
      </svg>
      <BinsTable bins={known} />
    </figure>
  );
}

function Grid() {
  return (
    <>
      {TICKS.map((tick) => (
        <g key={tick}>
          <line x1={across(tick)} x2={across(tick)} y1={up(0)} y2={up(1)} className="stroke-line" />
          <line x1={across(0)} x2={across(1)} y1={up(tick)} y2={up(tick)} className="stroke-line" />
          <text x={across(tick)} y={up(0) + 16} textAnchor="middle" className="fill-current text-[10px]">
            {`${tick * 100}`}
          </text>
          <text x={across(0) - 6} y={up(tick) + 3} textAnchor="end" className="fill-current text-[10px]">
            {`${tick * 100}`}
          </text>
        </g>
      ))}
    </>
  );
}

function BinsTable({ bins }: { readonly bins: readonly Bin[] }) {
  return (
    <details className="text-muted text-xs">
      <summary className="cursor-pointer">The same as a table</summary>
      <table className="num mt-2 w-full">
        <thead className="text-left">
          <tr>
            <th scope="col">Stated</th>
            <th scope="col">Right</th>
            <th scope="col" className="text-right">
              Claims
            </th>
          </tr>
        </thead>
        <tbody>
          {bins.map(({ from, stated, right, claims }) => (
            <tr key={from} className="border-t">
              <td>{formatPercent(stated)}</td>
              <td>{formatPercent(right)}</td>
              <td className="text-right">{formatNumber(claims)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
