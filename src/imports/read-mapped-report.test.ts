/** Files of a custom network, read by a saved mapping: other delimiters, other numbers, and damage at any byte. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatAmount, TributaryError } from '../core/index.ts';
import { type ConnectionSettings, type Delimiter, networkById, type ReportedLine } from '../networks/index.ts';
import { CsvRows } from './csv-rows.ts';
import { type LineReject, readReport } from './read-report.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-mapped-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const MAPPING = {
  program: 'Beispiel GmbH',
  date: 'Datum',
  dateFormat: 'DD.MM.YYYY',
  timeZone: 'Europe/Berlin',
  commission: 'Provision',
  sales: 'Umsatz',
  decimalMark: ',',
  fixedCurrency: 'EUR',
  id: 'Vorgang',
  product: 'Produkt',
  status: 'Status',
  approvedWords: 'bestätigt',
  pendingWords: 'offen',
  reversedWords: 'storniert',
  delimiter: ';',
};

/** A preface, a quoted header after a byte order mark, a cell with a line end, and rows that are not understood. */
const GERMAN = [
  '\uFEFF"Auszug; Beispiel";01.03.2026',
  '',
  '"Datum";"Vorgang";"Produkt";"Umsatz";"Provision";"Status";"Bemerkung"',
  '01.03.2026;V-1;"Pfanne; 28 cm ""Pro""";1.234,56;61,728;bestätigt;',
  '01.03.2026;V-2;"Topf',
  '3 l";-49,90;-2,4950;Offen;',
  '2026-03-01;V-3;Deckel;19,90;0,9950;offen;',
  '02.03.2026;V-4;Deckel;19.90;0,9950;offen;',
  '02.03.2026;V-5;Deckel;19,90;0,9950;in Prüfung;',
  '02.03.2026;V-6;Deckel',
  '02.03.2026;V-7;Deckel;19,90 €;0,9950 EUR;storniert;Rückgabe',
  '',
].join('\r\n');

interface Outcome {
  readonly lines: readonly ReportedLine[];
  readonly places: readonly number[];
  readonly rejected: readonly LineReject[];
  readonly extra: readonly string[];
  readonly error: TributaryError | null;
}

async function read(
  bytes: Uint8Array | string,
  change: Record<string, unknown> | null = {},
  reportId: string | null = null,
): Promise<Outcome> {
  const path = join(folder, 'report.csv');
  await writeFile(path, bytes);
  const network = networkById('custom');
  if (network === undefined) throw new Error('no such network');
  const settings: ConnectionSettings | null =
    change === null ? null : network.settings.parse({ ...MAPPING, ...change });
  const context = { country: null, currency: null, ...(settings === null ? {} : { settings }) };
  const lines: ReportedLine[] = [];
  const places: number[] = [];
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
    const reading = await readReport(path, { network, context, reportId, fileName: 'report.csv' }, sink);
    return { lines, places, rejected: reading.rejected, extra: reading.extra, error: null };
  } catch (error) {
    if (!(error instanceof TributaryError)) throw error;
    return { lines, places, rejected: [], extra: [], error };
  }
}

test('a German export: semicolons, quotes, line ends in cells, a preface, and every bad row by its line', async () => {
  const { lines, places, rejected, extra, error } = await read(GERMAN);
  expect(error).toBeNull();
  expect(
    lines.map((line) => [
      line.transactionId,
      line.product,
      formatAmount(line.sales),
      formatAmount(line.commission),
      line.status,
    ]),
  ).toEqual([
    ['V-1', 'Pfanne; 28 cm "Pro"', '1234.5600', '61.7280', 'approved'],
    ['V-2', 'Topf\r\n3 l', '-49.9000', '-2.4950', 'pending'],
    ['V-7', 'Deckel', '19.9000', '0.9950', 'reversed'],
  ]);
  expect(places).toEqual([4, 5, 11]);
  expect(rejected.map(({ line, code, column }) => [line, code, column])).toEqual([
    [7, 'unreadable-date', 'Datum'],
    [8, 'unreadable-amount', 'Umsatz'],
    [9, 'unknown-status', 'Status'],
    [10, 'wrong-width', null],
  ]);
  expect(extra).toEqual(['Bemerkung']);
});

