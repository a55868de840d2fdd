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
  /** Right of the value: a share, a delta. */
  readonly more?: ReactNode;
}

interface BarListProps {
  readonly label: string;
  /** Undefined: on their way. */
  readonly rows: readonly BarListRow[] | undefined;
  /** Said when there are none. */
  readonly empty?: string;
  readonly onChoose?: ((row: BarListRow) => void) | undefined;
}

const SKELETONS = [80, 64, 52, 40, 28] as const;

export function BarList({ label, rows, empty = 'Nothing in this period.', onChoose }: BarListProps) {
  const longest = useMemo(() => Math.max(0, ...(rows ?? []).map((row) => approximate(absolute(row.value)))), [rows]);
  if (rows === undefined) {
    return (
      <div role="status" aria-label={`Loading ${label}`} className="flex flex-col gap-2 py-1">
        {SKELETONS.map((width) => (
          <Skeleton key={width} className="h-7 w-full" />
        ))}
      </div>
    );
  }
  if (rows.length === 0) return <EmptyState title={empty} />;
  return (
    <ul aria-label={label} className="flex flex-col gap-0.5">
      {rows.map((row) => (
        <li key={row.id} className="relative flex h-8 items-center gap-3 rounded-md px-2 max-sm:h-11">
          <span
            aria-hidden
            className={classNames(
              'absolute inset-y-0.5 left-0 rounded-md',
              isNegative(row.value) ? 'bg-reversed-soft' : 'bg-accent-soft',
            )}
            style={{ width: `${longest === 0 ? 0 : (approximate(absolute(row.value)) / longest) * 72}%` }}
          />
          {onChoose === undefined ? (
            <span className="relative min-w-0 flex-1 truncate">{row.name}</span>
          ) : (
            <button
              type="button"
              className="relative h-full min-w-0 flex-1 truncate rounded-md text-left decoration-line-strong underline-offset-4 hover:underline"
              onClick={() => onChoose(row)}
            >
              {row.name}
            </button>
          )}
          <span className="num relative">{row.shown}</span>
          {row.more !== undefined && <span className="num relative w-16 text-right text-muted">{row.more}</span>}
        </li>
      ))}
    </ul>
  );
}
