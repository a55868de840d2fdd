/** The ledger's lines as a file: CSV, JSON or Parquet, streamed, so that memory does not grow with the ledger. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvLine } from '../core/index.ts';
import { type FactsStore, LINE_COLUMNS, type SqlRow } from '../facts/index.ts';
import { REVERSAL_DAYS } from './order-status.ts';
import { type BesideEntries, entriesQuestion, readEntries } from './read-ledger.ts';

/** What the ledger can be exported as. */
export const ENTRY_FORMATS = ['csv', 'json', 'parquet'] as const;
export type EntryFormat = (typeof ENTRY_FORMATS)[number];

/** The columns of every export in their order; docs/data-model.md says what each means. */
export const ENTRY_COLUMNS: readonly string[] = [
  ...['scope_id', 'state', 'order_status', 'flag', 'money_report'],
  ...Object.keys(LINE_COLUMNS),
];

/**
 * Every line of the ledger with all its fields, in canonical order, as the parts of one file. `asOf` is an instant as
 * `instantText` writes it, or null for now. Throws between parts if the store fails: a file whose parts did not come to
 * an end is not whole. `beside` adds columns. Parquet is written to a private folder inside `temporaryFolder` first, and removed.
 */
export function exportEntries(
  facts: FactsStore,
  format: EntryFormat,
  asOf: string | null,
  temporaryFolder: string = tmpdir(),
  reversalDays = REVERSAL_DAYS,
  beside: BesideEntries | null = null,
): AsyncIterable<Uint8Array | string> {
  if (format === 'parquet') return parquetOf(facts, asOf, temporaryFolder, reversalDays, beside);
  const batches = readEntries(facts, asOf, reversalDays, beside);
  return format === 'json' ? jsonOf(batches) : csvOf(batches, [...ENTRY_COLUMNS, ...(beside?.columns ?? [])]);
}

async function* csvOf(batches: AsyncIterable<readonly SqlRow[]>, columns: readonly string[]): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const rows of batches) {
    yield rows.map((row) => csvLine(columns.map((column) => row[column] ?? null))).join('');
  }
}

async function* jsonOf(batches: AsyncIterable<readonly SqlRow[]>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const rows of batches) {
    yield before + rows.map((row) => JSON.stringify(row)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[\n]\n' : '\n]\n';
}

async function* parquetOf(
  facts: FactsStore,
  asOf: string | null,
  temporaryFolder: string,
  reversalDays: number,
  beside: BesideEntries | null,
): AsyncGenerator<Uint8Array> {
  const folder = await mkdtemp(join(temporaryFolder, 'export-'));
  try {
    const file = join(folder, 'entries.parquet');
    const { sql, parameters } = await entriesQuestion(facts, asOf, reversalDays, beside);
    await facts.exportParquet(sql, parameters, file);
    // a file stream gives Buffers unless it is told an encoding; its type does not know that
    for await (const part of createReadStream(file)) yield part as Uint8Array;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
