import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { networkById } from '../networks/index.ts';
import { type Reader, recogniseFile } from './recognise-file.ts';

function reader(id: string, connection: string | null = null, settings?: Record<string, unknown>): Reader {
  const network = networkById(id);
  if (network === undefined) throw new Error(`no network ${id}`);
  return { network, connection, ...(settings === undefined ? {} : { settings }) };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const READERS = [reader('rakuten'), reader('custom')];
const SKU_REPORT = 'Product Name,SKU,Total Commission,Product Brand\nPan,A-1,1.00,Acme\n';

test('a report of a network is known by its header, below a preface and behind a byte order mark', () => {
  for (const text of [SKU_REPORT, `\ufeff${SKU_REPORT}`, `SKU Report\nfrom 1 to 2\n\n${SKU_REPORT}`]) {
    expect(recogniseFile(bytes(text), READERS)).toMatchObject({
      kind: 'report',
      network: 'rakuten',
      report: 'sku-report',
    });
  }
});

test('a saved mapping knows its file again, by its own delimiter', () => {
  const folder = new URL('../networks/custom/fixtures/german-semicolons/', import.meta.url);
  const { context } = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
    readonly context: { readonly settings: Record<string, unknown> };
  };
  const file = readFileSync(new URL('report.csv', folder));
  expect(recogniseFile(file, READERS)).toMatchObject({ kind: 'table', delimiter: ';' });
  const known = recogniseFile(file, [...READERS, reader('custom', 'c-1', context.settings)]);
  expect(known).toMatchObject({ kind: 'report', network: 'custom', connection: 'c-1' });
});

test('any other table is shown with its columns and first whole rows', () => {
  const text = 'Umsätze 2026\nDatum;Betrag;Nummer\n01.02.2026;1,50;7\n02.02.2026;"2;50";8\n03.02.20';
  expect(recogniseFile(bytes(text), READERS)).toEqual({
    kind: 'table',
    delimiter: ';',
    columns: ['Datum', 'Betrag', 'Nummer'],
    rows: [
      ['01.02.2026', '1,50', '7'],
      ['02.02.2026', '2;50', '8'],
    ],
  });
});

test('what is no table is said to be none', () => {
  expect(recogniseFile(bytes('PK\u0003\u0004…'), READERS)).toEqual({ kind: 'zip' });
  for (const text of ['', 'hello\n', '<!doctype html>\n<p>a,b</p>\n', '{"error": "a, b"}\n']) {
    expect(recogniseFile(bytes(text), READERS), text).toEqual({ kind: 'unreadable' });
  }
});
