/** What stands where data will be, is not, or could not be had. */
import { Copy, RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError, messageOf } from '../api/api-error.ts';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { copyText } from './copy-text.ts';

/** Holds the place of text or a figure that is on its way; sized by its class. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden className={classNames('breathe block rounded-md bg-line/70', className ?? 'h-4 w-full')} />;
}

/** Lines of text on their way, named once for the ear. */
export function SkeletonLines({ count = 3 }: { readonly count?: number }) {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-3">
      {Array.from({ length: count }, (_, line) => line).map((line) => (
        <Skeleton key={line} className={classNames('h-4', line % 3 === 2 ? 'w-2/3' : 'w-full')} />
      ))}
    </div>
  );
}

interface EmptyStateProps {
  readonly title: string;
  /** One sentence. */
  readonly children?: ReactNode;
  /** One action. */
  readonly action?: ReactNode;
  readonly picture?: ReactNode;
}

export function EmptyState({ title, children, action, picture }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-16 text-center">
      {picture}
      <h2 className="font-semibold text-base">{title}</h2>
      {children !== undefined && <p className="max-w-md text-pretty text-muted">{children}</p>}
      {action !== undefined && <div className="mt-3">{action}</div>}
    </div>
  );
}

interface ErrorStateProps {
  /** What failed, in a few words: "The figures could not be read". */
  readonly title: string;
  readonly error: unknown;
  /** What is not affected, or what to do, beyond the error's own words. */
  readonly children?: ReactNode;
  readonly onRetry?: (() => void) | undefined;
}

/** What failed, what to do, and a reference to quote. */
export function ErrorState({ title, error, children, onRetry }: ErrorStateProps) {
  const reference = error instanceof ApiError ? error.reference : messageOf(error);
  return (
    <div role="alert" className="flex gap-3 rounded-card border border-reversed/40 bg-reversed-soft p-4">
      <TriangleAlert aria-hidden size={18} className="mt-px shrink-0 text-reversed" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{title}</p>
        <p className="mt-1 max-w-prose text-pretty text-muted">{messageOf(error)}</p>
        {children !== undefined && <div className="mt-1 text-muted">{children}</div>}
        <div className="mt-3 flex flex-wrap items-center gap-2">
          {onRetry !== undefined && (
            <Button size="sm" icon={RotateCw} onClick={onRetry}>
              Try again
            </Button>
          )}
          <Button size="sm" look="quiet" icon={Copy} onClick={() => void copyText(reference, 'Reference copied')}>
            Copy reference
          </Button>
          <code className="min-w-0 break-all text-muted text-xs">{reference}</code>
        </div>
      </div>
    </div>
  );
}
