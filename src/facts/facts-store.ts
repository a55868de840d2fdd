/**
 * The facts seam: what the ledger and the reports may ask of either engine. One SQL text serves both; parameters are
 * written `{name:Type}` with ClickHouse type names.
 */
import type { TableName, WorkTable } from './tables.ts';

/** A parameter value. Dates travel as `YYYY-MM-DD`, instants as `YYYY-MM-DD HH:MM:SS.ffffff` UTC, amounts as text. */
export type SqlValue = string | number | bigint | null;
export type SqlParameters = Readonly<Record<string, SqlValue>>;

/**
 * A row as it comes back, the same from both engines: text and dates as text, 64-bit integers and decimals as decimal
 * text (exact), 32-bit integers as numbers, null as null.
 */
export type SqlRow = Readonly<Record<string, string | number | null>>;

/** What can be done inside one piece of exclusive work. */
export interface FactsSession {
  /** All rows at once: for answers that are known to be small. */
  query(sql: string, parameters?: SqlParameters): Promise<SqlRow[]>;
  /**
   * The rows as they come, in batches, by the same cell rules: memory does not grow with the answer. Nothing is asked
   * before the first batch is read; who stops early frees the query. Throws, also between batches, when the rows that
   * came are not all of them. A store reads on a connection of its own, so that a slow reader holds up nobody; in
   * exclusive work nothing else may be asked until the rows are read or left.
   */
  stream(sql: string, parameters?: SqlParameters): AsyncIterable<readonly SqlRow[]>;
  run(sql: string, parameters?: SqlParameters): Promise<void>;
  /** Appends a CSV file without header to a table: the table's columns in order, text in quotes, `\N` for null. */
  loadCsv(table: TableName, file: string): Promise<void>;
}

/** The one writer. Work tables are its own; what becomes of the facts happens inside `atomically`. */
export interface FactsWriter extends FactsSession {
  /**
   * All or nothing: on DuckDB one transaction (a throw rolls it back); on ClickHouse the rows stay invisible until the
   * `posted_runs` row, which the work inserts last. Planning stays outside: reading back rows of an open transaction
   * costs DuckDB twice the time.
   */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Removes all rows of work tables, and gives their memory back. To be called before a table is filled: what an earlier
   * piece of work left in it is not defined.
   */
  empty(...tables: readonly WorkTable[]): Promise<void>;
}

export interface FactsStore extends FactsSession {
  readonly engine: 'duckdb' | 'clickhouse';
  /**
   * The only way to write: one piece of work at a time, in the order of the calls. Work that runs out of memory is done
   * once more, from its beginning, with more of it; so is work that a fatal error of DuckDB ended before it committed
   * anything `atomically`. Work must bear that its statements outside of that were done before. Throws `out-of-memory`, and
   * `facts-reopened` where nobody knows whether a commit came to its end.
   */
  exclusive<T>(work: (writer: FactsWriter) => Promise<T>): Promise<T>;
  /**
   * Writes the rows of a question to a Parquet file, in their order: amounts as decimal(18,4), days as dates, text as
   * UTF-8. Replaces the file; what a failure leaves of it is no Parquet file.
   */
  exportParquet(sql: string, parameters: SqlParameters, file: string): Promise<void>;
  /** Ends the work that is under way and closes; rows that are still being read end with an error. */
  close(): Promise<void>;
}
