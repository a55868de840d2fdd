import { expect, test } from 'vitest';
import { changeRatio, decimal, differenceOf, isNegative, isZero, ratioOf, sumOf, trimmed } from './decimal.ts';

test('only decimal text is a decimal', () => {
  for (const text of ['0', '-0.0000', '12480.3345', '007']) expect(decimal(text)).toBe(text);
  for (const text of ['', '1e3', '1,2', ' 1', '.5', '5.', '--1', 'NaN', 'Infinity', '0x1']) {
    expect(() => decimal(text), text).toThrow(TypeError);
  }
});

test('nought has no sign, however it is written', () => {
  for (const text of ['0', '-0', '0.0000', '-0.0000']) expect([isZero(text), isNegative(text)]).toEqual([true, false]);
  expect([isZero('-0.0001'), isNegative('-0.0001')]).toEqual([false, true]);
});

test('sums are exact where floats are not', () => {
  expect(sumOf(['0.1', '0.2'])).toBe('0.3');
  expect(sumOf(['9007199254740993.0001', '0.0001'])).toBe('9007199254740993.0002');
  expect(sumOf(['0.0500', '-1'])).toBe('-0.9500');
  expect(sumOf([])).toBe('0');
  expect(differenceOf('1.00', '1.0001')).toBe('-0.0001');
});

test('a change is the part of what was before', () => {
  expect(changeRatio('108.20', '100.0000')).toBe('0.082000');
  expect(changeRatio('50', '-100')).toBe('1.500000');
  expect(changeRatio('5', '0.0000')).toBeNull();
  expect(ratioOf('1', '3')).toBe('0.333333');
  expect(ratioOf('-1', '3')).toBe('-0.333333');
  expect(ratioOf('1', '0')).toBeNull();
});

test('trimmed text keeps its value and its least decimals', () => {
  expect([trimmed('12.5000', 2), trimmed('12.3345', 2), trimmed('12.0000'), trimmed('100')]).toEqual([
    '12.50',
    '12.3345',
    '12',
    '100',
  ]);
});
