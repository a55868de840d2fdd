/** Takes personal columns out of a report before it is stored: what we do not need is never kept. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Network } from '../networks/index.ts';
import { CsvRows } from './csv-rows.ts';

/** Bytes in which a header must begin: a preface and 137 column names are under 8 kB. */
const HEAD_BYTES = 64 * 1024;
/** Rows above the header at most. */
const DEEPEST_HEADER = 30;

function plain(name: string): string {
  return name
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase();
}

function cell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** The positions of personal columns in a file's header; none if it has none, or is no report we know. */
export async function personalColumnsOf(path: string, network: Network): Promise<ReadonlySet<number>> {
  const positions = new Set<number>();
  let seen = 0;
  const reader = new CsvRows(({ cells }) => {
    seen += 1;
    const report =
      positions.size > 0 || seen > DEEPEST_HEADER ? undefined : network.reports.find((one) => one.recognises(cells));
    const personal = new Set(report?.personalColumns.map(plain));
    for (const [index, name] of cells.entries()) if (personal.has(plain(name))) positions.add(index);
  });
  try {
    for await (const chunk of createReadStream(path, { end: HEAD_BYTES, encoding: 'utf8' })) reader.push(String(chunk));
  } catch {
    return positions; // damaged: the reading that follows says where; what was found above the damage still counts
  }
  return positions;
}

/**
 * The report with the cells of the given columns emptied. Lines, columns and their order stay, so that every message
 * still points to the place in the person's own file. Rows that the reader cannot read end the text, as damage does.
 */
export function withoutColumns(path: string, positions: ReadonlySet<number>): Readable {
  return Readable.from(emptied(path, positions));
}

async function* emptied(path: string, positions: ReadonlySet<number>): AsyncGenerator<string> {
  let out = '';
  let line = 1;
  let isHeader = true;
  const reader = new CsvRows((row) => {
    for (; line < row.line; line += 1) out += '\r\n';
    const isWide = row.cells.length > Math.max(...positions);
    const kept = row.cells.map((text, index) => (positions.has(index) && !isHeader ? '' : text));
    if (isHeader && isWide) isHeader = false;
    out += `${kept.map(cell).join(',')}\r\n`;
    line = row.line + 1 + row.cells.reduce((sum, text) => sum + text.split('\n').length - 1, 0);
  });
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    reader.push(String(chunk));
    yield out;
    out = '';
  }
  reader.end();
  yield out;
}
