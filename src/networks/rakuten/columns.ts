/** Rakuten's column names, read by name and never by position; synonyms as seen in public exports. */

/** A column we know: its usual name and the other names it goes by. */
export const COLUMNS = {
  transactionId: ['Transaction ID'],
  orderId: ['Order ID', 'OrderID'],
  lostOrderId: ['Non-Commissionable Order ID'],
  subId: ['Member ID (U1)', 'Member ID', 'U1'],
  advertiserId: ['MID', 'Advertiser ID'],
  advertiser: ['Advertiser Name'],
  sku: ['SKU', 'SKU Number'],
  product: ['Product Name'],
  brand: ['Product Brand'],
  occurredOn: ['Transaction Date'],
  occurredTime: ['Transaction Time'],
  processedOn: ['Process Date'],
  processedTime: ['Process Time'],
  sales: ['Sales'],
  lostSales: ['Non-Commissionable Sales'],
  items: ['# of Items', 'Items', 'Quantity'],
  lostItems: ['Non-Commissionable Items'],
  commission: ['Total Commission'],
  currency: ['Currency'],
  countryNetwork: ['Network ID'],
  status: ['Commission Status', 'Lock Status'],
  reason: ['Non-Commissionable Reason'],
  referrer: ['Referrer URL'],
} as const;

export type ColumnKey = keyof typeof COLUMNS;

/** Where each known column stands in one header (-1: not there), and what the header has besides. */
export interface HeaderMap {
  readonly at: Readonly<Record<ColumnKey, number>>;
  /** The header's own name of each column, for messages. */
  readonly names: readonly string[];
  readonly extra: readonly string[];
  /** Known columns that stand there more than once: their meaning is not known. */
  readonly repeated: readonly string[];
}

function plain(name: string): string {
  return name
    .replace(/^\uFEFF/, '')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .toLowerCase();
}

const KEY_BY_NAME = new Map<string, ColumnKey>();
for (const [key, names] of Object.entries(COLUMNS)) {
  for (const name of names) KEY_BY_NAME.set(plain(name), key as ColumnKey); // the keys of COLUMNS are ColumnKey
}

/** Reads a header by names. */
export function mapHeader(header: readonly string[]): HeaderMap {
  const at = Object.fromEntries(Object.keys(COLUMNS).map((key) => [key, -1])) as Record<ColumnKey, number>; // every key is set
  const extra: string[] = [];
  const repeated: string[] = [];
  for (const [index, name] of header.entries()) {
    const key = KEY_BY_NAME.get(plain(name));
    if (key === undefined) extra.push(name);
    else if (at[key] >= 0) repeated.push(COLUMNS[key][0]);
    else at[key] = index;
  }
  return { at, names: header, extra, repeated };
}

/** The usual name of a column, as a person finds it at the network. */
export function usualName(key: ColumnKey): string {
  return COLUMNS[key][0];
}
