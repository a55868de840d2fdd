import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import yauzl from 'yauzl';
import { type SheetColumn, type SheetRow, spreadsheetOf } from './spreadsheet.ts';

const COLUMNS: readonly SheetColumn[] = [
  { name: 'text', kind: 'text' },
  { name: 'amount', kind: 'amount' },
  { name: 'day', kind: 'day' },
  { name: 'items', kind: 'count' },
];

/** The files of an archive by their names. */
async function unpacked(bytes: Buffer): Promise<Map<string, string>> {
  const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
  const files = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    files.set(entry.fileName, (await buffer(await zip.openReadStreamPromise(entry))).toString('utf8'));
  }
  return files;
}

async function made(rows: readonly SheetRow[][], mostRows?: number): Promise<Map<string, string>> {
  const file = await buffer(Readable.from(spreadsheetOf(COLUMNS, Readable.from(rows), 'Lines', mostRows)));
  return unpacked(file);
}

/** Cells of a sheet: where, kind, what stands in it. */
function cellsOf(xml: string): string[][] {
  return [
    ...xml.matchAll(
      /<c r="(\w+)" s="(\d)"( t="inlineStr")?>(?:<is><t[^>]*>([\s\S]*?)<\/t><\/is>|<v>([^<]*)<\/v>)<\/c>/g,
    ),
  ].map(([, at = '', style = '', isText, text, value]) => [
    at,
    isText === undefined ? `number ${style}` : 'text',
    text ?? value ?? '',
  ]);
}

test('amounts stand in the sheet digit by digit, texts are texts, days are days', async () => {
  const files = await made([
    [
      ['=1+2', '-0.1000', '2026-03-29', -1],
      ['a <b> & "c"\u0001_x0041_\r\n', '123456789012.3456', '1900-03-01', 0],
    ],
    [
      [null, '0.3333', null, 3],
      ['+49', '-99999999999999.9999', '2199-12-31', null],
    ],
  ]);
  const sheet = files.get('xl/worksheets/sheet1.xml') ?? '';
  expect(cellsOf(sheet).slice(4)).toEqual([
    ['A2', 'text', '=1+2'],
    ['B2', 'number 1', '-0.1000'],
    ['C2', 'number 2', '46110'],
    ['D2', 'number 3', '-1'],
    ['A3', 'text', 'a &lt;b&gt; &amp; &quot;c&quot;_x0001__x005F_x0041__x000D_\n'],
    ['B3', 'text', '123456789012.3456'],
    ['C3', 'number 2', '61'],
    ['D3', 'number 3', '0'],
    ['B4', 'number 1', '0.3333'],
    ['D4', 'number 3', '3'],
    ['A5', 'text', '+49'],
    ['B5', 'text', '-99999999999999.9999'],
    ['C5', 'number 2', '109574'],
  ]);
  expect(sheet).not.toContain('<f>');
  expect(files.get('xl/styles.xml')).toContain('yyyy\\-mm\\-dd');
  expect([...files.keys()].sort()).toEqual([
    ...['[Content_Types].xml', '_rels/.rels', 'xl/_rels/workbook.xml.rels', 'xl/styles.xml', 'xl/workbook.xml'],
    'xl/worksheets/sheet1.xml',
  ]);
});

test('rows beyond a sheet go on in the next one', async () => {
  const rows = Array.from({ length: 25 }, (_, n): SheetRow => [`row ${n}`, '1.0000', null, n]);
  const files = await made([rows.slice(0, 7), [], rows.slice(7)], 11);
  const sheets = [1, 2, 3].map((n) =>
    cellsOf(files.get(`xl/worksheets/sheet${n}.xml`) ?? '').map(([, , text]) => text),
  );
  expect(sheets.map((cells) => cells.filter((cell) => cell?.startsWith('row ')).length)).toEqual([10, 10, 5]);
  expect(sheets.map(([head]) => head)).toEqual(['text', 'text', 'text']);
  expect(files.get('xl/workbook.xml')).toContain('name="Lines 3"');
  const exact = await made([rows.slice(0, 10)], 11);
  expect([...exact.keys()].filter((name) => name.includes('sheet'))).toEqual(['xl/worksheets/sheet1.xml']);
});

test('no rows are a sheet with a header, and an error of the rows is an error of the file', async () => {
  expect(cellsOf((await made([])).get('xl/worksheets/sheet1.xml') ?? '').length).toBe(4);
  const failing = Readable.from(
    (async function* rows() {
      yield [['a', '1.0000', null, 1]];
      throw new Error('the store failed');
    })(),
  );
  await expect(buffer(Readable.from(spreadsheetOf(COLUMNS, failing, 'Lines')))).rejects.toThrow('the store failed');
  await expect(made([[['a', 'much', null, 1]]])).rejects.toThrow('no plain number');
});
