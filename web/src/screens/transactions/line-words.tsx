/** Parts of a transaction as they are read: its status, its names as filters, its amounts. */
import type { ReactNode } from 'react';
import { today } from '../../clock.ts';
import { formatDay } from '../../format/moments.ts';
import { formatPercent } from '../../format/numbers.ts';
import { type Dimension, NONE } from '../../report/dimensions.ts';
import { FilterLink } from '../../report/filter-link.tsx';
import type { TransactionRow } from '../../report/queries.ts';
import { Money } from '../../ui/money.tsx';
import { Chip, type Status, StatusChip } from '../../ui/status-chip.tsx';

const STATUSES: readonly string[] = ['pending', 'approved', 'reversed', 'lost'] satisfies readonly Status[];
const OTHERS: Readonly<Record<string, string>> = { withdrawn: 'Withdrawn', conflict: 'Conflict' };

/** The status of a line, whichever it is. */
export function LineStatus({ status }: { readonly status: string }) {
  if (STATUSES.includes(status)) return <StatusChip status={status as Status} />; // one of them, as this line asks
  return <Chip tone={status === 'conflict' ? 'waiting' : 'quiet'}>{OTHERS[status] ?? status}</Chip>;
}

const FLAGS: Readonly<Record<string, string>> = {
  adjusted: 'A part of the order was taken back; what is left counts.',
  'original-not-imported': 'It takes back a sale that was never imported.',
};

/** What is remarkable about a line, in a sentence; null: nothing. */
export function flagSentence(flag: string): string | null {
  return FLAGS[flag] ?? null;
}

interface ValueProps {
  readonly field: Dimension;
  /** What is filtered by; null or empty: the line does not say. */
  readonly value: string | null;
  readonly children?: ReactNode;
  readonly className?: string;
}

/** A value that filters when it is clicked; a dash where the line says nothing. */
export function Value({ field, value, children, className = '' }: ValueProps) {
  if (value === null || value === '') {
    return (
      <FilterLink field={field} value={NONE} title="not stated" className="text-faint">
        —
      </FilterLink>
    );
  }
  const shown = children ?? value;
  return (
    <FilterLink field={field} value={value} title={typeof shown === 'string' ? shown : value} className={className}>
      {shown}
    </FilterLink>
  );
}

/** A day as short as it can be: without the year where it is this one. */
export function shortDay(day: string): string {
  return formatDay(day, { year: !day.startsWith(today().slice(0, 4)) });
}

/** The day of a line, its time on hover. */
export function LineDate({ line }: { readonly line: TransactionRow }) {
  return (
    <time dateTime={line.localDay} title={`${line.localDay} ${line.localTime}`.trim()} className="num">
      {shortDay(line.localDay)}
    </time>
  );
}

export function LineRate({ line }: { readonly line: TransactionRow }) {
  return <span className="text-muted">{formatPercent(line.rate)}</span>;
}

/** An amount of a line. Lost sales bring nothing, which is not the same as not known. */
export function LineAmount({ line, of }: { readonly line: TransactionRow; readonly of: 'sales' | 'commission' }) {
  if (line.currency === line.reportedCurrency) return <Money amount={line[of]} currency={line.currency} />;
  const reported = of === 'sales' ? line.reportedSales : line.reportedCommission;
  return (
    <Money
      amount={line[of]}
      currency={line.currency}
      original={{ amount: reported, currency: line.reportedCurrency }}
    />
  );
}
