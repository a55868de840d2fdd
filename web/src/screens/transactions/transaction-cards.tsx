/** Transactions on phones: a card for each line, the next ones when the end comes near. */
import { useEffect, useRef } from 'react';
import { formatDay } from '../../format/moments.ts';
import { formatExact, formatMoney, formatPercent } from '../../format/numbers.ts';
import type { TransactionRow } from '../../report/queries.ts';
import { classNames } from '../../ui/class-names.ts';
import { Skeleton } from '../../ui/states.tsx';
import { readableAddress } from '../../report/traffic-words.ts';
import { LineStatus } from './line-words.tsx';

interface TransactionCardsProps {
  readonly rows: readonly TransactionRow[] | undefined;
  readonly onOpen: (line: TransactionRow) => void;
  readonly onEnd: () => void;
}

const SKELETONS = [1, 2, 3, 4, 5, 6] as const;

export function TransactionCards({ rows, onOpen, onEnd }: TransactionCardsProps) {
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (end.current === null) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && onEnd(), {
      rootMargin: '600px',
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [onEnd]);
  return (
    <ul aria-label="Transactions" className="flex flex-col gap-2">
      {rows === undefined
        ? SKELETONS.map((one) => (
            <li key={one}>
              <Skeleton className="h-24 w-full" />
            </li>
          ))
        : rows.map((line) => (
            // only the cards in sight are laid out and drawn
            <li key={line.id} className="[contain-intrinsic-size:auto_96px] [content-visibility:auto]">
              <OneCard line={line} onOpen={() => onOpen(line)} />
            </li>
          ))}
      <li ref={end} aria-hidden className="h-px" />
    </ul>
  );
}

interface CardAmountProps {
  /** Null: hidden from this person, and left out. */
  readonly amount: string | null;
  readonly currency: string;
  readonly prefix?: string;
  readonly className?: string;
}

/** An amount inside a card, which is a button itself: it is copied in the drawer. */
export function CardAmount({ amount, currency, prefix = '', className }: CardAmountProps) {
  if (amount === null) return null;
  return (
    <span title={formatExact(amount, currency)} className={classNames('num', className)}>
      {prefix}
      {formatMoney(amount, currency)}
    </span>
  );
}

/** The page that earned it, else its sub-id. */
function pageWords({ attribution, subId }: TransactionRow): string {
  const path = attribution?.pagePath ?? null;
  const page = path === null ? subId : readableAddress(path);
  return page === null ? '' : ` · ${page}`;
}

function OneCard({ line, onOpen }: { readonly line: TransactionRow; readonly onOpen: () => void }) {
  return (
    <button
      type="button"
      data-line={line.id}
      className="flex w-full flex-col gap-1 rounded-card border bg-surface p-3 text-left"
      onClick={onOpen}
    >
      <span className="flex w-full items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{line.advertiser ?? line.advertiserId}</span>
        <CardAmount amount={line.commission} currency={line.currency} className="font-semibold text-base" />
      </span>
      <span className="flex w-full items-center gap-2 text-muted">
        <span className="min-w-0 flex-1 truncate">{line.product ?? line.orderId}</span>
        <CardAmount amount={line.sales} currency={line.currency} prefix="of " />
      </span>
      <span className="flex w-full items-center gap-2 text-[13px] text-faint">
        <LineStatus status={line.status} />
        <span className="num min-w-0 flex-1 truncate">
          {formatDay(line.occurredOn)}
          {pageWords(line)}
        </span>
        <span className="num">{formatPercent(line.rate)}</span>
      </span>
    </button>
  );
}
