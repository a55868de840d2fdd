/** Kinds of changes in words, and the changes of one kind together. Pure. */
import type { ChangesReply } from '../../report/queries.ts';
import type { Tone } from '../../ui/status-chip.tsx';

type Sum = ChangesReply['sums'][number];
export type ChangeKind = Sum['kind'];

interface KindWords {
  readonly one: string;
  readonly many: string;
  readonly chip: string;
  readonly tone: Tone;
}

export const KIND_WORDS: Readonly<Record<ChangeKind, KindWords>> = {
  new: { one: 'new line', many: 'new lines', chip: 'New', tone: 'accent' },
  approved: { one: 'line approved', many: 'lines approved', chip: 'Approved', tone: 'good' },
  reversal: { one: 'reversal', many: 'reversals', chip: 'Reversal', tone: 'bad' },
  'taken-back': { one: 'line taken back', many: 'lines taken back', chip: 'Taken back', tone: 'bad' },
  'amount-changed': {
    one: 'line with another amount',
    many: 'lines with other amounts',
    chip: 'Amount',
    tone: 'waiting',
  },
  withdrawn: { one: 'line no longer shown', many: 'lines no longer shown', chip: 'Withdrawn', tone: 'quiet' },
  returned: { one: 'line shown again', many: 'lines shown again', chip: 'Returned', tone: 'accent' },
  lost: { one: 'lost sale', many: 'lost sales', chip: 'Lost', tone: 'quiet' },
  conflict: { one: 'line in conflict', many: 'lines in conflict', chip: 'Conflict', tone: 'waiting' },
  merged: { one: 'line merged with another', many: 'lines merged with others', chip: 'Merged', tone: 'quiet' },
};

const ORDER = Object.keys(KIND_WORDS) as ChangeKind[]; // its own keys

export interface ChangeRow {
  readonly kind: ChangeKind;
  readonly lines: number;
  /** One for each currency: they are never added. */
  readonly sums: readonly Sum[];
}

/** The changes by kind, those that add money first. */
export function changeRows({ sums }: Pick<ChangesReply, 'sums'>): readonly ChangeRow[] {
  return ORDER.map((kind) => {
    const own = sums.filter((sum) => sum.kind === kind);
    return { kind, lines: own.reduce((count, { lines }) => count + lines, 0), sums: own };
  }).filter(({ lines }) => lines > 0);
}
