/** A word above what is shown: something is old, missing, or needs a person. */
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { messageOf } from '../api/api-error.ts';
import { Button } from './button.tsx';

export function Notice({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card border border-pending/40 bg-pending-soft px-4 py-2.5"
    >
      <TriangleAlert aria-hidden size={16} className="shrink-0 text-pending" />
      <p className="min-w-0 flex-1 basis-60 text-pretty">{children}</p>
      {action}
    </div>
  );
}

interface StaleNoticeProps {
  /** "These figures". */
  readonly what: string;
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** The newest could not be read: what is shown is older. */
export function StaleNotice({ what, error, onRetry }: StaleNoticeProps) {
  return (
    <Notice
      action={
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {what} could not be brought up to date: {messageOf(error)}
    </Notice>
  );
}
