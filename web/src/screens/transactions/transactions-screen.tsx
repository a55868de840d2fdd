/** Transactions: every line of the ledger, searched, filtered, sorted; one of them opens in a drawer. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeftRight, SearchX } from 'lucide-react';
import { useCallback, useMemo, useRef } from 'react';
import { formatNumber } from '../../format/numbers.ts';
import { ConversionNotice } from '../../report/conversion-notice.tsx';
import { type ListQuestion, type TransactionRow, transactionsQuery } from '../../report/queries.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { copyText } from '../../ui/copy-text.ts';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { useQuestion, useSetView, useView } from '../../view/use-view.ts';
import { ImportButton } from '../files/import-button.tsx';
import { OrdersTable } from './orders-table.tsx';
import { type Totals, totalsOf } from './totals.ts';
import { TotalsStrip } from './totals-strip.tsx';
import { TransactionCards } from './transaction-cards.tsx';
import { transactionColumns } from './transaction-columns.tsx';
import { TransactionDrawer } from './transaction-drawer.tsx';
import { TransactionsToolbar } from './transactions-toolbar.tsx';
import { useScreenKeys } from './use-screen-keys.ts';

/** What the window leaves below the bar, the tools and the totals. */
const TABLE_HEIGHT = 'max-h-[calc(100dvh-13rem)] min-h-72';
/** Beside the order, on phones. */
const PHONE_COLUMNS = ['lines', 'commission'] as const;
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
  const columns = useMemo(() => transactionColumns(totals), [totals]);
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
      <TotalsStrip totals={totals} />
      <ConversionNotice head={data?.pages[0]?.head} />
      {error !== null && data === undefined ? (
        <ErrorState title="The transactions could not be read" error={error} onRetry={() => void list.refetch()} />
      ) : (
        <div ref={table} className={classNames(list.isPlaceholderData && 'opacity-60')}>
          {isGrouped ? (
            <OrderList question={{ ...lines, sort }} totals={totals} />
          ) : (
            <LineList rows={rows} columns={columns} totals={totals} sort={sort} onEnd={onEnd} />
          )}
        </div>
      )}
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
  const { cols, line } = useView();
  const { onOpen, onSort } = useListActions();
  return (
    <>
      <div className={`${FRAME} max-md:hidden`}>
        <DataTable
          label="Transactions"
          className={TABLE_HEIGHT}
          columns={columns}
          chosen={cols}
          rows={rows}
          rowKey={(row) => row.id}
          sort={sort}
          onSort={onSort}
          onOpen={onOpen}
          onKey={copyLine}
          openKey={line}
          onEnd={onEnd}
          totalsLabel={totals === undefined ? undefined : `${formatNumber(totals.lines)} lines`}
          empty={<NothingHere />}
        />
      </div>
      <div className="md:hidden">
        {rows?.length === 0 ? <NothingHere /> : <TransactionCards rows={rows} onOpen={onOpen} onEnd={onEnd} />}
      </div>
    </>
  );
}

/** A table, on phones with what matters most. */
function OrderList({ question, totals }: { readonly question: ListQuestion; readonly totals: Totals | undefined }) {
  const { line } = useView();
  const { onOpen, onSort } = useListActions();
  const props = { question, totals, sort: question.sort, onSort, openLine: line, onOpenLine: onOpen };
  return (
    <>
      <div className={`${FRAME} max-md:hidden`}>
        <OrdersTable {...props} />
      </div>
      <div className={`${FRAME} md:hidden`}>
        <OrdersTable {...props} chosen={PHONE_COLUMNS} rowPx={44} />
      </div>
    </>
  );
}

/** The line as one row of a spreadsheet. */
function copyLine(key: string, line: TransactionRow): boolean {
  if (key !== 'c') return false;
  const cells = [
    line.occurredOn,
    line.status,
    line.advertiser ?? line.advertiserId,
    line.orderId,
    line.product ?? '',
    line.subId ?? '',
    line.currency,
    line.sales,
    line.commission,
  ];
  void copyText(cells.join('\t'), `Copied the line of order ${line.orderId}`);
  return true;
}

function NothingYet() {
  return (
    <EmptyState
      title="No transactions yet"
      picture={<ArrowLeftRight aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
      action={
        <span className="flex flex-wrap justify-center gap-2">
          <Link to="/connections" className={buttonClass('primary')}>
            Connect a network
          </Link>
          <ImportButton />
        </span>
      }
    >
      Every sale that a network reports becomes a line here.
    </EmptyState>
  );
}

function NothingHere() {
  const setView = useSetView();
  const { f, q } = useView();
  const isNarrow = f !== undefined || q !== undefined;
  return (
    <EmptyState
      title="No line is like that"
      picture={<SearchX aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
      action={
        isNarrow ? (
          <Button onClick={() => setView({ f: undefined, q: undefined })}>Clear search and filters</Button>
        ) : (
          <Button onClick={() => setView({ period: 'all', from: undefined, to: undefined })}>Show all time</Button>
        )
      }
    >
      {isNarrow ? 'No line of these days passes the search and the filters.' : 'No line has a day in this period.'}
    </EmptyState>
  );
}
