import { describe, expect, it } from 'vitest';
import { type CurrencyCode, formatAmount } from '../../core/index.ts';
import type { ReportedLine, TranslateContext, Translated } from '../contract.ts';
import { rakuten } from './rakuten.ts';

const US: TranslateContext = { country: '1', currency: 'USD' as CurrencyCode }; // ISO codes
const JAPAN: TranslateContext = { country: '11', currency: 'JPY' as CurrencyCode };
const EUROPE: TranslateContext = { country: '31', currency: null };

const SIGNATURE = {
  'Member ID (U1)': 'post-1',
  MID: '3358',
  'Advertiser Name': 'Example, Inc.',
  'Order ID': '100200300',
  'Transaction Date': '8/4/25',
  'Transaction Time': '09:08:07',
  SKU: 'SKU-1',
  Sales: '79.90',
  '# of Items': '1',
  'Total Commission': '3.9950',
  'Process Date': '8/5/25',
  'Process Time': '18:51:00',
};
const LOST = {
  'Non-Commissionable Reason': 'Return Exceeded',
  'Non-Commissionable Order ID': '100200310',
  MID: '3358',
  'Process Date': '8/5/25',
  'Process Time': '18:51:00',
  'Non-Commissionable Sales': '79.90',
};
const BETTER = { 'Transaction ID': 'A1BC', ...SIGNATURE };

function translate(row: Readonly<Record<string, string>>, context = US, cells = Object.values(row)): Translated {
  const header = Object.keys(row);
  const report = rakuten.reports.find((candidate) => candidate.recognises(header));
  const reading = report?.readHeader(header, context);
  if (reading?.kind !== 'ok') throw new Error(`not read: ${JSON.stringify(reading)}`);
  return reading.translate(Object.freeze(cells));
}

function line(row: Readonly<Record<string, string>>, context = US, cells = Object.values(row)): ReportedLine {
  const translated = translate(row, context, cells);
  if (translated.kind !== 'line') throw new Error(JSON.stringify(translated));
  return translated.line;
}

function reject(row: Readonly<Record<string, string>>, context = US, cells = Object.values(row)): string {
  const translated = translate(row, context, cells);
  if (translated.kind !== 'reject') throw new Error(`${translated.kind}, not a reject`);
  expect(translated.reject.message).not.toBe('');
  return `${translated.reject.code} ${translated.reject.column ?? '-'}`;
}

