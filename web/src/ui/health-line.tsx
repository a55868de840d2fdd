/** A line of a list of things that can be well or not: its name, what it is, how it is, and what to do. All of it is one link. */
import type { ReactNode } from 'react';
import { Chip, type Tone } from './status-chip.tsx';

/** The look of the link to the thing; the whole line answers to it. */
export const HEALTH_LINK = "block truncate font-medium after:absolute after:inset-0 after:content-['']";

interface HealthLineProps {
  readonly link: ReactNode;
  /** Below the name; null: nothing. */
  readonly about: string | null;
  readonly health: { readonly tone: Tone; readonly word: string; readonly advice: string | null };
  /** What goes on at the moment, above the advice. */
  readonly progress?: ReactNode;
  /** Small facts. */
  readonly facts?: ReactNode;
  /** What can be done here. */
  readonly children?: ReactNode;
}

export function HealthLine({ link, about, health, progress, facts, children }: HealthLineProps) {
  return (
    <div className="relative flex flex-col gap-1 px-4 py-3.5 hover:bg-hover">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          {link}
          {about !== null && <p className="truncate text-muted">{about}</p>}
        </div>
        <Chip tone={health.tone}>{health.word}</Chip>
      </div>
      {progress}
      {health.advice !== null && <p className="line-clamp-3 max-w-prose text-pretty">{health.advice}</p>}
      {facts !== undefined && <p className="num flex flex-wrap gap-x-4 text-faint text-xs">{facts}</p>}
      {children}
    </div>
  );
}
