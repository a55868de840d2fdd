/**
 * From the rows of a mapped file to reported lines. Pure. What identifies a line is the program's id where one is
 * mapped, else its order number with SKU, days, time and sign; equal lines are several lines and never merged.
 */
import { type Amount, amountOf, type CurrencyCode, TributaryError } from '../../core/index.ts';
import type {
  ConnectionSettings,
  HeaderReading,
  RejectCode,
  ReportedLine,
  ReportedStatus,
  RowReject,
  RowTranslator,
  TranslateContext,
  Translated,
} from '../contract.ts';
import { type ResolvedColumns, resolveColumns, shownName } from './columns.ts';
import { isCurrency } from './currency.ts';
import { type Moment, momentReader, readTime } from './read-date.ts';
import { readAmount, readCount } from './read-number.ts';
import { type Field, type Mapping, mappingSchema, plainWord, wordsOf } from './settings.ts';

const EMPTY: Translated = { kind: 'empty' };
const NOTHING: Amount = amountOf(0n);
const NO_MOMENT: Moment = { day: '', time: null };

/**
 * The mapping in a connection's settings. Throws `invalid-settings` without settings (the file belongs to no connection)
 * and for settings that the schema no longer lets through.
 */
export function mappingOf(settings: ConnectionSettings | undefined): Mapping {
  if (settings === undefined) {
    throw new TributaryError(
      'invalid-settings',
      'A file of a custom network is read by the saved mapping of its connection: add a connection that says which column means what, and name it with the file.',
    );
  }
  const read = mappingSchema.safeParse(settings);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const setting = issue?.path.join('.') ?? '';
  throw new TributaryError(
    'invalid-settings',
    `The saved mapping cannot be used; setting "${setting}": ${issue?.message ?? 'not understood'}. Correct the connection.`,
    { column: setting },
    read.error,
  );
}

/** Whether a header has every mapped column, once. Without settings no header has. */
export function recognises(header: readonly string[], settings: ConnectionSettings | undefined): boolean {
  return settings !== undefined && resolveColumns(mappingOf(settings), header).missing.length === 0;
}

/** Reads a header by the mapping and returns its row translator, or the mapped columns that are missing. */
export function readHeader(header: readonly string[], context: TranslateContext): HeaderReading {
  const mapping = mappingOf(context.settings);
  const columns = resolveColumns(mapping, header);
  const { missing, extra } = columns;
  if (missing.length > 0) return { kind: 'missing-columns', missing };
  return { kind: 'ok', translate: new RowReader(mapping, header, columns).line, width: header.length, extra };
}

function statusWords(mapping: Mapping): ReadonlyMap<string, ReportedStatus> {
  const words = new Map<string, ReportedStatus>();
  for (const word of wordsOf(mapping.approvedWords)) words.set(word, 'approved');
  for (const word of wordsOf(mapping.pendingWords)) words.set(word, 'pending');
  for (const word of wordsOf(mapping.reversedWords)) words.set(word, 'reversed');
  return words;
}

/** Reads the rows of one header. The first thing that it does not understand in a row is the row's reject. */
class RowReader {
  readonly #mapping: Mapping;
  readonly #header: readonly string[];
  readonly #at: Readonly<Record<Field, number>>;
  readonly #furtherSubIds: readonly number[];
  readonly #moment: (cell: string) => Moment | null;
  readonly #statuses: ReadonlyMap<string, ReportedStatus>;
  #cells: readonly string[] = [];
  #reject: RowReject | null = null;

  constructor(mapping: Mapping, header: readonly string[], { at, furtherSubIds }: ResolvedColumns) {
    this.#mapping = mapping;
    this.#header = header.map(shownName);
    this.#at = at;
    this.#furtherSubIds = furtherSubIds;
    this.#moment = momentReader(mapping.dateFormat, mapping.timeZone);
    this.#statuses = statusWords(mapping);
  }

  readonly line: RowTranslator = (cells) => {
    if (cells.every((cell) => cell.trim() === '')) return EMPTY;
    this.#reject = null;
    this.#cells = cells;
    if (cells.length !== this.#header.length) {
      const message = `the row has ${cells.length} cells, the header ${this.#header.length}`;
      return { kind: 'reject', reject: { code: 'wrong-width', column: null, message } };
    }
    const occurred = this.#day('date', true) ?? NO_MOMENT;
    const id = this.#has('id') ? this.#key('id') : null;
    const advertiser = this.#has('advertiser') ? this.#key('advertiser') : (this.#mapping.program ?? '');
    // Without an id the booking day is part of what identifies a line: one that came later would make it another line.
    const processed = this.#day('processedDate', id === null);
    const currency = this.#currency();
    const line: ReportedLine = {
      advertiserId: advertiser,
      advertiser,
      orderId: id === null ? this.#key('order') : (this.#text('order') ?? id),
      sku: this.#text('sku') ?? '',
      product: this.#text('product'),
      brand: this.#text('brand'),
      subId: this.#subId(),
      transactionId: id,
      occurredOn: occurred.day,
      occurredTime: this.#time() ?? occurred.time ?? '',
      processedOn: processed?.day ?? null,
      processedTime: processed?.time ?? null,
      currency,
      sales: this.#amount('sales', currency),
      commission: this.#amount('commission', currency),
      items: this.#count(),
      status: this.#status(),
      networkStatus: this.#has('status') ? this.#cell('status') : null, // the program's own text, unchanged
      reason: null,
      referrer: this.#text('referrer'),
    };
    return this.#reject === null ? { kind: 'line', line } : { kind: 'reject', reject: this.#reject };
  };

