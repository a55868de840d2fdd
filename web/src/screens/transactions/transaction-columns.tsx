/** The columns of transactions. Their ids are what the server sorts by. */
import { formatDay } from '../../format/moments.ts';
import type { Dimension } from '../../report/dimensions.ts';
import { confidenceText, linkLabel, valueLabel } from '../../report/earners/earner-words.ts';
import type { TransactionRow } from '../../report/queries.ts';
import { Money } from '../../ui/money.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { formatNumber } from '../../format/numbers.ts';
import { LinePage } from './line-page.tsx';
import { LineAmount, LineDate, LineRate, LineStatus, Value } from './line-words.tsx';
import type { Totals } from './totals.ts';

/** A total in the foot of a column: of one currency. Of several the strip above the table says each. */
export function totalCell(totals: Totals | undefined, of: 'sales' | 'commission') {
  const [only, ...more] = totals?.counted ?? [];
  if (only === undefined || (more.length > 0 && of === 'sales')) return null;
  if (more.length === 0) return <Money amount={only[of]} currency={only.currency} />;
  return <span className="font-normal text-faint">{more.length + 1} currencies</span>;
}

type LineColumn = Column<TransactionRow>;

/** A column of values that are filtered by a click; the server sorts by it. */
function valueColumn(
  id: string,
  label: string,
  field: Dimension,
  read: (line: TransactionRow) => string | null,
  more: Partial<LineColumn> & { readonly isMuted?: boolean } = {},
): LineColumn {
  const { isMuted = false, ...rest } = more;
  return {
    id,
    label,
    isSortable: true,
    cell: (line) => <Value field={field} value={read(line)} className={isMuted ? 'num text-muted' : ''} />,
    ...rest,
  };
}

/** A column of amounts, with the total of all lines in its foot. */
function amountColumn(id: 'sales' | 'commission', label: string, totals: Totals | undefined): LineColumn {
  return {
    id,
    label,
    width: id === 'sales' ? 100 : 112,
    align: 'right',
    isSortable: true,
    cell: (line) => <LineAmount line={line} of={id} />,
    total: totalCell(totals, id),
  };
}

/** All columns; without amounts where these are hidden from the person. */
export function transactionColumns(totals: Totals | undefined, isHidden: boolean): readonly LineColumn[] {
  return [
    { id: 'date', label: 'Date', width: 84, isSortable: true, isFixed: true, cell: (line) => <LineDate line={line} /> },
    valueColumn('status', 'Status', 'status', ({ status }) => status, {
      width: 112,
      cell: (line) => <StatusValue line={line} />,
    }),
    valueColumn('advertiser', 'Advertiser', 'advertiser', ({ advertiserId }) => advertiserId, {
      width: 134,
      cell: ({ advertiserId, advertiser }) => (
        <Value field="advertiser" value={advertiserId}>
          {advertiser ?? advertiserId}
        </Value>
      ),
    }),
    valueColumn('product', 'Product', 'product', ({ product }) => product),
    // a search finds it, the drawer and the orders say it: with it the rate and the sub-id would lie beyond the edge at 1280 px
    valueColumn('order', 'Order', 'orderId', ({ orderId }) => orderId, { width: 122, isMuted: true, isHidden: true }),
    ...(isHidden ? [] : [amountColumn('sales', 'Sale', totals), amountColumn('commission', 'Commission', totals)]),
    { id: 'page', label: 'Page', width: 148, cell: (line) => <LinePage line={line} /> },
    { id: 'rate', label: 'Rate', width: 62, align: 'right', cell: (line) => <LineRate line={line} /> },
    valueColumn('subId', 'Sub-id', 'subId', ({ subId }) => subId, { width: 108 }),
    ...earningColumns(),
    ...placeColumns(),
    ...detailColumns(totals),
  ];
}

function StatusValue({ line }: { readonly line: TransactionRow }) {
  return (
    <Value field="status" value={line.status}>
      <LineStatus status={line.status} />
    </Value>
  );
}

