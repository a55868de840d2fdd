/** A ranking: name, bar, value, share, change. Every name is a filter. */
import { type ReactNode, useMemo } from 'react';
import { absolute, approximate, isNegative } from '../../format/decimal.ts';
import { classNames } from '../class-names.ts';
import { EmptyState, Skeleton } from '../states.tsx';

export interface BarListRow {
  readonly id: string;
  readonly name: ReactNode;
  /** Decimal text: the length of the bar. */
  readonly value: string;
  /** The value as it is read. */
  readonly shown: ReactNode;
  /** Right of the value: a share. */
  readonly more?: ReactNode;
  /** At the end: a delta. */
  readonly delta?: ReactNode;
}

interface BarListProps {
  readonly label: string;
  /** Undefined: on their way. */
  readonly rows: readonly BarListRow[] | undefined;
  /** Said when there are none. */
  readonly empty?: string;
  readonly onChoose?: ((row: BarListRow) => void) | undefined;
}

const SKELETONS = [1, 2, 3, 4, 5, 6, 7] as const;

export function BarList({ label, rows, empty = 'Nothing in this period.', onChoose }: BarListProps) {
  const longest = useMemo(() => Math.max(0, ...(rows ?? []).map((row) => approximate(absolute(row.value)))), [rows]);
  if (rows === undefined) {
    return (
      <div role="status" aria-label={`Loading ${label}`} className="flex flex-col gap-1.5 py-0.5">
        {SKELETONS.map((row) => (
          <Skeleton key={row} className="h-7 w-full max-sm:h-13" />
        ))}
      </div>
    );
  }
  if (rows.length === 0) return <EmptyState title={empty} />;
  return (
    <ul aria-label={label} className="flex flex-col gap-0.5">
      {rows.map((row) => (
        <li
          key={row.id}
          className="relative flex h-8 items-center gap-3 rounded-md px-2 max-sm:h-14 max-sm:flex-wrap max-sm:content-center max-sm:gap-y-0.5 print:h-11 print:flex-wrap print:content-center print:gap-y-0 print:text-xs"
        >
          <span
            aria-hidden
            className={classNames(
              'absolute inset-y-0.5 left-0 rounded-md',
              isNegative(row.value) ? 'bg-reversed-soft' : 'bg-accent-soft',
            )}
            style={{ width: `${longest === 0 ? 0 : (approximate(absolute(row.value)) / longest) * 72}%` }}
          />
          {onChoose === undefined ? (
            <span className="relative min-w-0 flex-1 truncate max-sm:basis-full print:basis-full max-sm:[&>a]:py-3">
              {row.name}
            </span>
          ) : (
            <button
              type="button"
              className="relative h-full min-w-0 flex-1 truncate max-sm:h-auto max-sm:basis-full rounded-md text-left decoration-line-strong underline-offset-4 hover:underline"
              onClick={() => onChoose(row)}
            >
              {row.name}
            </button>
          )}
          <span className="num relative max-sm:flex-1 print:flex-1">{row.shown}</span>
          {row.more !== undefined && <span className="num relative w-12 text-right text-muted">{row.more}</span>}
          {row.delta !== undefined && <span className="num relative flex w-18 justify-end">{row.delta}</span>}
        </li>
      ))}
    </ul>
  );
}