  #has(field: Field): boolean {
    return this.#at[field] >= 0;
  }

  #cell(field: Field): string {
    const index = this.#at[field];
    return index < 0 ? '' : (this.#cells[index] ?? '');
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

  /** A text without outer spaces; null if it is blank or has no column. */
  #text(field: Field): string | null {
    return this.#cell(field).trim() || null;
  }

  /** All sub-ids of the row, in the order of the mapping, with a space between: a click's id may be in any. null: no column. */
  #subId(): string | null {
    if (!this.#has('subId')) return null;
    const further = this.#furtherSubIds.map((index) => (this.#cells[index] ?? '').trim());
    return [this.#text('subId') ?? '', ...further].filter(Boolean).join(' ');
  }

  /** A text that no line may lack. */
  #key(field: Field): string {
    const text = this.#text(field);
    if (text === null) this.#fail('missing-value', field, 'is blank; every line must have it');
    return text ?? '';
  }

  #day(field: 'date' | 'processedDate', isRequired: boolean): Moment | null {
    if (!this.#has(field)) return null;
    const cell = this.#cell(field);
    if (cell.trim() === '') {
      if (isRequired) this.#fail('missing-value', field, 'is blank; every line must have it');
      return null;
    }
    const moment = this.#moment(cell);
    if (moment === null) this.#failAs('unreadable-date', field, this.#dateExpected());
    else if (field === 'date' && moment.time !== null && this.#has('time')) {
      this.#failAs('unreadable-date', field, 'a day without a time, as the time has a column of its own');
    }
    return moment;
  }

  #dateExpected(): string {
    const format = this.#mapping.dateFormat;
    return format === 'instant' ? 'an instant with its offset, such as 2026-03-01T14:05:00Z' : `a day as ${format}`;
  }

  #time(): string | null {
    const cell = this.#cell('time');
    if (cell.trim() === '') return null;
    const time = readTime(cell);
    if (time === null) this.#failAs('unreadable-time', 'time', 'a time of day, such as 14:05:00');
    return time;
  }

  /** No column: the file says nothing of it, and the ledger adds nothing. A blank cell is not a zero. */
  #amount(field: 'sales' | 'commission', currency: CurrencyCode): Amount {
    if (!this.#has(field)) return NOTHING;
    const cell = this.#cell(field);
    const { decimalMark } = this.#mapping;
    if (cell.trim() === '') {
      this.#fail('missing-value', field, 'is blank; every line must have it');
      return NOTHING;
    }
    const amount = readAmount(cell, decimalMark, currency);
    if (typeof amount === 'bigint') return amount;
    if (amount === 'too-many-decimals') this.#failAs(amount, field, 'an amount with at most 4 decimals');
    else if (amount === 'too-large') this.#failAs('amount-too-large', field, 'an amount of at most 14 whole digits');
    else if (amount === 'other-currency') this.#failAs('wrong-currency', field, `an amount in ${currency}`);
    else this.#failAs('unreadable-amount', field, `an amount such as ${decimalMark === '.' ? '1,234.56' : '1.234,56'}`);
    return NOTHING;
  }

  #count(): number {
    if (!this.#has('items')) return 0;
    const cell = this.#cell('items');
    if (cell.trim() === '') this.#fail('missing-value', 'items', 'is blank; every line must have it');
    const count = readCount(cell, this.#mapping.decimalMark);
    if (count === null) this.#failAs('unreadable-count', 'items', 'a whole number');
    return count ?? 0;
  }

  #currency(): CurrencyCode {
    const fixed = (this.#mapping.fixedCurrency ?? null) as CurrencyCode | null; // the schema let only known codes through
    const code = this.#text('currency')?.toUpperCase() ?? null;
    if (code === null && fixed !== null) return fixed;
    if (code === null) this.#fail('missing-currency', 'currency', 'is blank; every line must have it');
    else if (fixed !== null && code !== fixed) this.#failAs('wrong-currency', 'currency', fixed);
    else if (isCurrency(code)) return code;
    else this.#failAs('wrong-currency', 'currency', 'the code of a currency, such as EUR');
    return '' as CurrencyCode; // dropped with the reject
  }

  #status(): ReportedStatus | null {
    if (!this.#has('status')) return null;
    const status = this.#statuses.get(plainWord(this.#cell('status')));
    if (status === undefined)
      this.#failAs('unknown-status', 'status', `one of ${[...this.#statuses.keys()].join(', ')}`);
    return status ?? null;
  }
}
