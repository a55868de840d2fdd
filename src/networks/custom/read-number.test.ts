import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf, type CurrencyCode, formatAmount } from '../../core/index.ts';
import { type DecimalMark, readAmount, readCount } from './read-number.ts';

const currency = (code: string) => code as CurrencyCode; // codes written out in this file

function read(cell: string, mark: DecimalMark = '.', code = 'EUR'): string {
  const amount = readAmount(cell, mark, currency(code));
  return typeof amount === 'bigint' ? formatAmount(amount) : amount;
}

describe('amounts', () => {
  it.each<[string, DecimalMark, string]>([
    ['0', '.', '0.0000'],
    ['-12.5', '.', '-12.5000'],
    ['1,234,567.8901', '.', '1234567.8901'],
    ['1 234.50', '.', '1234.5000'],
    ["1'234.50", '.', '1234.5000'],
    ['1.234.567,89', ',', '1234567.8900'],
    ['1\u00a0234,50', ',', '1234.5000'],
    ['1\u202f234\u202f567,50', ',', '1234567.5000'],
    ['1.234', ',', '1234.0000'],
    ['1,234', ',', '1.2340'],
    ['1,234', '.', '1234.0000'],
    ['1.234', '.', '1.2340'],
    ['0,5', ',', '0.5000'],
    ['-0,0001', ',', '-0.0001'],
    ['1.50000', '.', '1.5000'],
    [' 12,5 ', ',', '12.5000'],
    ['99999999999999.9999', '.', '99999999999999.9999'],
  ])('%s with "%s"', (cell, mark, amount) => {
    expect(read(cell, mark)).toBe(amount);
  });
  it.each<[string, DecimalMark, string]>([
    ['1.23456', '.', 'too-many-decimals'],
    ['0,00001', ',', 'too-many-decimals'],
    ['100000000000000', '.', 'too-large'],
    ['12,5', '.', 'not-an-amount'],
    ['12.50', ',', 'not-an-amount'],
    ['0,012', '.', 'not-an-amount'],
    ['01.234', ',', 'not-an-amount'],
    ['1.234,567.89', '.', 'not-an-amount'],
    ['1,234 567.89', '.', 'not-an-amount'],
    ['1,2345', '.', 'not-an-amount'],
    ['12,34,567.00', '.', 'not-an-amount'],
    ['1..5', '.', 'not-an-amount'],
    ['.5', '.', 'not-an-amount'],
    ['5.', '.', 'not-an-amount'],
    ['1e3', '.', 'not-an-amount'],
    ['0x10', '.', 'not-an-amount'],
    ['+5', '.', 'not-an-amount'],
    ['--5', '.', 'not-an-amount'],
    ['5-', '.', 'not-an-amount'],
    ['(5.00)', '.', 'not-an-amount'],
    ['5 %', '.', 'not-an-amount'],
    ['5%', '.', 'not-an-amount'],
    ['NaN', '.', 'not-an-amount'],
    ['-', '.', 'not-an-amount'],
    ['', '.', 'not-an-amount'],
    ['١٢', '.', 'not-an-amount'],
    ['1'.repeat(100_000), ',', 'not-an-amount'],
    [`1${' a'.repeat(100_000)}`, '.', 'not-an-amount'],
  ])('%s with "%s" is refused: %s', (cell, mark, fault) => {
    expect(read(cell, mark)).toBe(fault);
  });
  it.each([
    ['€ 12.50', 'EUR', '12.5000'],
    ['12.50 €', 'EUR', '12.5000'],
    ['12.50€', 'EUR', '12.5000'],
    ['EUR 12.50', 'EUR', '12.5000'],
    ['12.50 eur', 'EUR', '12.5000'],
    ['-€12.50', 'EUR', '-12.5000'],
    ['€-12.50', 'EUR', '-12.5000'],
    ['$1,234.50', 'USD', '1234.5000'],
    ['$12.50', 'CAD', '12.5000'],
    ['12.50 kr', 'SEK', '12.5000'],
    ['R$ 12.50', 'BRL', '12.5000'],
    ['$12.50', 'EUR', 'other-currency'],
    ['US$12.50', 'CAD', 'other-currency'],
    ['USD 12.50', 'EUR', 'other-currency'],
    ['₫ 12.50', 'EUR', 'other-currency'],
    ['€ 12.50 €', 'EUR', 'not-an-amount'],
    ['-€-12.50', 'EUR', 'not-an-amount'],
    ['about 12.50', 'EUR', 'not-an-amount'],
    ['€', 'EUR', 'not-an-amount'],
  ])('%s in %s', (cell, code, amount) => {
    expect(read(cell, '.', code)).toBe(amount);
  });
  it('come back exact however they are written', () => {
    const marks = fc.constantFrom<[DecimalMark, string]>(
      ['.', ','],
      ['.', ' '],
      ['.', "'"],
      [',', '.'],
      [',', '\u00a0'],
      [',', ''],
      ['.', ''],
    );
    const count = fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n });
    fc.assert(
      fc.property(count, marks, fc.constantFrom('', '€', 'EUR '), (tenThousandths, [mark, group], before) => {
        const plain = formatAmount(amountOf(tenThousandths));
        const [whole = '', decimals = ''] = plain.replace('-', '').split('.');
        const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
        const cell = `${plain.startsWith('-') ? '-' : ''}${before}${grouped}${mark}${decimals}`;
        expect(read(cell, mark)).toBe(plain);
      }),
    );
  });
});

describe('counts', () => {
  it.each<[string, DecimalMark, number | null]>([
    ['3', '.', 3],
    [' -3 ', '.', -3],
    ['-0', '.', 0],
    ['1,000', '.', 1000],
    ['1.000', ',', 1000],
    ['2.00', '.', 2],
    ['2,0', ',', 2],
    ['1.5', '.', null],
    ['2.0', ',', null],
    ['--3', '.', null],
    ['€3', '.', null],
    ['1e3', '.', null],
    ['', '.', null],
    ['9'.repeat(100_000), '.', null],
  ])('%s with "%s"', (cell, mark, count) => {
    expect(readCount(cell, mark)).toBe(count);
  });
});
