/** Rows that were computed here, put into a table of the facts. */
import { type FileHandle, open, rm } from 'node:fs/promises';
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
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>,
): Promise<void> {
  const file = join(folder, `staging-${table.replaceAll('_', '-')}.csv`);
  try {
    if ((await writeRows(file, rows)) > 0) await writer.loadCsv(table, file);
  } finally {
    await rm(file, { force: true });
  }
}

/** Writes the rows as they come: memory does not grow with them. Answers how many there were. */
async function writeRows(
  file: string,
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>,
): Promise<number> {
  const handle = await open(file, 'w', 0o600);
  try {
    return await putRows(handle, rows);
  } finally {
    await handle.close();
  }
}

async function putRows(
  handle: FileHandle,
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>,
): Promise<number> {
  const csv = new CsvBytes(BUFFER_SIZE);
  let count = 0;
  for await (const row of rows) {
    for (const cell of row) {
      if (cell === null || typeof cell === 'string') csv.text(cell);
      else csv.plain(String(cell));
    }
    csv.endRow();
    count += 1;
    if (csv.size > BUFFER_SIZE / 2) await handle.writeFile(csv.take());
  }
  if (csv.size > 0) await handle.writeFile(csv.take());
  return count;
}
