import { expect, it } from 'vitest';
import { csvCell, csvLine } from './csv-cell.ts';

it('leaves numbers as they are, negative amounts too', () => {
  for (const value of ['-12.3400', '0.0000', '79', '-3']) expect(csvCell(value)).toBe(value);
  expect(csvCell(-7)).toBe('-7');
  expect(csvCell(null)).toBe('');
});

it('disarms text that a spreadsheet would calculate', () => {
  for (const text of ['=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', '\0=1', '＝1+1', '－2+3', '-1.', '--1', '-1e3']) {
    expect(csvCell(text)).toBe(`'${text}`);
  }
  expect(csvCell('\r=1')).toBe('"\'\r=1"');
  expect(csvCell('=HYPERLINK("http://x","y")')).toBe('"\'=HYPERLINK(""http://x"",""y"")"');
});

it('quotes what would end a cell, and nothing else', () => {
  expect(csvLine(['a', 'b,c', 'd "e"', 'two\nlines', 'ü 🛒', "it's", ''])).toBe(
    `a,"b,c","d ""e""","two\nlines",ü 🛒,it's,\r\n`,
  );
});
