/** Events and lines for tests of attribution: a few pages, links and readers, by a seed. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { columnsOf, type FactsStore, type TableName } from '../../src/facts/index.ts';

type Row = Readonly<Record<string, string | number | null>>;

const NOTHING: Row = {
  log_segment: 1,
  page_query: '',
  since_ms: 900,
  country: 'US',
  country_is_guess: 1,
  device: 'phone',
  browser: 'Safari',
  system: 'iOS',
  is_cancelled: 0,
  way: 'c',
  seen: 1,
  item_no: 0,
};

/** Appends events; columns that a row does not name have a usual value, or null. */
export async function loadEvents(
  facts: FactsStore,
  folder: string,
  table: TableName,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = columnsOf(table);
  const lines = rows.map((row) => {
    const whole: Row = { ...NOTHING, day: String(row['happened_at']).slice(0, 10), ...row };
    return columns
      .map((column) => whole[column] ?? null)
      .map((value) => (value === null ? String.raw`\N` : typeof value === 'number' ? value : `"${value}"`))
      .join(',');
  });
  const file = join(folder, `events-${table}-${rows.length}.csv`);
  await writeFile(file, `${lines.join('\n')}\n`);
  try {
    await facts.exclusive((writer) => writer.loadCsv(table, file));
  } finally {
    await rm(file, { force: true });
  }
}
