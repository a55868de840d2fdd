/** A filter as it stands above the figures: what, how, and a cross to take it away. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';

interface PillProps {
  readonly children: ReactNode;
  /** What the cross takes away, for the ear: "filter Advertiser is Acme". */
  readonly name?: string;
  readonly onRemove?: (() => void) | undefined;
  readonly onClick?: (() => void) | undefined;
}

export function Pill({ children, name, onRemove, onClick }: PillProps) {
  return (
    <span className="inline-flex h-7 max-w-72 items-center rounded-full border border-accent/30 bg-accent-soft text-[13px] text-accent max-sm:h-11">
      {onClick === undefined ? (
        <span className="truncate pl-3">{children}</span>
      ) : (
        <button type="button" className="h-full truncate rounded-full pl-3" onClick={onClick}>
          {children}
        </button>
      )}
      {onRemove === undefined ? (
        <span className="w-3" />
      ) : (
        <button
          type="button"
          aria-label={`Remove ${name ?? 'filter'}`}
          className="ml-0.5 grid size-7 place-items-center rounded-full hover:bg-accent/10 max-sm:size-11"
          onClick={onRemove}
        >
          <X aria-hidden size={14} />
        </button>
      )}
    </span>
  );
}
