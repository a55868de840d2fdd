/** How far something is. Without a total it only says that it goes on. */
import { classNames } from './class-names.ts';

interface ProgressProps {
  readonly label: string;
  readonly done: number;
  /** 0: not known yet. */
  readonly total: number;
  /** What is being done now, below the bar. */
  readonly current?: string | null;
}

export function Progress({ label, done, total, current }: ProgressProps) {
  const isKnown = total > 0;
  const share = isKnown ? Math.min(1, done / total) : 0;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex justify-between gap-3">
        <span>{label}</span>
        {isKnown && (
          <span className="num text-muted">
            {done} of {total}
          </span>
        )}
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={isKnown ? total : 100}
        aria-valuenow={isKnown ? done : undefined}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div
          className={classNames(
            'h-full origin-left rounded-full bg-accent transition-transform duration-150',
            !isKnown && 'breathe',
          )}
          style={{ transform: `scaleX(${isKnown ? share : 1})` }}
        />
      </div>
      {current !== undefined && current !== null && <p className="truncate text-faint text-xs">{current}</p>}
    </div>
  );
}
