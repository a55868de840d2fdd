/** One figure of the overview: its name, the value, how it changed, its course. A click opens the rows behind it. */
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { copyText } from './copy-text.ts';
import { Delta, NotOver } from './delta.tsx';
import { Sparkline } from './sparkline.tsx';
import { Skeleton } from './states.tsx';

/** So many signs of the usual size fit half of a phone, or a quarter of a small window. */
const MOST_ON_PHONE = 10;

export interface StatCardProps {
  readonly label: ReactNode;
  /** As it is read, and exactly, for hover and copying. Undefined: on its way. */
  readonly value: { readonly text: string; readonly exact: string } | undefined;
  /** See `Delta` and `NotOver`; undefined: nothing is compared. */
  readonly delta?: { readonly ratio: string | null; readonly before: string } | 'not-over' | undefined;
  readonly goodWhen?: 'up' | 'down' | 'neither';
  /** The course, oldest first, for its form only. */
  readonly trend?: readonly number[] | undefined;
  /** Below the value: a second figure, a status. */
  readonly note?: ReactNode;
  /** Beside the label: a choice of the figure. */
  readonly menu?: ReactNode;
  /** Marks the figure that the chart shows. */
  readonly isChosen?: boolean;
  readonly onChoose?: (() => void) | undefined;
}

export function StatCard({
  label,
  value,
  delta,
  goodWhen = 'up',
  trend,
  note,
  menu,
  isChosen = false,
  onChoose,
}: StatCardProps) {
  const head = <span className="truncate text-muted">{label}</span>;
  return (
    <div
      className={classNames(
        'relative flex min-w-0 flex-col gap-1 px-4 py-3 print:px-3 print:text-xs',
        isChosen && 'before:absolute before:inset-x-4 before:-top-px before:h-0.5 before:bg-accent',
      )}
    >
      <div className="flex h-6 items-center gap-1">
        {onChoose === undefined ? (
          head
        ) : (
          <button
            type="button"
            aria-pressed={isChosen}
            className="relative min-w-0 truncate rounded-sm text-muted max-sm:after:absolute max-sm:after:inset-x-0 max-sm:after:-inset-y-2.5 max-sm:overflow-visible hover:text-text aria-pressed:font-medium aria-pressed:text-text"
            onClick={onChoose}
          >
            {label}
          </button>
        )}
        {menu}
      </div>
      {value === undefined ? (
        <Skeleton className="h-8 w-28" />
      ) : (
        <button
          type="button"
          title={`${value.exact} – click to copy`}
          className={classNames(
            'num w-fit max-w-full cursor-copy truncate rounded-sm font-semibold text-2xl leading-8 tracking-tight',
            value.text.length > MOST_ON_PHONE && 'max-sm:text-lg lg:max-xl:text-lg',
          )}
          onClick={() => void copyText(value.exact, `Copied ${value.exact}`)}
        >
          {value.text}
        </button>
      )}
      {(delta !== undefined || trend !== undefined || (value === undefined && onChoose !== undefined)) && (
        <div className="flex h-6 items-end justify-between gap-3">
          <Change delta={value === undefined ? undefined : delta} goodWhen={goodWhen} />
          {trend !== undefined && trend.length > 1 && <Sparkline values={trend} />}
        </div>
      )}
      {note !== undefined && <div className="text-faint text-xs">{note}</div>}
    </div>
  );
}

function Change({ delta, goodWhen }: Required<Pick<StatCardProps, 'delta' | 'goodWhen'>>) {
  if (delta === undefined) return <span />;
  return delta === 'not-over' ? <NotOver /> : <Delta {...delta} goodWhen={goodWhen} />;
}

/**
 * Several of them, parted by hairlines: all in one row, or so many abreast (a number of cards that fills the rows); two
 * abreast on phones.
 */
export function StatRow({ children, columns }: { readonly children: ReactNode; readonly columns?: 4 }) {
  return (
    <div
      className={classNames(
        'stat-row grid grid-cols-2 gap-px overflow-hidden rounded-card border bg-line [&>*]:bg-surface',
        columns === 4
          ? 'lg:grid-cols-4 print:grid-cols-4'
          : 'max-lg:[&>*:last-child:nth-child(odd)]:col-span-2 lg:auto-cols-[minmax(min-content,1fr)] lg:grid-flow-col lg:grid-cols-none',
      )}
    >
      {children}
    </div>
  );
}
