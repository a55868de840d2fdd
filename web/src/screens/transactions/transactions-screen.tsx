/** Transactions: every line of the ledger, searched, filtered, sorted; one of them opens in a drawer. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeftRight, SearchX } from 'lucide-react';
import { useCallback, useMemo, useRef } from 'react';
import { formatNumber } from '../../format/numbers.ts';
import { type ListQuestion, type TransactionRow, transactionsQuery } from '../../report/queries.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { copyText } from '../../ui/copy-text.ts';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { useQuestion, useSetView, useView } from '../../view/use-view.ts';
import { OrdersTable } from './orders-table.tsx';
import { totalsOf } from './totals.ts';
import { TotalsStrip } from './totals-strip.tsx';
import { TransactionCards } from './transaction-cards.tsx';
import { transactionColumns } from './transaction-columns.tsx';
import { TransactionDrawer } from './transaction-drawer.tsx';
import { TransactionsToolbar } from './transactions-toolbar.tsx';
import { useScreenKeys } from './use-screen-keys.ts';

/** What the window leaves below the bar, the tools and the totals. */
const TABLE_HEIGHT = 'max-h-[calc(100dvh-13rem)] min-h-72';
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

export function TransactionsScreen() {
  const view = useView();
  const setView = useSetView();
  const question = useQuestion().lines;
  const isGrouped = view.group === 'order';
  const sort = sortOf(view.sort, isGrouped);
  const lines: ListQuestion = {
    ...question,
    sort: isGrouped ? USUAL_SORT : sort,
    ...(view.q === undefined ? {} : { q: view.q }),
  };
  const list = useInfiniteQuery(transactionsQuery(lines));
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, isPlaceholderData } = list;
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
  const open = (line: TransactionRow): void => setView({ line: line.id });
  const onSort = (next: string | undefined): void => setView({ sort: next === USUAL_SORT ? undefined : next });

  if (data?.pages[0]?.head.asOf === null) return <NothingYet />;
  return (
    <div className="mx-auto flex max-w-[100rem] flex-col gap-3">
      <TransactionsToolbar searchRef={search} columns={columns} question={lines} />
      <TotalsStrip totals={totals} />
      {error !== null && data === undefined ? (
        <ErrorState title="The transactions could not be read" error={error} onRetry={() => void list.refetch()} />
      ) : (
        <div ref={table} className={classNames(isPlaceholderData && 'opacity-60')}>
          <div className="overflow-hidden rounded-card border bg-surface max-md:hidden">
            {isGrouped ? (
              <OrdersTable
                totals={totals}
                question={{ ...lines, sort }}
                sort={sort}
                onSort={onSort}
                openLine={view.line}
                onOpenLine={open}
              />
            ) : (
              <DataTable
                label="Transactions"
                className={TABLE_HEIGHT}
                columns={columns}
                chosen={view.cols}
                rows={rows}
                rowKey={(line) => line.id}
                sort={sort}
                onSort={onSort}
                onOpen={open}
                onKey={copyLine}
                openKey={view.line}
                onEnd={onEnd}
                totalsLabel={totals === undefined ? undefined : `${formatNumber(totals.lines)} lines`}
                empty={<NothingHere />}
              />
            )}
          </div>
          <div className="md:hidden">
            {rows?.length === 0 ? <NothingHere /> : <TransactionCards rows={rows} onOpen={open} onEnd={onEnd} />}
          </div>
        </div>
      )}
      <TransactionDrawer rows={rows} />
    </div>
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
        <Link to="/connections" className={buttonClass('primary')}>
          Connect a network
        </Link>
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