describe('a line', () => {
  it.each([
    ['MID', 'missing-value'],
    ['Order ID', 'missing-value'],
    ['Transaction Date', 'missing-value'],
    ['Transaction Time', 'missing-value'],
    ['Sales', 'missing-value'],
    ['# of Items', 'missing-value'],
    ['Total Commission', 'missing-value'],
    ['Process Date', 'missing-value'],
  ])('must have %s', (column, code) => {
    for (const blank of ['', ' ', 'null']) expect(reject({ ...SIGNATURE, [column]: blank })).toBe(`${code} ${column}`);
  });
  it.each([
    ['MID', 'Example', 'unreadable-count'],
    ['Transaction Date', '2/30/25', 'unreadable-date'],
    ['Process Date', 'yesterday', 'unreadable-date'],
    ['Transaction Time', '25:00:00', 'unreadable-time'],
    ['Process Time', '9 PM', 'unreadable-time'],
    ['Sales', 'abc', 'unreadable-amount'],
    ['Sales', '1.234,56', 'unreadable-amount'],
    ['Total Commission', '0.39951', 'too-many-decimals'],
    ['Sales', '999999999999999', 'amount-too-large'],
    ['# of Items', '1.5', 'unreadable-count'],
  ])('refuses %s "%s" as %s', (column, text, code) => {
    expect(reject({ ...SIGNATURE, [column]: text })).toBe(`${code} ${column}`);
  });
  it('may lack SKU, names, sub-id and process time in a cell', () => {
    const row = { ...SIGNATURE, SKU: '', 'Advertiser Name': 'null', 'Member ID (U1)': '', 'Process Time': '' };
    expect(line(row)).toMatchObject({ sku: '', advertiser: null, subId: '', processedTime: null });
  });
  it('tells a sub-id that is empty from a report without sub-ids', () => {
    for (const empty of ['', 'null', '<none>']) expect(line({ ...SIGNATURE, 'Member ID (U1)': empty }).subId).toBe('');
    const { 'Member ID (U1)': _, ...without } = BETTER;
    expect(line(without).subId).toBeNull();
  });
  it('keeps a reversal negative, with its items', () => {
    const read = line({ ...SIGNATURE, Sales: '-$1,234.56', '# of Items': '-2', 'Total Commission': '-61.728' });
    expect([formatAmount(read.sales), formatAmount(read.commission), read.items]).toEqual([
      '-1234.5600',
      '-61.7280',
      -2,
    ]);
  });
  it('drops the spaces around ids and names, so that reports can be paired, and none of a sub-id', () => {
    const row = { ...SIGNATURE, 'Order ID': ' A-77, ', SKU: ' S ', 'Advertiser Name': ' E ', 'Member ID (U1)': ' u ' };
    expect(line(row)).toMatchObject({ orderId: 'A-77,', sku: 'S', advertiser: 'E', subId: ' u ' });
  });
  it('quotes no more than the start of a long cell', () => {
    const translated = translate({ ...SIGNATURE, Sales: 'x'.repeat(5000) });
    expect(translated.kind === 'reject' && translated.reject.message.length < 200).toBe(true);
  });
  it('is not touched by the row before it', () => {
    const header = Object.keys(SIGNATURE);
    const reading = rakuten.reports.find((one) => one.recognises(header))?.readHeader(header, US);
    if (reading?.kind !== 'ok') throw new Error('not read');
    const good = reading.translate(Object.values(SIGNATURE));
    reading.translate(Object.values({ ...SIGNATURE, Sales: 'abc' }));
    expect(reading.translate(Object.values(SIGNATURE))).toEqual(good);
  });
});

describe('currency and network', () => {
  it('takes the currency of the line, or that of the country network', () => {
    expect(line(SIGNATURE).currency).toBe('USD');
    expect(line({ ...BETTER, Currency: 'USD' }).currency).toBe('USD');
    expect(line({ ...BETTER, Currency: '' }).currency).toBe('USD');
    expect(line({ ...BETTER, Currency: 'EUR' }, EUROPE).currency).toBe('EUR');
    const yen = line({ ...BETTER, Currency: 'JPY', Sales: '1,200' }, JAPAN);
    expect([yen.currency, formatAmount(yen.sales)]).toEqual(['JPY', '1200.0000']);
  });
  it('never guesses a currency', () => {
    expect(reject(SIGNATURE, EUROPE)).toBe('missing-currency -');
    expect(reject({ ...BETTER, Currency: 'null' }, EUROPE)).toBe('missing-currency Currency');
    expect(reject({ ...BETTER, Currency: 'EUR' })).toBe('wrong-currency Currency');
    for (const unknown of ['XXX', '$', 'US Dollar', 'CHF']) {
      expect(reject({ ...BETTER, Currency: unknown }, EUROPE)).toBe('wrong-currency Currency');
    }
    expect(reject({ ...SIGNATURE, Currency: 'GBP' })).toBe('wrong-currency Currency');
  });
  it('refuses the line of another country network', () => {
    expect(line({ ...BETTER, 'Network ID': '1' }).orderId).toBe('100200300');
    expect(line({ ...BETTER, 'Network ID': '' }).orderId).toBe('100200300');
    expect(line({ ...BETTER, 'Network ID': '3' }, { ...US, country: null }).orderId).toBe('100200300');
    expect(reject({ ...BETTER, 'Network ID': '3' })).toBe('wrong-network Network ID');
  });
});

