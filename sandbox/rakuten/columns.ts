/** The columns a report can have, each with the text of its cell as the network writes it. */
import type { WallClock } from '../world/calendar.ts';
import type { CommissionLine } from '../world/commission-line.ts';
import { formatUnits, roundUnits } from '../world/units.ts';

/** How dates are written: `m/d/yy` → 8/4/25, `m-d-yy` → 8-4-25. */
export type DateFormat = 'm/d/yy' | 'm-d-yy';

/** What a cell needs to know besides its line. */
export interface CellContext {
  readonly dateFormat: DateFormat;
  /** The wall clock of the asked time zone. */
  readonly clock: (instantMs: number) => WallClock;
  readonly nowMs: number;
  readonly hasThousandsCommas: boolean;
  /** 2–4: commissions are rounded to this many decimals. */
  readonly commissionDecimals: number;
  /** Writes the broken escape `\""` for a quote inside a product name. */
  readonly hasBadEscape: boolean;
}

type Cell = (line: CommissionLine, context: CellContext) => string;

/** Text cells are always quoted. */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function amount(units: number, leastDecimals: number, context: CellContext): string {
  const text = formatUnits(units, { leastDecimals, hasThousandsCommas: context.hasThousandsCommas });
  return text.includes(',') ? `"${text}"` : text;
}

function commission(line: CommissionLine, context: CellContext): string {
  const decimals = context.commissionDecimals;
  const units = decimals === 4 ? line.commissionUnits : roundUnits(line.commissionUnits, decimals);
  return amount(units, units === 0 ? 0 : Math.min(3, decimals), context);
}

/** A day, unpadded, with a two-digit year. */
export function dateText(clock: Pick<WallClock, 'year' | 'month' | 'day'>, format: DateFormat): string {
  const separator = format === 'm/d/yy' ? '/' : '-';
  return [clock.month, clock.day, String(clock.year % 100).padStart(2, '0')].join(separator);
}

function date(instantMs: number, context: CellContext): string {
  return dateText(context.clock(instantMs), context.dateFormat);
}

function time(instantMs: number, context: CellContext): string {
  const { hour, minute, second } = context.clock(instantMs);
  return `"${[hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':')}"`;
}

function productName(line: CommissionLine, context: CellContext): string {
  return context.hasBadEscape ? `"${line.productName.replaceAll('"', '\\""')}"` : quoted(line.productName);
}

function commissionStatus(line: CommissionLine, context: CellContext): string {
  if (!line.hasOrderLocking) return quoted('not applicable');
  return quoted(line.lockedAtMs <= context.nowMs ? 'locked' : 'unlocked');
}

const CELLS = {
  'Transaction ID': (line) => quoted(line.transactionId),
  'Order ID': (line) => quoted(line.orderId),
  'Member ID (U1)': (line) => quoted(line.subId),
  MID: (line) => String(line.mid),
  'Advertiser Name': (line) => quoted(line.advertiserName),
  SKU: (line) => quoted(line.sku),
  'Product Name': productName,
  'Product Brand': (line) => quoted(line.productBrand),
  'Transaction Date': (line, context) => date(line.occurredAtMs, context),
  'Transaction Time': (line, context) => time(line.occurredAtMs, context),
  'Process Date': (line, context) => date(line.processedAtMs, context),
  'Process Time': (line, context) => time(line.processedAtMs, context),
  Sales: (line, context) => amount(line.salesUnits, 2, context),
  '# of Items': (line) => String(line.items),
  'Total Commission': commission,
  Currency: (line) => quoted(line.currency),
  'Network ID': (line) => String(line.networkId),
  'Commission Status': commissionStatus,
  'Non-Commissionable Order ID': (line) => quoted(line.orderId),
  'Non-Commissionable Sales': (line, context) => amount(line.salesUnits, 2, context),
  'Non-Commissionable Items': (line) => String(line.items),
  'Non-Commissionable Reason': (line) => quoted(line.reason ?? ''),
} as const satisfies Readonly<Record<string, Cell>>;

/** The name of a column, as its header writes it. */
export type ColumnName = keyof typeof CELLS;

/** The text of one cell, quoted where the network quotes. */
export function cellText(column: ColumnName, line: CommissionLine, context: CellContext): string {
  const cell: Cell = CELLS[column];
  return cell(line, context);
}

const MEASURES: ReadonlySet<ColumnName> = new Set([
  'Sales',
  '# of Items',
  'Total Commission',
  'Non-Commissionable Sales',
  'Non-Commissionable Items',
]);

/** Whether a column is summed when lines are grouped. */
export function isMeasure(column: ColumnName): boolean {
  return MEASURES.has(column);
}
