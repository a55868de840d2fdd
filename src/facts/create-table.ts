/** The text of `CREATE TABLE` for each engine, and the types of a CSV file's columns. */
import type { FactsSession } from './facts-store.ts';
import type { ColumnType, TableDefinition } from './table-definition.ts';
import { columnsOf, TABLES, type TableName } from './tables.ts';

const DUCKDB_TYPES: Record<ColumnType, string> = {
  text: 'varchar not null',
  'text?': 'varchar',
  int32: 'integer not null',
  int64: 'bigint not null',
  amount: 'decimal(18,4) not null',
  date: 'date not null',
  'date?': 'date',
  instant: 'timestamp not null',
  key: 'uhugeint not null',
};

const CLICKHOUSE_TYPES: Record<ColumnType, string> = {
  text: 'String',
  'text?': 'Nullable(String)',
  int32: 'Int32',
  int64: 'Int64',
  amount: 'Decimal(18,4)',
  date: 'Date32',
  'date?': 'Nullable(Date32)',
  instant: "DateTime64(6, 'UTC')",
  key: 'UInt128',
};

/** DuckDB's `CREATE TABLE`; work tables are temporary, so a crash leaves none behind. */
export function duckdbTable(name: TableName): string {
  const table: TableDefinition = TABLES[name];
  const columns = Object.entries(table.columns).map(([column, type]) => `  ${column} ${DUCKDB_TYPES[type]}`);
  const kind = table.life === 'work' ? 'create or replace temp table' : 'create table if not exists';
  return `${kind} ${name} (\n${columns.join(',\n')}\n)`;
}

/**
 * ClickHouse's `CREATE TABLE`. The deduplication window covers `insert … values` (the commit point); an `insert … select`
 * that is tried again doubles its rows (measured on 26.7), which is why each attempt at posting has a number of its own.
 */
export function clickhouseTable(name: TableName): string {
  const table: TableDefinition = TABLES[name];
  const columns = Object.entries(table.columns).map(([column, type]) => `  ${column} ${CLICKHOUSE_TYPES[type]}`);
  const kind = table.life === 'work' ? 'create or replace table' : 'create table if not exists';
  const settings = table.life === 'stored' ? ' settings non_replicated_deduplication_window = 1000' : '';
  const engine = `engine = MergeTree order by (${table.sortedBy.join(', ')})${settings}`;
  return `${kind} ${name} (\n${columns.join(',\n')}\n) ${engine}`;
}

/** Asks which columns a table has; `here` is the condition of what is the engine's present database. */
function columnsQuestion(here: string): string {
  return `select column_name as name from information_schema.columns where ${here} and table_name = {table:String}
order by ordinal_position`;
}

// Object.keys of a const object: its keys are exactly TableName
const DERIVED = (Object.keys(TABLES) as TableName[]).filter((name) => TABLES[name].life === 'derived');

/**
 * Derived rows can be made again, and are not migrated. Some of their tables say what is whole in others, so if one is of an
 * older version or missing, all of them are dropped; `here` is the condition of what is the engine's present database.
 */
export async function dropOutdated(session: FactsSession, here: string): Promise<void> {
  const present: TableName[] = [];
  let isOutdated = false;
  for (const table of DERIVED) {
    const rows = await session.query(columnsQuestion(here), { table });
    const columns = rows.map((row) => String(row['name']));
    if (columns.length > 0) present.push(table);
    isOutdated ||= columns.join(',') !== columnsOf(table).join(',');
  }
  if (isOutdated) for (const table of present) await session.run(`drop table ${table}`);
}

/**
 * The columns of a CSV file for ClickHouse. All take null, so that a null for a column that takes none is an error of the
 * insert: read as plain text it would become the two characters `\N`.
 */
export function clickhouseCsvTypes(name: TableName): string {
  const nullable = (type: string) => (type.startsWith('Nullable') ? type : `Nullable(${type})`);
  const columns = Object.entries<ColumnType>(TABLES[name].columns);
  return columns.map(([column, type]) => `${column} ${nullable(CLICKHOUSE_TYPES[type])}`).join(', ');
}
