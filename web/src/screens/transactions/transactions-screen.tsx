/** Transactions: every line of the ledger, searched, filtered, sorted; one of them opens in a drawer. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowLeftRight } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useHidesMoney } from '../../api/use-may.ts';
import { formatCount } from '../../format/numbers.ts';
import { ConversionNotice } from '../../report/conversion-notice.tsx';
import { NothingHere } from '../../report/list/nothing-here.tsx';
import { useScreenKeys } from '../../report/list/use-screen-keys.ts';
import { type ListQuestion, type TransactionRow, transactionsQuery } from '../../report/queries.ts';
import { classNames } from '../../ui/class-names.ts';
import { StaleNotice } from '../../ui/notice.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { useQuestion, useSetView, useView } from '../../view/use-view.ts';
import { FirstSteps } from '../files/first-steps.tsx';
import { ChosenLines, copyLines } from './chosen-lines.tsx';
import { OrderCards } from './order-cards.tsx';
import { OrdersTable } from './orders-table.tsx';
import { type Totals, totalsOf } from './totals.ts';
import { TotalsStrip } from './totals-strip.tsx';
import { TransactionCards } from './transaction-cards.tsx';
import { transactionColumns } from './transaction-columns.tsx';
import { TransactionDrawer } from './transaction-drawer.tsx';
import { TransactionsToolbar } from './transactions-toolbar.tsx';
import { useTableHeight } from './use-table-height.ts';

/** The height of a row that leaves air, and is met by a finger. */
const COMFORTABLE_PX = 44;
const USUAL_SORT = '-date';
const ORDER_SORTS: ReadonlySet<string> = new Set([
  'date',
  'advertiser',
  'order',
  'sales',
  'commission',
  'items',
  'lines',
]);
const LINE_SORTS: ReadonlySet<string> = new Set(
  [
    'date',
    'processed',
    'network',
    'advertiser',
    'order',
    'sku',
    'product',
    'brand',
    'subId',
    'status',
    'currency',
    'sales',
    'commission',
    'items',
  ], // as the server sorts
);

/** The sorting of the URL where this list can be sorted so. */
function sortOf(sort: string | undefined, isGrouped: boolean): string {
  const known = isGrouped ? ORDER_SORTS : LINE_SORTS;
  return sort !== undefined && known.has(sort.replace(/^-/, '')) ? sort : USUAL_SORT;
}

/** What is asked: the question of the URL, the search, the order. */
function useListQuestion(): { readonly lines: ListQuestion; readonly sort: string; readonly isGrouped: boolean } {
  const { sort: wanted, group, q } = useView();
  const question = useQuestion().lines;
  const isGrouped = group === 'order';
  const sort = sortOf(wanted, isGrouped);
  const lines = { ...question, sort: isGrouped ? USUAL_SORT : sort, ...(q === undefined ? {} : { q }) };
  return { lines, sort, isGrouped };
}

export function TransactionsScreen() {
  const { lines, sort, isGrouped } = useListQuestion();
  const list = useInfiniteQuery(transactionsQuery(lines));
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows), [data]);
  const sums = data?.pages[0]?.totals;
  const totals = useMemo(() => (sums ? totalsOf(sums) : undefined), [sums]);
  const isHidden = useHidesMoney();
  const columns = useMemo(() => transactionColumns(totals, isHidden), [totals, isHidden]);
  const search = useRef<HTMLInputElement>(null);
  const table = useRef<HTMLDivElement>(null);
  useScreenKeys(search, table);
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  if (data?.pages[0]?.head.asOf === null) return <NothingYet />;
  return (
    <div className="mx-auto flex max-w-[100rem] flex-col gap-3">
      <TransactionsToolbar searchRef={search} columns={columns} question={lines} />
      <div className="max-md:hidden">
        <TotalsStrip totals={totals} />
      </div>
      {error !== null && data !== undefined && (
        <StaleNotice what="These lines" error={error} onRetry={() => void list.refetch()} />
      )}
      <ConversionNotice head={data?.pages[0]?.head} />
      {error !== null && data === undefined ? (
        <ErrorState title="The transactions could not be read" error={error} onRetry={() => void list.refetch()}>
          Your ledger is not affected, and imports go on.
        </ErrorState>
      ) : (
        <div ref={table} className={classNames(list.isPlaceholderData && 'opacity-60')}>
          {isGrouped ? (
            <OrderList question={{ ...lines, sort }} totals={totals} />
          ) : (
            <LineList rows={rows} columns={columns} totals={totals} sort={sort} onEnd={onEnd} />
          )}
        </div>
      )}
      {/* on phones the cards scroll under it: it stays above the bar of the app */}
      <div className="sticky bottom-14 z-10 -mx-4 border-t bg-bg px-4 py-2 md:hidden">
        <TotalsStrip totals={totals} />
      </div>
      <TransactionDrawer rows={rows} />
    </div>
  );
}

