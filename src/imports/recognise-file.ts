/** What a file is, by its first kilobytes: a report that some network knows, or a table that a mapping could read. Pure. */
import type { ConnectionSettings, Delimiter, Network } from '../networks/index.ts';
import { CsvDamage, CsvRows } from './csv-rows.ts';

/** By what a file may be read. */
export interface Reader {
  readonly network: Network;
  /** The connection whose settings these are; null: what every file of the network has. */
  readonly connection: string | null;
  readonly settings?: ConnectionSettings;
}

/** What a file turned out to be. `rows` are a few of the lines below the header, for showing. */
export type FileReading =
  | {
      readonly kind: 'report';
      readonly network: string;
      readonly report: string;
      readonly label: string;
      readonly connection: string | null;
    }
  | {
      readonly kind: 'table';
      readonly delimiter: Delimiter;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'zip' | 'unreadable' };

/** A preface has 4 lines at Rakuten; a header further down than this is no header. */
const DEEPEST_HEADER = 30;
const SHOWN_ROWS = 5;
const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];

/** Recognises a file by its head. The connections' own mappings count before what every file of a network has. */
export function recogniseFile(head: Uint8Array, readers: readonly Reader[]): FileReading {
  const text = new TextDecoder('utf-8').decode(head); // a cut character at the end is in the last row, which is left out
  if (text.startsWith('PK\u0003\u0004') || text.startsWith('PK\u0005\u0006')) return { kind: 'zip' };
  if (/^\s*[<{[]/.test(text)) return { kind: 'unreadable' };
  for (const delimiter of DELIMITERS) {
    const rows = rowsOf(text, delimiter);
    for (const { network, connection, settings } of readers) {
      const wanted = settings === undefined ? ',' : (network.delimiterOf?.(settings) ?? ',');
      if (wanted !== delimiter) continue;
      const report = network.reports.find((one) =>
        rows.slice(0, DEEPEST_HEADER).some((row) => one.recognises(row, settings)),
      );
      if (report === undefined) continue;
      return { kind: 'report', network: network.id, report: report.id, label: report.label, connection };
    }
  }
  return tableOf(text);
}

/** The delimiter that parts the text into the most cells, and its first widest row as the header. */
function tableOf(text: string): FileReading {
  const tables = DELIMITERS.map((delimiter) => {
    const rows = rowsOf(text, delimiter).slice(0, DEEPEST_HEADER + SHOWN_ROWS);
    const width = Math.max(0, ...rows.map((row) => row.length));
    return { delimiter, rows, width };
  });
  const widest = tables.reduce((best, one) => (one.width > best.width ? one : best));
  const at = widest.rows.findIndex((row) => row.length === widest.width && row.every((cell) => cell.trim() !== ''));
  const header = widest.rows[at];
  if (header === undefined || widest.width < 2) return { kind: 'unreadable' };
  return {
    kind: 'table',
    delimiter: widest.delimiter,
    columns: header.map((cell) => cell.trim()),
    rows: widest.rows.slice(at + 1, at + 1 + SHOWN_ROWS),
  };
}

/** The whole rows of a text; what follows damage is left out, the import says where it is. */
function rowsOf(text: string, delimiter: Delimiter): readonly string[][] {
  const rows: string[][] = [];
  const reader = new CsvRows(({ cells }) => rows.push(cells), delimiter);
  try {
    reader.push(`${text.replace(/^\ufeff/, '').replace(/[^\n]*$/, '')}`);
  } catch (error) {
    if (!(error instanceof CsvDamage)) throw error;
  }
  return rows;
}
