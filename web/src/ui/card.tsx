/** A part of a screen with a heading: hairlines, no boxes in boxes. */
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface CardProps {
  readonly title?: ReactNode;
  /** Beside the title: a menu, a switch, a link. */
  readonly actions?: ReactNode;
  /** No space around the content: for tables and lists that reach the edges. */
  readonly isFlush?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Card({ title, actions, isFlush = false, className, children }: CardProps) {
  const hasHead = title !== undefined || actions !== undefined;
  return (
    <section className={classNames('min-w-0 rounded-card border bg-surface', className)}>
      {hasHead && (
        <header className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-2 pb-1">
          <h2 className="min-w-fit flex-1 font-semibold">{title}</h2>
          {actions}
        </header>
      )}
      <div className={isFlush ? '' : classNames('px-4 pb-4', hasHead ? 'pt-1' : 'pt-4')}>{children}</div>
    </section>
  );
}
