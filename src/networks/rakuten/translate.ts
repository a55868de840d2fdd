/** From the rows of Rakuten's reports to reported lines. Pure; the header is read once, a row costs about a microsecond. */
import { type Amount, amountOf, type CurrencyCode } from '../../core/index.ts';
import type {
  BusinessDate,
  HeaderReading,
  RejectCode,
  ReportedLine,
  ReportedStatus,
  RowReject,
  RowTranslator,
  TranslateContext,
  Translated,
} from '../contract.ts';
import { CURRENCIES } from './countries.ts';
import { dayReader, isBlank, readAmount, readCount, readMid, readTime, unescapeName } from './read-cell.ts';
import { type Field, type ReportSchema, resolveColumns, shownName } from './schema.ts';

/** First cell of a report without rows. */
export const EMPTY_MARKS: readonly string[] = ['No Results Found'];

/** The network's lock status. An order that takes no part in order locking says nothing about its future. */
const STATUSES: ReadonlyMap<string, ReportedStatus | null> = new Map([
  ['locked', 'approved'],
  ['unlocked', 'pending'],
  ['not applicable', null],
  ['n/a', null],
]);

const EMPTY: Translated = { kind: 'empty' };
const NOTHING: Amount = amountOf(0n);

/** Reads the header of a report by its names and returns its row translator, or what is missing. */
export function readHeader(schema: ReportSchema, header: readonly string[], context: TranslateContext): HeaderReading {
  const { at, missing, extra } = resolveColumns(schema, header);
  if (missing.length > 0) return { kind: 'missing-columns', missing };
  const reader = new RowReader(schema, header, at, context);
  const translate = schema.id === 'sku-report' ? reader.brand : reader.line;
  return { kind: 'ok', translate, width: header.length, extra };
}

/** Reads the rows of one header. The first thing that it does not understand in a row is the row's reject. */
class RowReader {
  readonly #header: readonly string[];
  readonly #at: Readonly<Record<Field, number>>;
  readonly #context: TranslateContext;
  readonly #required: ReadonlySet<Field>;
  readonly #isLost: boolean;
  readonly #day = dayReader();
  #cells: readonly string[] = [];
  #reject: RowReject | null = null;

  constructor(
    schema: ReportSchema,
    header: readonly string[],
    at: Readonly<Record<Field, number>>,
    context: TranslateContext,
  ) {
    this.#header = header.map(shownName);
    this.#at = at;
    this.#context = context;
    this.#required = new Set(schema.required);
    this.#isLost = schema.id === 'non-commissionable-sales-report';
  }

  /** Translates a row of a report of order lines. */
  readonly line: RowTranslator = (cells) => {
    if (!this.#start(cells)) return this.#refusal(cells);
    const at = this.#at;
    this.#checkNetwork();
    const hasSaleDay = at.occurredOn >= 0;
    const processedOn = this.#readDay('processedOn', this.#required.has('processedOn') || !hasSaleDay);
    const networkStatus = this.#networkStatus();
    const line: ReportedLine = {
      advertiserId: this.#mid(),
      advertiser: this.#name('advertiser'),
      orderId: this.#key('orderId'),
      sku: this.#text('sku') ?? '',
      product: this.#name('product'),
      brand: this.#name('brand'),
      subId: this.#subId(),
      transactionId: this.#required.has('transactionId') ? this.#key('transactionId') : this.#text('transactionId'),
      occurredOn: (hasSaleDay ? this.#readDay('occurredOn', true) : processedOn) ?? '',
      occurredTime: hasSaleDay ? (this.#time('occurredTime') ?? '') : '',
      processedOn,
      processedTime: this.#time('processedTime'),
      currency: this.#currency(),
      sales: this.#amount('sales'),
      commission: this.#amount('commission'),
      items: this.#count(),
      status: this.#status(networkStatus),
      networkStatus,
      reason: this.#isLost ? this.#key('reason') : null,
      referrer: this.#text('referrer'),
    };
    return this.#reject === null ? { kind: 'line', line } : this.#refusal(cells);
  };

  /** Translates a row of the SKU report; a product without a brand states nothing. */
  readonly brand: RowTranslator = (cells) => {
    if (!this.#start(cells)) return this.#refusal(cells);
    const brand = this.#name('brand');
    if (brand === null) return EMPTY;
    const sku = this.#text('sku') ?? '';
    const product = this.#name('product') ?? '';
    if (sku === '' && product === '') this.#fail('missing-value', 'sku', 'is blank, and so is the product name');
    return this.#reject === null ? { kind: 'brand', brand: { sku, product, brand } } : this.#refusal(cells);
  };

  /** Takes up a row; false if its cells cannot be matched to the header. */
  #start(cells: readonly string[]): boolean {
    this.#reject = null;
    this.#cells = cells.length === this.#header.length ? cells : (this.#withoutStrayCell(cells) ?? []);
    if (this.#cells.length > 0) return true;
    const message = `the row has ${cells.length} cells, the header ${this.#header.length}`;
    this.#reject = { code: 'wrong-width', column: null, message };
    return false;
  }

  /** The network now and then writes an empty cell after the order id, which shifts the rest of the row by one. */
  #withoutStrayCell(cells: readonly string[]): readonly string[] | null {
    const stray = this.#at.orderId + 1;
    if (cells.length !== this.#header.length + 1 || stray === 0 || cells[stray]?.trim() !== '') return null;
    const shifted = cells.toSpliced(stray, 1);
    const fits = (field: Field, read: (cell: string) => string | null): boolean | null => {
      const index = this.#at[field];
      const cell = index < stray ? '' : (shifted[index] ?? '');
      return isBlank(cell) ? null : read(cell) !== null; // null: says nothing either way
    };
    const found = [fits('occurredOn', this.#day), fits('processedOn', this.#day)];
    found.push(fits('occurredTime', readTime), fits('processedTime', readTime));
    return found.includes(true) && !found.includes(false) ? shifted : null;
  }

  #refusal(cells: readonly string[]): Translated {
    const isOtherwiseBlank = cells.every((cell, index) => index === 0 || cell.trim() === '');
    const first = cells[0]?.trim() ?? '';
    if (isOtherwiseBlank && (first === '' || EMPTY_MARKS.includes(first))) return EMPTY;
    if (this.#reject === null) throw new Error('a row was refused without a reason');
    return { kind: 'reject', reject: this.#reject };
  }

  #cell(field: Field): string {
    const index = this.#at[field];
    return index < 0 ? '' : (this.#cells[index] ?? ''); // asking an array for its cell -1 is slow
  }

  #fail(code: RejectCode, field: Field, problem: string): void {
    const column = this.#header[this.#at[field]] ?? null;
    this.#reject ??= { code, column, message: `${column ?? 'the row'} ${problem}` };
  }

  #failAs(code: RejectCode, field: Field, expected: string): void {
    if (this.#reject !== null) return;
    const cell = this.#cell(field);
    const shown = cell.length > 60 ? `${cell.slice(0, 60)}…` : cell;
    this.#fail(code, field, `is "${shown}"; expected is ${expected}`);
  }

  /** Texts are compared across reports, so the spaces that some exports put around them are dropped. */
  #text(field: Field): string | null {
    const cell = this.#cell(field);
    return isBlank(cell) ? null : cell.trim();
  }

  #networkStatus(): string | null {
    const cell = this.#cell('status');
    return isBlank(cell) ? null : cell; // the network's own text, unchanged
  }

  #name(field: Field): string | null {
    const cell = this.#cell(field);
    return isBlank(cell) ? null : unescapeName(cell.trim());
  }

  #key(field: Field): string {
    const text = this.#text(field);
    if (text === null) this.#fail('missing-value', field, 'is blank; every line must have it');
    return text ?? '';
  }

  #mid(): string {
    const text = this.#key('advertiserId');
    const mid = text === '' ? '' : readMid(text);
    if (mid === null) this.#failAs('unreadable-count', 'advertiserId', 'the number of an advertiser, such as 3358');
    return mid ?? '';
  }

  #subId(): string | null {
    if (this.#at.subId < 0) return null;
    const cell = this.#cell('subId');
    return isBlank(cell) || cell === '<none>' ? '' : cell;
  }

  #readDay(field: Field, isRequired: boolean): BusinessDate | null {
    const cell = this.#cell(field);
    if (isBlank(cell)) {
      if (isRequired) this.#fail('missing-value', field, 'is blank; every line must have it');
      return null;
    }
    const day = this.#day(cell);
    if (day === null) this.#failAs('unreadable-date', field, 'a day as month/day/year, such as 8/4/25');
    return day;
  }

