/**
 * The facts seam: what the ledger and the reports may ask of either engine. One SQL text serves both; parameters are
 * written `{name:Type}` with ClickHouse type names.
 */
import type { TableName } from './tables.ts';

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
  query(sql: string, parameters?: SqlParameters): Promise<SqlRow[]>;
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
}

export interface FactsStore extends FactsSession {
  readonly engine: 'duckdb' | 'clickhouse';
  /** The only way to write: one piece of work at a time, in the order of the calls. */
  exclusive<T>(work: (writer: FactsWriter) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
