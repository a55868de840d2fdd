import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatAmount,
  formatCompactMoney,
  formatCountTick,
  formatExact,
  formatMoney,
  formatNumber,
  formatPercent,
} from './numbers.ts';

test('money is written in its currency’s own decimals and the reader’s locale', () => {
  expect(formatMoney('12480.3300', 'USD', 'en-US')).toBe('$12,480.33');
  expect(formatMoney('12480.3300', 'EUR', 'de-DE')).toBe('12.480,33\u00a0€');
  expect(formatMoney('1234.5000', 'JPY', 'en-US')).toBe('¥1,235');
  expect(formatMoney('-84.1000', 'USD', 'en-US')).toBe('−$84.10');
});

test('nought is 0, what is not available is a dash', () => {
  expect([formatMoney('0.0000', 'USD', 'en-US'), formatMoney('-0.0000', 'USD', 'en-US')]).toEqual(['$0', '$0']);
  expect([formatAmount('0.0000', 'USD', 'en-US'), formatPercent('0.000000', 1, 'en-US')]).toEqual(['0', '0%']);
  expect([formatMoney(null, 'USD'), formatAmount(null, 'USD'), formatNumber(null), formatPercent(null)]).toEqual([
    '—',
    '—',
    '—',
    '—',
  ]);
});

test('an axis of few counts names each of them once', () => {
  expect([0, 0.5, 1, 1.5, 2].map((tick) => formatCountTick(tick, 'en-US'))).toEqual(['0', '', '1', '', '2']);
});

test('no digit is lost beyond what a float holds', () => {
  expect(formatMoney('9007199254740993.01', 'USD', 'en-US')).toBe('$9,007,199,254,740,993.01');
  expect(formatAmount('0.0050', 'USD', 'en-US')).toBe('0.01');
  expect(formatMoney('1.0050', 'USD', 'en-US')).toBe('$1.01'); // the float 1.005 lies below, and would be 1.00
});

test('what is copied and hovered is exact', () => {
  expect(formatExact('12480.3345', 'USD', 'en-US')).toBe('USD\u00a012,480.3345');
  expect(formatExact('12480.3000', 'USD', 'en-US')).toBe('USD\u00a012,480.30');
  expect(formatExact('5.2500', 'JPY', 'en-US')).toBe('JPY\u00a05.25');
});

test('every amount of the ledger is written with exactly its digits', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (units) => {
      const digits = (units < 0n ? -units : units).toString().padStart(5, '0');
      const text = `${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
      const shown = formatExact(text, 'USD', 'en-US')
        .replace('−', '-')
        .replaceAll(/[^\d.-]/g, '');
      const [whole, fraction = ''] = shown.split('.');
      expect(BigInt(`${whole}${fraction.padEnd(4, '0')}`)).toBe(units);
    }),
  );
});

test('rates, counts and axes', () => {
  expect(formatPercent('0.076400', 1, 'en-US')).toBe('7.6%');
  expect(formatPercent('-0.031000', 1, 'en-US')).toBe('−3.1%');
  expect(formatNumber(2310, 0, 'en-US')).toBe('2,310');
  expect(formatCompactMoney('12480.33', 'USD', 'en-US')).toBe('$12.5K');
});

test('what is no decimal is refused, not shown', () => {
  for (const text of ['', 'NaN', '1e3', '12,5']) expect(() => formatMoney(text, 'USD'), text).toThrow(TypeError);
});