function useListActions() {
  const setView = useSetView();
  return {
    onOpen: (line: TransactionRow): void => setView({ line: line.id }),
    onSort: (next: string | undefined): void => setView({ sort: next === USUAL_SORT ? undefined : next }),
  };
}

const FRAME = 'overflow-hidden rounded-card border bg-surface';

interface LineListProps {
  readonly rows: readonly TransactionRow[] | undefined;
  readonly columns: readonly Column<TransactionRow>[];
  readonly totals: Totals | undefined;
  readonly sort: string;
  readonly onEnd: () => void;
}

/** A table, on phones cards. */
function LineList({ rows, columns, totals, sort, onEnd }: LineListProps) {
  const { cols, line, rows: density } = useView();
  const height = useTableHeight();
  const { onOpen, onSort } = useListActions();
  const [chosen, setChosen] = useState<ReadonlyMap<string, TransactionRow>>(new Map());
  const onKey = (key: string, row: TransactionRow): boolean => {
    if (key === 'c') copyLines(chosen.size > 0 ? [...chosen.values()] : [row]);
    else if (key === 'x') setChosen(toggled(chosen, row));
    else if (key === 'Escape' && chosen.size > 0) setChosen(new Map());
    else return false;
    return true;
  };
  return (
    <>
      <div className={`${FRAME} max-md:hidden`}>
        <DataTable
          label="Transactions"
          className={height}
          columns={columns}
          chosen={cols}
          rows={rows}
          rowKey={(row) => row.id}
          sort={sort}
          onSort={onSort}
          onOpen={onOpen}
          onKey={onKey}
          chosenKeys={chosen}
          {...(density === 'comfortable' ? { rowPx: COMFORTABLE_PX } : {})}
          openKey={line}
          onEnd={onEnd}
          totalsLabel={totals === undefined ? undefined : formatCount(totals.lines, 'line')}
          empty={<NothingHere title="No line is like that" row="line" />}
        />
      </div>
      <ChosenLines lines={[...chosen.values()]} onClear={() => setChosen(new Map())} />
      <div className="md:hidden">
        {rows?.length === 0 ? (
          <NothingHere title="No line is like that" row="line" />
        ) : (
          <TransactionCards rows={rows} onOpen={onOpen} onEnd={onEnd} />
        )}
      </div>
    </>
  );
}

/** The lines that are chosen, with one more or one less. */
function toggled(
  chosen: ReadonlyMap<string, TransactionRow>,
  row: TransactionRow,
): ReadonlyMap<string, TransactionRow> {
  const next = new Map(chosen);
  if (!next.delete(row.id)) next.set(row.id, row);
  return next;
}

/** A table, on phones cards. */
function OrderList({ question, totals }: { readonly question: ListQuestion; readonly totals: Totals | undefined }) {
  const { line, rows: density } = useView();
  const { onOpen, onSort } = useListActions();
  return (
    <>
      <div className={`${FRAME} max-md:hidden`}>
        <OrdersTable
          question={question}
          totals={totals}
          sort={question.sort}
          onSort={onSort}
          openLine={line}
          onOpenLine={onOpen}
          {...(density === 'comfortable' ? { rowPx: COMFORTABLE_PX } : {})}
        />
      </div>
      <div className="md:hidden">
        <OrderCards question={question} onOpenLine={onOpen} />
      </div>
    </>
  );
}

function NothingYet() {
  return (
    <EmptyState
      title="No transactions yet"
      picture={<ArrowLeftRight aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
      action={<FirstSteps />}
    >
      Every sale that a network reports becomes a line here.
    </EmptyState>
  );
}
