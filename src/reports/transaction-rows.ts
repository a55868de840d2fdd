/** One ledger line as a row of a table or a file: what SQL gives, and what is shown of it. */
import { ratioText } from '../core/index.ts';
import { LINE_COLUMNS, type SqlRow } from '../facts/index.ts';
import { amountText, exact } from './figures.ts';
import { countryLabel, type Names, networkLabel, scopeParts } from './names.ts';

/** One line of the ledger with its names. Amounts have 4 decimals; null = no report says it. */
export interface TransactionRow {
  /** The entry's number: the same for the life of the line. */
  readonly id: string;
  readonly status: string;
  /** `adjusted`, `original-not-imported` or empty. */
  readonly flag: string;
  readonly network: string;
  readonly networkLabel: string;
  /** `NETWORK:COUNTRY`, to filter by. */
  readonly country: string;
  readonly countryLabel: string;
  readonly scope: string;
  readonly advertiserId: string;
  readonly advertiser: string | null;
  readonly orderId: string;
  readonly sku: string;
  readonly product: string | null;
  readonly brand: string | null;
  readonly subId: string | null;
  readonly transactionId: string | null;
  readonly occurredOn: string;
  readonly occurredTime: string;
  readonly processedOn: string | null;
  readonly processedTime: string | null;
  /** Day and time ('' = not known) in the zone of the workspace. */
  readonly localDay: string;
  readonly localTime: string;
  readonly currency: string;
  readonly sales: string;
  readonly commission: string;
  /** As the network reported it; the same as above unless amounts are converted. */
  readonly reportedCurrency: string;
  readonly reportedSales: string;
  readonly reportedCommission: string;
  /** Reported commission ÷ sales, 6 decimals; null without sales. */
  readonly rate: string | null;
  readonly items: number;
  /** The network's own status text. */
  readonly networkStatus: string | null;
  readonly reason: string | null;
  readonly referrer: string | null;
  /** The report whose amounts count. */
  readonly moneyReport: string;
}

const COLUMNS = [
  ...['entry_id', 'scope_id', 'order_status', 'flag', 'money_report', 'money_id', 'local_day', 'local_time'],
  ...['reported_currency', 'reported_sales', 'reported_commission'],
];

/** Select list of lines l (with their reported amounts, see `asReported`) for `transactionOf`. */
export const TRANSACTION_COLUMNS = [...COLUMNS, ...Object.keys(LINE_COLUMNS)]
  .map((column) => `l.${column} as ${column}`)
  .join(', ');

/** Reads a row of `TRANSACTION_COLUMNS`. */
export function transactionOf(row: SqlRow, names: Names): TransactionRow {
  const text = (column: string): string => String(row[column]);
  const maybe = (column: string): string | null => (row[column] == null ? null : String(row[column]));
  const { network, country } = scopeParts(text('scope_id'));
  const reported = { sales: exact(row['reported_sales']), commission: exact(row['reported_commission']) };
  return {
    id: text('entry_id'),
    status: text('order_status'),
    flag: text('flag'),
    network,
    networkLabel: networkLabel(names, network),
    country: `${network}:${country}`,
    countryLabel: countryLabel(names, network, country),
    scope: text('scope_id'),
    advertiserId: text('advertiser_id'),
    advertiser: maybe('advertiser'),
    orderId: text('order_id'),
    sku: text('sku'),
    product: maybe('product'),
    brand: maybe('brand'),
    subId: maybe('sub_id'),
    transactionId: maybe('transaction_id'),
    occurredOn: text('occurred_on'),
    occurredTime: text('occurred_time'),
    processedOn: maybe('processed_on'),
    processedTime: maybe('processed_time'),
    localDay: text('local_day'),
    localTime: text('local_time'),
    currency: text('currency'),
    sales: amountText(exact(row['sales'])),
    commission: amountText(exact(row['commission'])),
    reportedCurrency: text('reported_currency'),
    reportedSales: amountText(reported.sales),
    reportedCommission: amountText(reported.commission),
    rate: ratioText(reported.commission, reported.sales, 6),
    items: Number(row['items']),
    networkStatus: maybe('network_status'),
    reason: maybe('reason'),
    referrer: maybe('referrer'),
    moneyReport: text('money_report'),
  };
}
