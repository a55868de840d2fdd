import { expect, test } from 'vitest';
import { errorWords, qrMatrix } from './qr-matrix.ts';

test('the error words of the example of the standard’s tutorials', () => {
  const data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17];
  expect(errorWords(data, 10)).toEqual([196, 35, 39, 119, 235, 215, 231, 226, 93, 23]);
});

test('size follows length, and what is too long is refused', () => {
  expect(qrMatrix('a').length).toBe(21);
  expect(qrMatrix('a'.repeat(17)).length).toBe(21);
  expect(qrMatrix('a'.repeat(18)).length).toBe(25);
  expect(qrMatrix('a'.repeat(271)).length).toBe(57);
  expect(() => qrMatrix('a'.repeat(272))).toThrow(RangeError);
});

test('finder patterns, timing and the format of level L with mask 0 stand where they belong', () => {
  const matrix = qrMatrix('otpauth://totp/Tributary:ada@example.org?secret=ABC&issuer=Tributary');
  const at = (row: number, column: number): number => (matrix[row]?.[column] === true ? 1 : 0);
  const size = matrix.length;
  for (const [top, left] of [
    [0, 0],
    [0, size - 7],
    [size - 7, 0],
  ] as const) {
    expect(Array.from({ length: 7 }, (_, place) => at(top + 3, left + place)).join('')).toBe('1011101');
  }
  expect(Array.from({ length: 5 }, (_, place) => at(6, 8 + place)).join('')).toBe('10101');
  const format =
    [0, 1, 2, 3, 4, 5, 7, 8].map((column) => at(8, column)).join('') +
    [7, 5, 4, 3, 2, 1, 0].map((row) => at(row, 8)).join('');
  expect(format).toBe('111011111000100');
});
