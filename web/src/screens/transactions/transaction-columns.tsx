/** The columns of transactions. Their ids are what the server sorts by. */
import { formatDay } from '../../format/moments.ts';
import type { TransactionRow } from '../../report/queries.ts';
import { Money } from '../../ui/money.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { formatNumber } from '../../format/numbers.ts';
import { LineAmount, LineDate, LineRate, LineStatus, Value } from './line-words.tsx';
import type { Totals } from './totals.ts';

/** A total in the foot of a column: of one currency. Of several the strip above the table says each. */
export function totalCell(totals: Totals | undefined, of: 'sales' | 'commission') {
  const [only, ...more] = totals?.counted ?? [];
  if (only === undefined || (more.length > 0 && of === 'sales')) return null;
  if (more.length === 0) return <Money amount={only[of]} currency={only.currency} />;
  return <span className="font-normal text-faint">{more.length + 1} currencies</span>;
}

export function transactionColumns(totals: Totals | undefined): readonly Column<TransactionRow>[] {
  return [
    {
      id: 'date',
      label: 'Date',
      width: 90,
      isSortable: true,
      isFixed: true,
      cell: (line) => <LineDate line={line} />,
    },
    {
      id: 'status',
      label: 'Status',
      width: 114,
      isSortable: true,
      cell: (line) => (
        <Value field="status" value={line.status}>
          <LineStatus status={line.status} />
        </Value>
      ),
    },
    {
      id: 'advertiser',
      label: 'Advertiser',
      width: 142,
      isSortable: true,
      cell: (line) => (
        <Value field="advertiser" value={line.advertiserId}>
          {line.advertiser ?? line.advertiserId}
        </Value>
      ),
    },
    {
      id: 'product',
      label: 'Product',
      isSortable: true,
      cell: (line) => <Value field="product" value={line.product} />,
    },
    {
      id: 'order',
      label: 'Order',
      width: 108,
      isSortable: true,
      cell: (line) => <Value field="orderId" value={line.orderId} className="num text-muted" />,
    },
    {
      id: 'sales',
      label: 'Sale',
      width: 116,
      align: 'right',
      isSortable: true,
      cell: (line) => <LineAmount line={line} of="sales" />,
      total: totalCell(totals, 'sales'),
    },
    {
      id: 'commission',
      label: 'Commission',
      width: 112,
      align: 'right',
      isSortable: true,
      cell: (line) => <LineAmount line={line} of="commission" />,
      total: totalCell(totals, 'commission'),
    },
    { id: 'rate', label: 'Rate', width: 62, align: 'right', cell: (line) => <LineRate line={line} /> },
    {
      id: 'subId',
      label: 'Sub-id',
      width: 112,
      isSortable: true,
      cell: (line) => <Value field="subId" value={line.subId} />,
    },
    ...hiddenColumns(totals),
  ];
}

/** Not shown unless they are chosen. */
function hiddenColumns(totals: Totals | undefined): readonly Column<TransactionRow>[] {
  const items = totals?.counted.reduce((count, one) => count + one.items, 0);
  return [
    {
      id: 'network',
      label: 'Network',
      width: 170,
      isSortable: true,
      isHidden: true,
      cell: (line) => (
        <Value field="network" value={line.network}>
          {line.networkLabel}
        </Value>
      ),
    },
    {
      id: 'country',
      label: 'Country',
      width: 130,
      isHidden: true,
      cell: (line) => (
        <Value field="country" value={line.country}>
          {line.countryLabel}
        </Value>
      ),
    },
    {
      id: 'brand',
      label: 'Brand',
      width: 130,
      isSortable: true,
      isHidden: true,
      cell: (line) => <Value field="brand" value={line.brand} />,
    },
    {
      id: 'sku',
      label: 'SKU',
      width: 120,
      isSortable: true,
      isHidden: true,
      cell: (line) => <Value field="sku" value={line.sku} />,
    },
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
      id: 'currency',
      label: 'Currency',
      width: 92,
      isSortable: true,
      isHidden: true,
      cell: (line) => <Value field="currency" value={line.currency} />,
    },
    {
      id: 'processed',
      label: 'Processed',
      width: 120,
      isSortable: true,
      isHidden: true,
      cell: (line) => (
        <span className="num text-muted">{line.processedOn === null ? '—' : formatDay(line.processedOn)}</span>
      ),
    },
    {
      id: 'reason',
      label: 'Reason',
      width: 180,
      isHidden: true,
      cell: (line) => <span title={line.reason ?? ''}>{line.reason ?? '—'}</span>,
    },
    {
      id: 'transactionId',
      label: 'Transaction ID',
      width: 150,
      isHidden: true,
      cell: (line) => <span className="text-muted">{line.transactionId ?? '—'}</span>,
    },
  ];
}