/** What earned a line, besides its page. Not shown unless they are chosen, like all that follow. */
function earningColumns(): readonly LineColumn[] {
  return [
    {
      id: 'method',
      label: 'How it is known',
      width: 150,
      isHidden: true,
      cell: ({ attribution }) => <EarnedBy field="method" value={attribution?.method} />,
    },
    {
      id: 'confidence',
      label: 'Confidence',
      width: 96,
      align: 'right',
      isHidden: true,
      cell: ({ attribution }) => (
        <span className="num text-muted">{confidenceText(attribution?.confidence ?? null)}</span>
      ),
    },
    {
      id: 'link',
      label: 'Link',
      width: 150,
      isHidden: true,
      cell: ({ attribution }) => <EarnedBy field="link" value={attribution?.link} />,
    },
    {
      id: 'placement',
      label: 'Placement',
      width: 130,
      isHidden: true,
      cell: ({ attribution }) => <EarnedBy field="placement" value={attribution?.placement} />,
    },
  ];
}

/** Undefined and null: nothing is known. */
function EarnedBy({
  field,
  value,
}: {
  readonly field: 'method' | 'link' | 'placement';
  readonly value: string | null | undefined;
}) {
  if (value == null) return <span className="text-faint">—</span>;
  return (
    <Value field={field} value={value}>
      {field === 'link' ? linkLabel(value) : valueLabel(field, value)}
    </Value>
  );
}

/** Where a line is from. */
function placeColumns(): readonly LineColumn[] {
  return [
    valueColumn('network', 'Network', 'network', ({ network }) => network, {
      width: 170,
      isHidden: true,
      cell: ({ network, networkLabel }) => (
        <Value field="network" value={network}>
          {networkLabel}
        </Value>
      ),
    }),
    valueColumn('country', 'Country', 'country', ({ country }) => country, {
      width: 130,
      isHidden: true,
      isSortable: false,
      cell: ({ country, countryLabel }) => (
        <Value field="country" value={country}>
          {countryLabel}
        </Value>
      ),
    }),
    valueColumn('brand', 'Brand', 'brand', ({ brand }) => brand, { width: 130, isHidden: true }),
    valueColumn('sku', 'SKU', 'sku', ({ sku }) => sku, { width: 120, isHidden: true }),
    valueColumn('currency', 'Currency', 'currency', ({ reportedCurrency }) => reportedCurrency, {
      width: 92,
      isHidden: true,
    }),
    {
      id: 'reported',
      label: 'As reported',
      width: 130,
      align: 'right',
      isHidden: true,
      cell: ({ reportedCommission, reportedCurrency }) => (
        <Money amount={reportedCommission} currency={reportedCurrency} />
      ),
    },
  ];
}

function detailColumns(totals: Totals | undefined): readonly LineColumn[] {
  const items = totals?.counted.reduce((count, one) => count + one.items, 0);
  return [
    {
      id: 'items',
      label: 'Items',
      width: 72,
      align: 'right',
      isSortable: true,
      isHidden: true,
      cell: (line) => formatNumber(line.items),
      total: items === undefined ? null : formatNumber(items),
    },
    {
      id: 'processed',
      label: 'Processed',
      width: 120,
      isSortable: true,
      isHidden: true,
      cell: ({ processedOn }) => (
        <span className="num text-muted">{processedOn === null ? '—' : formatDay(processedOn)}</span>
      ),
    },
    {
      id: 'reason',
      label: 'Reason',
      width: 180,
      isHidden: true,
      cell: ({ reason }) => <span title={reason ?? ''}>{reason ?? '—'}</span>,
    },
    {
      id: 'transactionId',
      label: 'Transaction ID',
      width: 150,
      isHidden: true,
      cell: ({ transactionId }) => <span className="text-muted">{transactionId ?? '—'}</span>,
    },
  ];
}
