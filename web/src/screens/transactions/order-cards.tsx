/** Orders on phones: a card for each with what is left of it; its lines unfold inside. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { formatDay } from '../../format/moments.ts';
import {
  type ListQuestion,
  type OrderRow,
  orderLinesQuery,
  ordersQuery,
  type TransactionRow,
} from '../../report/queries.ts';
import { EmptyState, ErrorState, Skeleton, SkeletonLines } from '../../ui/states.tsx';
import { linesOfOrder, orderKey } from './grouped-rows.ts';
import { LineStatus } from './line-words.tsx';
import { CardAmount } from './transaction-cards.tsx';

interface OrderCardsProps {
  readonly question: ListQuestion;
  readonly onOpenLine: (line: TransactionRow) => void;
}

const SKELETONS = [1, 2, 3, 4, 5, 6] as const;

export function OrderCards({ question, onOpenLine }: OrderCardsProps) {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    ordersQuery(question),
  );
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (end.current === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting === true && hasNextPage && !isFetchingNextPage && void fetchNextPage(),
      { rootMargin: '600px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (error !== null && data === undefined) {
    return <ErrorState title="The orders could not be read" error={error} onRetry={() => void refetch()} />;
  }
  const orders = data?.pages.flatMap((page) => page.rows);
  if (orders?.length === 0) return <EmptyState title="No order is like that" />;
  return (
    <ul aria-label="Orders" className="flex flex-col gap-2">
      {orders === undefined &&
        SKELETONS.map((one) => (
          <li key={one}>
            <Skeleton className="h-20 w-full" />
          </li>
        ))}
      {orders?.map((order) => (
        <li key={orderKey(order)} className="[contain-intrinsic-size:auto_80px] [content-visibility:auto]">
          <OneOrder order={order} question={question} onOpenLine={onOpenLine} />
        </li>
      ))}
      <li ref={end} aria-hidden className="h-px" />
    </ul>
  );
}

interface OneOrderProps extends OrderCardsProps {
  readonly order: OrderRow;
}

function OneOrder({ order, question, onOpenLine }: OneOrderProps) {
  const [isOpen, setOpen] = useState(false);
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  return (
    <div className="rounded-card border bg-surface">
      <button
        type="button"
        aria-expanded={isOpen}
        className="flex w-full flex-col gap-1 p-3 text-left"
        onClick={() => setOpen(!isOpen)}
      >
        <span className="flex w-full items-center gap-2">
          <Arrow aria-hidden size={16} className="shrink-0 text-faint" />
          <span className="min-w-0 flex-1 truncate font-medium">{order.advertiser ?? order.advertiserId}</span>
          <CardAmount amount={order.commission} currency={order.currency} className="font-semibold text-base" />
        </span>
        <span className="flex w-full items-center gap-2 pl-6 text-muted">
          <span className="num min-w-0 flex-1 truncate">{order.orderId}</span>
          <CardAmount amount={order.sales} currency={order.currency} prefix="of " />
        </span>
        <span className="flex w-full flex-wrap items-center gap-2 pl-6 text-[13px] text-faint">
          {order.statuses.map((status) => (
            <LineStatus key={status} status={status} />
          ))}
          <span className="num">
            {formatDay(order.occurredOn)} · {order.lines === 1 ? '1 line' : `${order.lines} lines`}
          </span>
        </span>
      </button>
      {isOpen && <Lines question={linesOfOrder(question, order)} onOpenLine={onOpenLine} />}
    </div>
  );
}

function Lines({ question, onOpenLine }: OrderCardsProps) {
  const { data, error, refetch } = useQuery(orderLinesQuery(question));
  if (error !== null && data === undefined) {
    return <ErrorState title="The lines could not be read" error={error} onRetry={() => void refetch()} />;
  }
  if (data === undefined) {
    return (
      <div className="p-3">
        <SkeletonLines count={2} />
      </div>
    );
  }
  return (
    <ul className="divide-y border-t">
      {data.rows.map((line) => (
        <li key={line.id}>
          <button
            type="button"
            className="flex min-h-11 w-full items-center gap-3 px-3 py-1.5 text-left"
            onClick={() => onOpenLine(line)}
          >
            <span className="min-w-0 flex-1 truncate">{line.product ?? line.sku}</span>
            <CardAmount amount={line.commission} currency={line.currency} />
          </button>
        </li>
      ))}
    </ul>
  );
}
