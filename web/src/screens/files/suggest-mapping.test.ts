import { expect, test } from 'vitest';
import { samplesOf, suggestMapping } from './suggest-mapping.ts';

test('columns are suggested by their names, each once', () => {
  expect(
    suggestMapping([
      'Order_ID',
      'Transaction Date',
      'Sale Amount',
      'Commission',
      'Currency',
      'Status',
      'SubID1',
      'Notes',
    ]),
  ).toEqual({
    order: 'Order_ID',
    date: 'Transaction Date',
    sales: 'Sale Amount',
    commission: 'Commission',
    currency: 'Currency',
    status: 'Status',
    subId: 'SubID1',
  });
  expect(suggestMapping(['Datum', 'Bestellung', 'Umsatz', 'Provision', 'Währung', 'Marke'])).toEqual({
    date: 'Datum',
    order: 'Bestellung',
    sales: 'Umsatz',
    commission: 'Provision',
    currency: 'Währung',
    brand: 'Marke',
  });
  expect(suggestMapping(['a', 'b'])).toEqual({});
});

test('the first different values of a column', () => {
  expect(
    samplesOf(
      'b',
      ['a', 'b'],
      [
        ['1', 'x'],
        ['2', 'x'],
        ['3', ' '],
        ['4', 'y'],
      ],
    ),
  ).toBe('x · y');
  expect(samplesOf('c', ['a', 'b'], [['1', 'x']])).toBe('');
});
