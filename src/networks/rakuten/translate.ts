/** Rakuten's rows → reported lines. Pure: a header is read once, then every row is data in, data out. */
import type { Amount, CurrencyCode } from '../../core/index.ts';
import type { HeaderReading, ReportedLine, ReportedStatus, RowTranslator, TranslateContext, Translated } from '../contract.ts';
import {
  advertiserNumber,
  amount,
  CellFault,
  day,
  itemCount,
  NOTHING,
  nameText,
  optionalText,
  requiredText,
  subIdText,
  timeOfDay,
} from './cells.ts';
import { type ColumnKey, type HeaderMap, mapHeader, usualName } from './columns.ts';

/** What a report is, for translation: a list of columns of which one each must be there, and how it is read. */
export interface ReportShape {
  /** Each inner list is one need: any of its columns serves, the first present wins. */
  readonly required: readonly (readonly ColumnKey[])[];
  readonly kind: 'money' | 'lost' | 'brand';
}

const CURRENCIES = new Set(['USD', 'CAD', 'GBP', 'EUR', 'BRL', 'AUD', 'JPY']);

const STATUSES: Readonly<Record<string, ReportedStatus | null>> = {
  locked: 'approved',
  unlocked: 'pending',
  'not applicable': null,
  'n/a': null,
};

/** Reads a header of a known report: the row translator, or the required columns that are missing. */
export function readHeader(shape: ReportShape, header: readonly string[], context: TranslateContext): HeaderReading {
  const map = mapHeader(header);
  const missing = shape.required
    .filter((choices) => choices.every((key) => map.at[key] < 0))
    .map((choices) => usualName(choices[0] ?? 'orderId'));
  if (missing.length > 0) return { kind: 'missing-columns', missing };
  if (map.repeated.length > 0) return { kind: 'missing-columns', missing: map.repeated.map((name) => `${name} (only once)`) };
  const translateRow = shape.kind === 'brand' ? brandTranslator(map) : lineTranslator(shape, map, context);
  return { kind: 'ok', translate: checkedWidth(header.length, map, translateRow), width: header.length, extra: map.extra };
}

/** Repairs the stray empty field the network sometimes writes after the order id; refuses any other width. */
function checkedWidth(width: number, map: HeaderMap, translate: RowTranslator): RowTranslator {
  const afterOrder = map.at.orderId + 1;
  return (cells) => {
    if (cells.length === width) return translate(cells);
    if (cells.length === width + 1 && map.at.orderId >= 0 && cells[afterOrder]?.trim() === '') {
      const shifted = [...cells.slice(0, afterOrder), ...cells.slice(afterOrder + 1)];
      const repaired = translate(shifted);
      if (repaired.kind === 'line') return repaired;
    }
    return reject('wrong-width', null, `the row has ${cells.length} cells, the header ${width}`);
  };
}

function reject(code: CellFault['code'], column: string | null, message: string): Translated {
  return { kind: 'reject', reject: { code, column, message } };
}

function brandTranslator(map: HeaderMap): RowTranslator {
  const { sku, product, brand } = map.at;
  return (cells) => {
    const values = { sku: (cells[sku] ?? '').trim(), product: nameText(cells[product] ?? '') ?? '', brand: nameText(cells[brand] ?? '') };
    if (values.brand === null || (values.sku === '' && values.product === '')) return { kind: 'empty' };
    return { kind: 'brand', brand: { ...values, brand: values.brand } };
  };
}

/** Which column serves each need, resolved once a header. */
interface LinePlan {
  readonly orderId: number;
  readonly occurredOn: number;
  readonly sales: number;
  readonly items: number;
  readonly needsProcessDate: boolean;
  readonly needsSku: boolean;
  readonly isLost: boolean;
}

function planOf(shape: ReportShape, at: HeaderMap['at']): LinePlan {
  const isLost = shape.kind === 'lost';
  const first = (...columns: number[]): number => columns.find((column) => column >= 0) ?? -1;
  return {
    orderId: isLost ? first(at.lostOrderId, at.orderId) : at.orderId,
    occurredOn: first(at.occurredOn, at.processedOn),
    sales: isLost ? first(at.lostSales, at.sales) : at.sales,
    items: isLost ? first(at.lostItems, at.items) : at.items,
    needsProcessDate: shape.required.some((choices) => choices.length === 1 && choices[0] === 'processedOn'),
    needsSku: shape.required.some((choices) => choices[0] === 'sku'),
    isLost,
  };
}