describe('status', () => {
  it.each([
    ['Locked', 'approved', 'Locked'],
    ['UNLOCKED', 'pending', 'UNLOCKED'],
    ['Not Applicable', null, 'Not Applicable'],
    ['n/a', null, 'n/a'],
    ['', null, null],
    ['null', null, null],
  ])('%s is %s', (text, status, networkStatus) => {
    expect(line({ ...BETTER, 'Commission Status': text })).toMatchObject({ status, networkStatus });
    expect(line({ ...BETTER, 'Lock Status': text })).toMatchObject({ status, networkStatus });
  });
  it('refuses what it does not know', () => {
    expect(reject({ ...BETTER, 'Commission Status': 'Disputed' })).toBe('unknown-status Commission Status');
    expect(reject({ ...BETTER, 'Lock Status': 'Disputed' })).toBe('unknown-status Lock Status');
  });
});

describe('a lost line', () => {
  it('pays exactly nothing, falls back to the process date only without a sale date, and keeps its reason', () => {
    const read = line(LOST);
    expect(read).toMatchObject({ occurredOn: '2025-08-05', occurredTime: '', processedOn: '2025-08-05', sku: '' });
    expect([formatAmount(read.commission), read.items, read.reason]).toEqual(['0.0000', 0, 'Return Exceeded']);
    expect(reject({ ...LOST, 'Transaction Date': '' })).toBe('missing-value Transaction Date');
    expect(line({ ...LOST, 'Transaction Date': '8/4/25' }).occurredOn).toBe('2025-08-04');
  });
  it('must have a reason: without one it may be a sale that pays', () => {
    expect(reject({ ...LOST, 'Non-Commissionable Reason': '' })).toBe('missing-value Non-Commissionable Reason');
  });
});

describe('widths', () => {
  const cells = Object.values(SIGNATURE);
  const afterOrder = 4;
  it('repairs the stray empty cell after the order id', () => {
    expect(line(SIGNATURE, US, cells.toSpliced(afterOrder, 0, ''))).toEqual(line(SIGNATURE));
  });
  it.each([
    ['a stray cell elsewhere', cells.toSpliced(2, 0, '')],
    ['a stray cell with content', cells.toSpliced(afterOrder, 0, 'x')],
    ['a comma too many at the end', [...cells, '']],
    ['two stray cells', cells.toSpliced(afterOrder, 0, '', '')],
    ['a cell too few', cells.slice(0, -1)],
    ['a stray cell before no date', cells.toSpliced(afterOrder, 1, '', 'x')],
  ])('refuses %s', (_, row) => expect(reject(SIGNATURE, US, row)).toBe('wrong-width -'));
  it('repairs nothing where no date or time shows that the cells fit', () => {
    const { 'Order ID': orderId, ...rest } = SIGNATURE;
    const orderLast = { ...rest, 'Order ID': orderId };
    expect(reject(orderLast, US, [...Object.values(orderLast), ''])).toBe('wrong-width -');
    const { SKU, Sales, ...early } = rest;
    const datesFirst = { ...early, 'Order ID': orderId, SKU, Sales };
    expect(reject(datesFirst, US, Object.values(datesFirst).toSpliced(-2, 0, ''))).toBe('wrong-width -');
  });
  it('takes blank rows and the empty mark for nothing', () => {
    for (const row of [
      ['No Results Found'],
      [''],
      cells.map(() => ''),
      cells.map((_, at) => (at === 0 ? 'No Results Found' : '')),
    ]) {
      expect(translate(SIGNATURE, US, row)).toEqual({ kind: 'empty' });
    }
  });
});

describe('a brand', () => {
  const row = { 'Product Name': 'Pan 11\\" iron', SKU: 'S', 'Total Commission': 'abc', 'Product Brand': 'Ferrum' };
  it('carries no money, whatever its amounts say', () => {
    expect(translate(row)).toEqual({ kind: 'brand', brand: { sku: 'S', product: 'Pan 11" iron', brand: 'Ferrum' } });
    expect(translate({ ...row, 'Product Brand': 'null' })).toEqual({ kind: 'empty' });
    expect(reject({ ...row, SKU: '', 'Product Name': '' })).toBe('missing-value SKU');
  });
});
