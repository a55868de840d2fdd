import { describe, expect, it } from 'vitest';
import { formatAmount } from '../../core/index.ts';
import { dayReader, isBlank, readAmount, readCount, readDay, readMid, readTime, unescapeName } from './read-cell.ts';

describe('readDay', () => {
  it.each([
    ['8/4/25', '2025-08-04'],
    ['08/04/25', '2025-08-04'],
    ['8-4-25', '2025-08-04'],
    ['12/31/2024', '2024-12-31'],
    ['12-31-2024', '2024-12-31'],
    ['2025-08-04', '2025-08-04'],
    [' 4/25/2012', '2012-04-25'],
    ['2/29/24', '2024-02-29'],
    ['2/29/2000', '2000-02-29'],
    ['1/1/70', '1970-01-01'],
    ['1/1/69', '2069-01-01'],
    ['1/1/99', '1999-01-01'],
  ])('%s is %s', (text, day) => expect(readDay(text)).toBe(day));

  it.each([
    '2/30/25',
    '2/29/25',
    '2/29/2100',
    '13/1/25',
    '31/12/25',
    '0/1/25',
    '1/0/25',
    '4/31/25',
    '',
    '8/4',
    '8/4/',
    '8/4/5',
    '8/4/025',
    '8/4-25',
    '8-4/25',
    '8/4/25 09:00',
    '2025-8-4',
    '2025/08/04',
    '25-08-04',
    'x/4/25',
    '8/4/2x',
    '/4/25',
    '108/4/25',
    '8/104/25',
    '8/4/25/1',
    '20250804',
    '1/1/0001',
    '-8/4/25',
    '8.4.25',
  ])('"%s" is no day', (text) => expect(readDay(text)).toBeNull());

  it('agrees with the calendar on every day of 130 years, and remembers it', () => {
    const read = dayReader();
    let wrong = 0;
    for (let at = Date.UTC(1970, 0, 1); at < Date.UTC(2100, 0, 1); at += 86_400_000) {
      const day = new Date(at);
      const text = `${day.getUTCMonth() + 1}/${day.getUTCDate()}/${day.getUTCFullYear()}`;
      const expected = day.toISOString().slice(0, 10);
      if (read(text) !== expected || read(text) !== expected || readDay(expected) !== expected) wrong += 1;
    }
    expect(wrong).toBe(0);
  });
});

describe('readTime', () => {
  it.each([
    ['09:08:07', '09:08:07'],
    ['9:08:07', '09:08:07'],
    ['09:08', '09:08:00'],
    ['9:08', '09:08:00'],
    ['23:59:59', '23:59:59'],
    [' 00:00:00 ', '00:00:00'],
  ])('%s is %s', (text, time) => expect(readTime(text)).toBe(time));
  it.each(['24:00:00', '12:60:00', '12:00:60', '9:08 PM', '0908', '', '9', '09:8:07', '09-08-07', '9:8', '-9:08:07'])(
    '"%s" is no time',
    (text) => expect(readTime(text)).toBeNull(),
  );
});

describe('numbers', () => {
  it.each([
    ['1', 1],
    ['0', 0],
    ['-0', 0],
    ['-2', -2],
    ['1,234', 1234],
    ['1.0', 1],
    ['-3.00', -3],
    [' 7 ', 7],
    ['1234567890123', 1_234_567_890_123],
  ])('%s is %s items', (text, count) => expect(readCount(text)).toBe(count));
  it.each(['1.5', '', '-', 'one', '1 2', '1,2', '$1', '--1', '1e3', '+1'])('"%s" is no count', (text) => {
    expect(readCount(text)).toBeNull();
  });
  it.each([
    ['3358', '3358'],
    ['40,000', '40000'],
    [' 7 ', '7'],
  ])('%s is advertiser %s', (text, mid) => {
    expect(readMid(text)).toBe(mid);
  });
  it.each(['Example, Inc.', '4,0', '-1', '3358.0', ''])('"%s" is no advertiser', (text) => {
    expect(readMid(text)).toBeNull();
  });
  it.each([
    ['79.90', '79.9000'],
    ['$1,234.56', '1234.5600'],
    ['-$1,234.5678', '-1234.5678'],
    ['$-5', '-5.0000'],
    ['0.39950', '0.3995'],
    [' 5 ', '5.0000'],
  ])('%s is %s', (text, expected) => {
    const amount = readAmount(text);
    expect(typeof amount === 'bigint' ? formatAmount(amount) : amount).toBe(expected);
  });
  it.each([
    ['0.39951', 'too-many-decimals'],
    ['123456789012345', 'too-large'],
    ['1.234,56', 'not-an-amount'],
    ['79,90', 'not-an-amount'],
    ['$$5', 'not-an-amount'],
    ['-$-5', 'not-an-amount'],
    ['(5.00)', 'not-an-amount'],
    ['€5', 'not-an-amount'],
    ['1e3', 'not-an-amount'],
    ['NaN', 'not-an-amount'],
  ])('"%s": %s', (text, fault) => expect(readAmount(text)).toBe(fault));
});

describe('texts', () => {
  it('knows what says nothing', () => {
    for (const text of ['', ' ', '\t', '\u00a0', 'null']) expect(isBlank(text)).toBe(true);
    for (const text of ['0', 'nullify', 'ü', '-', 'Null & Co']) expect(isBlank(text)).toBe(false);
  });
  it('undoes the bad escape of quotes', () => {
    expect(unescapeName('Pan 11\\" cast \\"iron\\"')).toBe('Pan 11" cast "iron"');
    expect(unescapeName('C:\\pan')).toBe('C:\\pan');
  });
});
