import { expect, test } from 'vitest';
import { rowAt } from './raw-row.ts';

/** The text in parts of a few bytes, as a file may come. */
async function* parts(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const FILE = '\uFEFFOrder,Product\r\n1,"Mug ""XL"", blue"\r\n2,"two\r\nlines ü"\r\n\r\n5,last';

test('a row is found by the line on which it begins, whole, however the bytes come', async () => {
  for (const size of [1, 2, 3, 7, 1000]) {
    const at = async (line: number) => rowAt(parts(FILE, size), line);
    expect(await at(1)).toEqual({ text: 'Order,Product', isCut: false });
    expect(await at(2)).toEqual({ text: '1,"Mug ""XL"", blue"', isCut: false });
    expect(await at(3)).toEqual({ text: '2,"two\r\nlines ü"', isCut: false });
    expect(await at(5)).toEqual({ text: '', isCut: false });
    expect(await at(6)).toEqual({ text: '5,last', isCut: false });
    expect(await at(7)).toEqual({ text: null, isCut: false });
  }
});

test('a row is cut at 4 kB', async () => {
  const long = 'x'.repeat(4096);
  expect(await rowAt(parts(`a\n${long}\nb`, 100), 2)).toEqual({ text: long, isCut: false });
  expect(await rowAt(parts(`a\n${long}y\nb`, 100), 2)).toEqual({ text: long, isCut: true });
  expect(await rowAt(parts(`a\n"${long}`, 100), 2)).toEqual({ text: `"${long.slice(1)}`, isCut: true });
});