test('the same file with tabs or commas, LF or CRLF, with or without a byte order mark, is the same lines', async () => {
  const whole = await read(GERMAN);
  const cells: string[][] = [];
  const reader = new CsvRows((row) => cells.push(row.cells), ';');
  reader.push(GERMAN.replace('\uFEFF', ''));
  reader.end();
  const quoted = (cell: string) => (/[\t,"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  for (const [delimiter, name] of [['\t', 'tab'] as const, [',', ','] as const]) {
    const text = `${cells.map((row) => row.map(quoted).join(delimiter)).join('\n')}\n`;
    const other = await read(text, { delimiter: name });
    expect(other.lines).toEqual(whole.lines);
    expect(other.rejected.map(({ code }) => code)).toEqual(whole.rejected.map(({ code }) => code));
  }
});

describe('a file cut off at any byte', () => {
  const cut = async (text: string, change: Record<string, unknown>): Promise<void> => {
    const bytes = Buffer.from(text);
    const whole = await read(bytes, change);
    expect(whole.lines.length).toBeGreaterThan(1);
    for (let at = 0; at < bytes.length; at += 1) {
      const part = await read(bytes.subarray(0, at), change);
      if (part.error === null) expect(part.lines, `cut at byte ${at}`).toEqual(whole.lines.slice(0, part.lines.length));
    }
  };
  test('semicolons: fails, or gives a beginning of the whole, unchanged', () => cut(GERMAN, {}));
  test('tabs, the last cell empty or not: the same', async () => {
    const rows = [
      'Datum\tVorgang\tProvision\tProdukt',
      '01.03.2026\tV-1\t"1,25"\t',
      '01.03.2026\tV-2\t"1,2550"\tx',
      '',
    ];
    const least = { sales: undefined, status: undefined, approvedWords: undefined, pendingWords: undefined };
    await cut(rows.join('\r\n'), { ...least, reversedWords: undefined, delimiter: 'tab' });
  });
});

describe('a file that is not what the mapping says', () => {
  test('names the mapped column that is missing, and the line that came nearest to the header', async () => {
    const { error } = await read(GERMAN.replace('"Provision"', '"Verdienst"'));
    expect(error).toMatchObject({ code: 'missing-columns', place: { line: 3, column: 'Provision' } });
    expect(error?.message).toMatch(/lacks the column "Provision"\. .*correct the settings of the connection/);
  });
  test('says that another delimiter is used', async () => {
    const { error } = await read(GERMAN, { delimiter: ',' });
    expect(error).toMatchObject({ code: 'bad-quote', place: { line: 1 } });
    expect(error?.message).toContain('separated by semicolons: correct the delimiter');
    const plain = await read('Datum;Vorgang;Provision\r\n01.03.2026;V-1;1,25\r\n', { delimiter: 'tab' });
    expect(plain.error).toMatchObject({ code: 'missing-columns', place: { line: 1 } });
    expect(plain.error?.message).toContain('separated by semicolons: correct the delimiter');
  });
  test.each([null, 'custom-report'])('needs a connection (report %s)', async (reportId) => {
    const { error } = await read('Datum,Vorgang,Provision\r\n01.03.2026,V-1,1\r\n', null, reportId);
    expect(error?.code).toBe('invalid-settings');
    expect(error?.message).toContain('saved mapping of its connection');
  });
  test.each([
    ['Latin-1', Buffer.from(GERMAN.slice(1), 'latin1'), 'wrong-encoding'],
    ['a web page', '<html></html>', 'html-instead-of-csv'],
    ['an open quote', GERMAN.replace('3 l"', '3 l'), 'open-quote'],
    ['text after a quote', GERMAN.replace('3 l"', '3 l",'), 'bad-quote'],
    ['nothing', '', 'empty-file'],
    ['a row cut off', GERMAN.slice(0, GERMAN.indexOf(';storniert')), 'truncated-file'],
  ])('%s is told apart', async (_name, bytes, code) => {
    expect((await read(bytes)).error?.code).toBe(code);
  });
});

test.each<Delimiter>([',', ';', '\t'])('rows with "%s" come out the same however the text is chopped', (delimiter) => {
  const text = ['a|"b""|c"|', '"x', 'y"|,;\t|z', '|"|"|', ''].join('\r\n').replaceAll('|', delimiter);
  const rowsOf = (size: number): unknown[] => {
    const rows: unknown[] = [];
    const reader = new CsvRows((row) => rows.push(row), delimiter);
    for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
    reader.end();
    return rows;
  };
  const whole = rowsOf(text.length);
  expect(whole[0]).toEqual({ line: 1, cells: ['a', `b"${delimiter}c`, ''] });
  expect(whole).toHaveLength(3);
  for (let size = 1; size < text.length; size += 1) expect(rowsOf(size)).toEqual(whole);
});
