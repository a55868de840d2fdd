export { dropClickhouseOf, openClickhouse, openClickhouseOf } from './clickhouse-store.ts';
export type { FactsSession, FactsStore, FactsWriter, SqlParameters, SqlRow, SqlValue } from './facts-store.ts';
export { DuckdbEngine, openDuckdb } from './duckdb-engine.ts';
export { isAny } from './is-any.ts';
export { LINE_COLUMNS } from './line-columns.ts';
export { columnsOf, TABLES, type TableName, type WorkTable } from './tables.ts';
