/** A status by colour, form and word: the colour alone never says it. */
import { CircleCheck, CircleDashed, CircleSlash, CircleX, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type Status = 'pending' | 'approved' | 'reversed' | 'lost';

/** The tones of chips that are no commission status: a run's state, a connection's. */
export type Tone = 'waiting' | 'good' | 'bad' | 'quiet' | 'accent';

const STATUSES: Readonly<Record<Status, readonly [label: string, tone: Tone, icon: LucideIcon]>> = {
  pending: ['Pending', 'waiting', CircleDashed],
  approved: ['Approved', 'good', CircleCheck],
  reversed: ['Reversed', 'bad', CircleX],
  lost: ['Lost', 'quiet', CircleSlash],
};

const TONES: Readonly<Record<Tone, string>> = {
  waiting: 'bg-pending-soft text-pending',
  good: 'bg-approved-soft text-approved',
  bad: 'bg-reversed-soft text-reversed',
  quiet: 'bg-lost-soft text-lost',
  accent: 'bg-accent-soft text-accent',
};

/** The status of a commission. */
export function StatusChip({ status, children }: { readonly status: Status; readonly children?: ReactNode }) {
  const [label, tone, icon] = STATUSES[status];
  return (
    <Chip tone={tone} icon={icon}>
      {children ?? label}
    </Chip>
  );
}

interface ChipProps {
  readonly tone: Tone;
  readonly icon?: LucideIcon;
  readonly title?: string;
  readonly children: ReactNode;
}

export function Chip({ tone, icon: Icon, title, children }: ChipProps) {
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex h-5.5 items-center gap-1 whitespace-nowrap rounded-full px-2 font-medium text-xs',
        TONES[tone],
      )}
    >
      {Icon !== undefined && <Icon aria-hidden size={13} strokeWidth={2} />}
      {children}
    </span>
  );
}
