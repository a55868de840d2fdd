/** P5: a file cut off or changed anywhere never gives a line that the network did not state. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CurrencyCode, TributaryError } from '../core/index.ts';
import { networkById, type ReportedLine } from '../networks/index.ts';
import { CsvRows } from './csv-rows.ts';
import { readReport } from './read-report.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-read-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ITEMS = `\uFEFFOrder ID,Transaction Date,Transaction Time,MID,Advertiser Name,SKU,Product Name,Sales,# of Items,Total Commission\r
"1",8/4/25,"09:08:07",3358,"Example, Inc.","A","Pan 11\\"" iron","1,234.56",1,3.9950\r
"2,",8/4/25,"09:08:07",3358,"Üni","B","Two\nlines",20.00,2,-0.1234\r
"3",8/4/25,"09:08:07",3358,"Example, Inc.","C","Last",30.00,3,12.3456\r
`;
const SIGNATURE = `Member ID (U1),MID,Advertiser Name,Order ID,Transaction Date,Transaction Time,SKU,Sales,# of Items,Total Commission,Process Date,Process Time\r
"post-1",3358,"Example, Inc.","1",8/4/25,"09:08:07","A",79.90,1,3.9950,8/5/25,"18:51:00"\r
"",3358,"Example, Inc.","2",8/4/25,"09:08:07","B",-20.00,-1,-1.0000,8/6/25,"18:51:00"\r
`;

interface Outcome {
  readonly lines: readonly ReportedLine[];
  readonly places: readonly number[];
  readonly error: string | null;
}

async function read(bytes: Uint8Array | string): Promise<Outcome> {
  const path = join(folder, 'report.csv');
  await writeFile(path, bytes);
  const network = networkById('rakuten');
  if (network === undefined) throw new Error('no such network');
  const lines: ReportedLine[] = [];
  const places: number[] = [];
  const context = { country: '1', currency: 'USD' as CurrencyCode }; // a code written out
  const sink = {
    onReport: () => undefined,
    onLine: (line: ReportedLine, at: number) => {
      lines.push(line);
      places.push(at);
    },
    onBrand: () => undefined,
    flush: () => Promise.resolve(),
  };
  try {
    await readReport(path, { network, context, reportId: null, fileName: 'report.csv' }, sink);
    return { lines, places, error: null };
  } catch (error) {
    if (!(error instanceof TributaryError)) throw error;
    return { lines, places, error: error.code };
  }
}

describe('a file cut off at any byte', () => {
  test.each([
    ['individual items', ITEMS],
    ['signature orders', SIGNATURE],
  ])('%s: fails, or gives a beginning of the whole, unchanged', async (_name, text) => {
    const bytes = Buffer.from(text);
    const whole = await read(bytes);
    expect(whole.error).toBeNull();
    for (let cut = 0; cut < bytes.length; cut += 1) {
      const part = await read(bytes.subarray(0, cut));
      if (part.error === null)
        expect(part.lines, `cut at byte ${cut}`).toEqual(whole.lines.slice(0, part.lines.length));
    }
  });
});

test('physical lines count the preface, the header and line ends inside quotes', async () => {
  expect((await read(ITEMS)).places).toEqual([2, 3, 5]);
  expect((await read(`Report,Items\r\nRange,x\r\n\r\n\r\n${ITEMS.slice(1)}`)).places).toEqual([6, 7, 9]);
});

test.each([
  ['Latin-1', Buffer.from(ITEMS, 'latin1'), 'wrong-encoding'],
  ['UTF-16', Buffer.from(`\uFEFF${ITEMS}`, 'utf16le'), 'wrong-encoding'],
  ['text after a quote', ITEMS.replace('"Last"', '"Last"x'), 'bad-quote'],
])('%s is told apart', async (_name, bytes, code) => {
  expect((await read(bytes)).error).toBe(code);
});

test('rows come out the same however the text is chopped', () => {
  const rowsOf = (size: number): unknown[] => {
    const rows: unknown[] = [];
    const reader = new CsvRows((row) => rows.push(row));
    for (let at = 0; at < ITEMS.length; at += size) reader.push(ITEMS.slice(at, at + size));
    reader.end();
    return rows;
  };
  const whole = rowsOf(ITEMS.length);
  for (let size = 1; size < 40; size += 1) expect(rowsOf(size)).toEqual(whole);
});
