/** The columns of Rakuten's reports and how a report is recognised by them. Names only: positions are the user's choice. */

/** The reports we read. Stored in rows: never rename. */
export type RakutenReportId =
  | 'transaction-id-report'
  | 'non-commissionable-sales-report'
  | 'sku-report'
  | 'signature-orders-report'
  | 'individual-item-report';

/** What a column can mean to us. */
export type Field =
  | 'transactionId'
  | 'orderId'
  | 'advertiserId'
  | 'advertiser'
  | 'sku'
  | 'product'
  | 'brand'
  | 'subId'
  | 'occurredOn'
  | 'occurredTime'
  | 'processedOn'
  | 'processedTime'
  | 'currency'
  | 'countryId'
  | 'sales'
  | 'commission'
  | 'items'
  | 'status'
  | 'reason'
  | 'referrer';

type NamesByField = Readonly<Record<Field, readonly string[]>>;

/**
 * The usual name first, then names seen elsewhere for the same thing; where two are present, the first listed counts.
 * The money columns have one name each: `Gross Sales` or `Baseline Commission` are other amounts.
 */
const NAMES: NamesByField = {
  transactionId: ['Transaction ID'],
  orderId: ['Order ID', 'OrderID'],
  advertiserId: ['MID', 'Advertiser ID'],
  advertiser: ['Advertiser Name'],
  sku: ['SKU', 'SKU Number'],
  product: ['Product Name'],
  brand: ['Product Brand'],
  subId: ['Member ID (U1)', 'Member ID', 'U1'],
  occurredOn: ['Transaction Date'],
  occurredTime: ['Transaction Time'],
  processedOn: ['Process Date'],
  processedTime: ['Process Time'],
  currency: ['Currency'],
  countryId: ['Network ID'],
  sales: ['Sales'],
  commission: ['Total Commission'],
  items: ['# of Items', 'Items', 'Quantity'],
  status: ['Commission Status', 'Lock Status'],
  reason: ['Non-Commissionable Reason'],
  referrer: ['Referrer URL'],
};

const LOST_NAMES: NamesByField = {
  ...NAMES,
  orderId: ['Non-Commissionable Order ID', ...NAMES.orderId],
  sales: ['Non-Commissionable Sales', ...NAMES.sales],
  items: ['Non-Commissionable Items', ...NAMES.items],
};

/** What one report must have. Every other field is read where its column exists. */
export interface ReportSchema {
  readonly id: RakutenReportId;
  readonly label: string;
  readonly names: NamesByField;
  readonly required: readonly Field[];
  /** At least one of these must exist; the first is named when none does. */
  readonly oneOf: readonly Field[];
}

const ORDER_LINE: readonly Field[] = ['orderId', 'occurredOn', 'advertiserId', 'sku', 'sales', 'items', 'commission'];

/** The reports in the order in which they are recognised. */
export const SCHEMAS: readonly ReportSchema[] = [
  {
    id: 'transaction-id-report',
    label: 'Individual Item Report with Transaction ID',
    names: NAMES,
    required: ['transactionId', ...ORDER_LINE],
    oneOf: [],
  },
  {
    id: 'non-commissionable-sales-report',
    label: 'Non-Commissionable Sales Report',
    names: LOST_NAMES,
    required: ['reason', 'orderId', 'advertiserId', 'sales'],
    oneOf: ['occurredOn', 'processedOn'],
  },
  { id: 'sku-report', label: 'SKU Report', names: NAMES, required: ['product', 'sku', 'brand'], oneOf: [] },
  {
    id: 'signature-orders-report',
    label: 'Signature Orders Report',
    names: NAMES,
    required: ['subId', ...ORDER_LINE, 'occurredTime', 'processedOn'],
    oneOf: [],
  },
  {
    id: 'individual-item-report',
    label: 'Individual Item Report',
    names: NAMES,
    required: [...ORDER_LINE, 'occurredTime'],
    oneOf: [],
  },
];

const ITEM_COLUMNS: readonly Field[] = [...ORDER_LINE, 'occurredTime', 'advertiser', 'product'];
const SIGNATURE_COLUMNS: readonly Field[] = [
  ...ORDER_LINE,
  'occurredTime',
  'advertiser',
  'subId',
  'processedOn',
  'processedTime',
];

/** A header's name as the report shows it: without byte order mark, outer spaces and quotes left by the mark. */
export function shownName(cell: string): string {
  const name = cell.trim(); // trims the byte order mark too
  return name.length > 1 && name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1).trim() : name;
}

function plainName(name: string): string {
  return shownName(name).replace(/\s+/g, ' ').toLowerCase();
}

/** Where each field of one header stands. */
export interface ResolvedColumns {
  /** Cell index per field, -1 where the header has no such column. */
  readonly at: Readonly<Record<Field, number>>;
  /** Required columns that are missing, or that stand there twice, by their usual name. */
  readonly missing: readonly string[];
  /** Columns that we do not use, as the header writes them. */
  readonly extra: readonly string[];
}

/** Finds the columns of a report in a header by name. */
export function resolveColumns(schema: ReportSchema, header: readonly string[]): ResolvedColumns {
  const plain = header.map(plainName);
  const missing: string[] = [];
  const used = new Set<number>();
  const find = (field: Field): number => {
    for (const name of schema.names[field]) {
      const index = plain.indexOf(plainName(name));
      if (index < 0) continue;
      if (plain.includes(plainName(name), index + 1)) missing.push(name);
      used.add(index);
      return index;
    }
    return -1;
  };
  const fields = Object.keys(NAMES) as Field[]; // NAMES has exactly the fields as keys
  const at = Object.fromEntries(fields.map((field) => [field, find(field)])) as Record<Field, number>; // same keys
  for (const field of schema.required) if (at[field] < 0) missing.push(usualName(schema, field));
  const [first] = schema.oneOf;
  if (first !== undefined && schema.oneOf.every((field) => at[field] < 0)) missing.push(usualName(schema, first));
  const extra = header.filter((name, index) => !used.has(index) && shownName(name) !== '').map(shownName);
  return { at, missing, extra };
}

function usualName(schema: ReportSchema, field: Field): string {
  return schema.names[field][0] ?? field;
}

/**
 * Which report a header is, or null. By characteristic columns rather than by all required ones, so that a report
 * that lacks one column is still named and the missing column can be told.
 */
export function recogniseReport(header: readonly string[]): RakutenReportId | null {
  const plain = new Set(header.map(plainName));
  const has = (field: Field): boolean => NAMES[field].some((name) => plain.has(plainName(name)));
  const count = (fields: readonly Field[]): number => fields.filter(has).length;
  const isLost = [...plain].some((name) => name.startsWith('non-commissionable '));
  if (has('transactionId') && (!isLost || has('sales') || has('commission'))) return 'transaction-id-report';
  if (isLost) {
    // Both kinds of columns in one custom report: only with the Transaction ID is it known which of them counts.
    const isMixed = plain.has('non-commissionable sales') && count(['orderId', 'sales', 'commission']) === 3;
    return isMixed ? 'transaction-id-report' : 'non-commissionable-sales-report';
  }
  if (count(SIGNATURE_COLUMNS) >= 8) {
    // Without its sub-ids a signature report looks like an item report, except for what it has and lacks by default.
    if (has('subId') || (has('processedOn') && !has('product'))) return 'signature-orders-report';
  }
  if (has('subId')) return null;
  if (count(ITEM_COLUMNS) >= 6) return 'individual-item-report'; // 60 %: payment reports name orders and products too
  return !has('orderId') && count(['product', 'sku', 'brand']) >= 2 ? 'sku-report' : null;
}
