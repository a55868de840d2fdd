/** Rows that were computed here, put into a table of the facts. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CsvBytes } from '../../core/index.ts';
import type { FactsWriter, TableName } from '../../facts/index.ts';

const BUFFER_SIZE = 1 << 20;

/** A cell: text as text, whole numbers as they are. */
export type Cell = string | number | bigint | null;

/** Appends rows to a table, in the order of its columns. `folder` is for files of the moment. */
export async function loadRows(
  writer: FactsWriter,
  folder: string,
  table: TableName,
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const csv = new CsvBytes(BUFFER_SIZE);
  for (const row of rows) {
    for (const cell of row) {
      if (cell === null || typeof cell === 'string') csv.text(cell);
      else csv.plain(String(cell));
    }
    csv.endRow();
  }
  const file = join(folder, `staging-${table.replaceAll('_', '-')}.csv`);
  try {
    await writeFile(file, csv.take(), { mode: 0o600 });
    await writer.loadCsv(table, file);
  } finally {
    await rm(file, { force: true });
  }
}