function lineTranslator(shape: ReportShape, map: HeaderMap, context: TranslateContext): RowTranslator {
  const { at, names } = map;
  const plan = planOf(shape, at);
  let cells: readonly string[] = [];
  let column = -1;
  /** The cell of a column, remembering which one is being read for the reject. */
  const cell = (index: number): string => {
    column = index;
    return index < 0 ? '' : (cells[index] ?? '');
  };
  const optional = (index: number, read: (text: string) => string | null): string | null => (index < 0 ? null : read(cell(index)));
  const number = (index: number, absent: Amount): Amount => (index < 0 ? absent : amount(cell(index)));
  const read = (): ReportedLine => {
    checkCountry(at.countryNetwork, cell(at.countryNetwork), context);
    const networkStatus = optional(at.status, optionalText);
    const processedOn = readProcessDate(at.processedOn, cell(at.processedOn), plan.needsProcessDate);
    return {
      advertiserId: advertiserNumber(cell(at.advertiserId)),
      advertiser: optional(at.advertiser, nameText),
      orderId: requiredText(cell(plan.orderId)),
      sku: cell(at.sku).trim(),
      product: optional(at.product, nameText),
      brand: optional(at.brand, nameText),
      subId: optional(at.subId, subIdText),
      transactionId: optional(at.transactionId, optionalText),
      occurredOn: day(cell(plan.occurredOn)),
      occurredTime: timeOfDay(cell(at.occurredTime)),
      processedOn,
      processedTime: processedOn === null ? null : timeOfDay(cell(at.processedTime)),
      currency: currencyOf(at.currency, cell(at.currency), context),
      sales: number(plan.sales, NOTHING),
      commission: number(at.commission, NOTHING),
      items: plan.items < 0 ? 0 : itemCount(cell(plan.items)),
      status: statusOf(networkStatus, () => cell(at.status)),
      networkStatus,
      reason: plan.isLost ? requiredText(cell(at.reason)) : null,
      referrer: optional(at.referrer, optionalText),
    };
  };
  return (row) => {
    cells = row;
    try {
      return { kind: 'line', line: read() };
    } catch (error) {
      if (!(error instanceof CellFault)) throw error;
      return reject(error.code, names[column]?.replace(/^\uFEFF/, '') ?? null, error.message);
    }
  };
}

function readProcessDate(index: number, text: string, isNeeded: boolean): string | null {
  if (index < 0) return null;
  if (!isNeeded && optionalText(text) === null) return null;
  return day(text);
}

function checkCountry(index: number, text: string, context: TranslateContext): void {
  if (index < 0 || context.country === null) return;
  const stated = optionalText(text);
  if (stated !== null && stated !== context.country) {
    throw new CellFault('wrong-network', `the line belongs to country network ${stated}, this import is for ${context.country}`);
  }
}

function currencyOf(index: number, text: string, context: TranslateContext): CurrencyCode {
  const stated = index < 0 ? null : optionalText(text);
  if (stated === null) {
    if (context.currency === null) throw new CellFault('missing-currency', 'neither the line nor the country network says which currency this is');
    return context.currency;
  }
  const code = stated.toUpperCase();
  if (!CURRENCIES.has(code)) throw new CellFault('wrong-currency', `"${stated}" is not a currency this network pays in`);
  if (context.currency !== null && context.currency !== code) {
    throw new CellFault('wrong-currency', `the line is in ${code}, the country network pays in ${context.currency}`);
  }
  return code as CurrencyCode; // checked against the list just above
}

function statusOf(text: string | null, mark: () => unknown): ReportedStatus | null {
  if (text === null) return null;
  const status = STATUSES[text.toLowerCase()];
  if (status !== undefined) return status;
  mark();
  throw new CellFault('unknown-status', `the status "${text}" is not known; known are ${Object.keys(STATUSES).join(', ')}`);
}