  #time(field: Field): string | null {
    const cell = this.#cell(field);
    if (isBlank(cell)) {
      if (this.#required.has(field)) this.#fail('missing-value', field, 'is blank; every line must have it');
      return null;
    }
    const time = readTime(cell);
    if (time === null) this.#failAs('unreadable-time', field, 'a time of day, such as 09:08:07');
    return time;
  }

  #amount(field: 'sales' | 'commission'): Amount {
    const cell = this.#cell(field);
    if (isBlank(cell)) {
      // Only the commission of a lost line may be blank or have no column: what is not commissionable pays nothing.
      if (this.#required.has(field)) this.#fail('missing-value', field, 'is blank; every line must have it');
      return NOTHING;
    }
    const amount = readAmount(cell);
    if (typeof amount === 'bigint') return amount;
    if (amount === 'too-many-decimals') this.#failAs(amount, field, 'an amount with at most 4 decimals');
    else if (amount === 'too-large') this.#failAs('amount-too-large', field, 'an amount of at most 14 whole digits');
    else this.#failAs('unreadable-amount', field, 'an amount such as 1,234.56');
    return NOTHING;
  }

  #count(): number {
    const cell = this.#cell('items');
    if (isBlank(cell)) {
      if (this.#required.has('items')) this.#fail('missing-value', 'items', 'is blank; every line must have it');
      return 0;
    }
    const count = readCount(cell);
    if (count === null) this.#failAs('unreadable-count', 'items', 'a whole number');
    return count ?? 0;
  }

  #currency(): CurrencyCode {
    const expected = this.#context.currency;
    const cell = this.#cell('currency');
    if (!isBlank(cell)) {
      const code = cell.trim().toUpperCase();
      if (!CURRENCIES.has(code)) this.#failAs('wrong-currency', 'currency', `one of ${[...CURRENCIES].join(', ')}`);
      else if (expected !== null && code !== expected) this.#failAs('wrong-currency', 'currency', expected);
      return code as CurrencyCode; // checked against the known codes; a reject drops it
    }
    if (expected !== null) return expected;
    this.#fail(
      'missing-currency',
      'currency',
      'has no currency; choose the country network or add the column Currency',
    );
    return '' as CurrencyCode; // dropped with the reject
  }

  #status(networkStatus: string | null): ReportedStatus | null {
    if (networkStatus === null) return null;
    const status = STATUSES.get(networkStatus.trim().toLowerCase());
    if (status === undefined) this.#failAs('unknown-status', 'status', 'Locked, Unlocked or Not Applicable');
    return status ?? null;
  }

  #checkNetwork(): void {
    const { country } = this.#context;
    const text = country === null ? null : this.#text('countryId');
    if (text !== null && text !== country) this.#failAs('wrong-network', 'countryId', String(country));
  }
}
