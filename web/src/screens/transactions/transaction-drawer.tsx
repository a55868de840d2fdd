/** One line from all sides: what was believed of it when, its order, the rows it came from. j and k go to its neighbours. */
import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { type TransactionRow, transactionQuery } from '../../report/queries.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Drawer } from '../../ui/dialog.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { useSetView, useView } from '../../view/use-view.ts';
import { HistoryTimeline } from './history-timeline.tsx';
import { OrderLines } from './order-lines.tsx';
import { SourceRows } from './source-rows.tsx';
import { WhyPage } from './why-page.tsx';
import { TransactionSummary } from './transaction-summary.tsx';

interface TransactionDrawerProps {
  /** The loaded rows, for going from one to the next. */
  readonly rows: readonly TransactionRow[] | undefined;
}

export function TransactionDrawer({ rows = [] }: TransactionDrawerProps) {
  const { line } = useView();
  const setView = useSetView();
  const [shown, setShown] = useState(line);
  if (line !== undefined && line !== shown) setShown(line); // stays while the drawer closes
  const at = rows.findIndex(({ id }) => id === line);
  const go = (by: -1 | 1): void => {
    const next = rows[at + by];
    if (at >= 0 && next !== undefined) setView({ line: next.id }, { replace: true });
  };
  useDrawerKeys(line !== undefined, go);
  const { data } = useQuery({ ...transactionQuery(shown ?? ''), enabled: shown !== undefined });
  const known = rows[at] ?? data?.line;
  return (
    <Drawer
      isOpen={line !== undefined}
      onClose={() => setView({ line: undefined }, { replace: true })}
      title={known === undefined ? 'Transaction' : `Order ${known.orderId}`}
      size="lg"
      footer={
        <>
          <span className="mr-auto flex">
            <IconButton icon={ArrowUp} label="The line before" shortcut="K" disabled={at <= 0} onClick={() => go(-1)} />
            <IconButton
              icon={ArrowDown}
              label="The next line"
              shortcut="J"
              disabled={at < 0 || at >= rows.length - 1}
              onClick={() => go(1)}
            />
          </span>
          <Button size="sm" look="quiet" icon={Copy} onClick={() => void copyText(location.href, 'Link copied')}>
            Copy link
          </Button>
        </>
      }
    >
      {shown !== undefined && <Detail key={shown} id={shown} />}
    </Drawer>
  );
}

/** j and k while the drawer is open, wherever the focus is in it. */
function useDrawerKeys(isOpen: boolean, go: (by: -1 | 1) => void): void {
  useEffect(() => {
    if (!isOpen) return;
    const listen = (event: KeyboardEvent): void => {
      if (event.metaKey || event.ctrlKey || event.altKey || (event.key !== 'j' && event.key !== 'k')) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      go(event.key === 'j' ? 1 : -1);
    };
    document.addEventListener('keydown', listen, { capture: true });
    return () => document.removeEventListener('keydown', listen, { capture: true });
  }, [isOpen, go]);
}

function Detail({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(transactionQuery(id));
  if (error !== null && data === undefined) {
    return <ErrorState title="This line could not be read" error={error} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <SkeletonLines count={9} />;
  return (
    <div className="flex flex-col gap-7">
      <TransactionSummary line={data.line} />
      <Part title="Why this page?">
        <WhyPage id={id} />
      </Part>
      <Part title="What we believed when">
        <HistoryTimeline history={data.history} />
      </Part>
      <Part
        title={
          data.order.lines.length === 1
            ? 'The order has this line alone'
            : `The order’s ${data.order.lines.length} lines`
        }
      >
        <OrderLines order={data.order} present={data.line.id} />
      </Part>
      <Part title="Where it came from">
        <SourceRows reported={data.reported} />
      </Part>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 border-b pb-2 font-semibold">{title}</h3>
      {children}
    </section>
  );
}
