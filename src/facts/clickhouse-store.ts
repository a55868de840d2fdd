/** The facts store outgrown of one file: a ClickHouse server or cluster, through its official client. */
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type ClickHouseClient, ClickHouseLogLevel, type ClickHouseSettings, createClient } from '@clickhouse/client';
import { reachStep } from '../core/index.ts';
import { clickhouseCsvTypes, clickhouseTable, dropOutdated } from './create-table.ts';
import type { FactsSession, FactsStore, FactsWriter, SqlParameters, SqlRow } from './facts-store.ts';
import type { TableDefinition } from './table-definition.ts';
import { columnsOf, TABLES, type TableName } from './tables.ts';
import { VIEWS } from './views.ts';
import { CLICKHOUSE_VOCABULARY } from './vocabulary.ts';

/** Set-wise statements over years of lines may take minutes; the client's own limit is 30 seconds. */
const REQUEST_TIMEOUT_MS = 30 * 60_000;

/** What makes the common SQL subset mean on ClickHouse what it means on DuckDB. */
const SETTINGS: ClickHouseSettings = {
  aggregate_functions_null_for_empty: 1, // sum, min, max of no rows are null
  async_insert: 0, // an insert that returned is stored
  cast_keep_nullable: 1, // a cast of null is null
  insert_null_as_default: 0, // a null in a column that takes none is an error
  join_use_nulls: 1,
  output_format_decimal_trailing_zeros: 1,
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_decimals: 1,
  prefer_column_name_to_alias: 1, // `where x` is the column, also where the select list calls something else x
  union_default_mode: 'DISTINCT',
  wait_end_of_query: 1, // an error comes as an error, not as the tail of a good answer
};

/** What makes a CSV file mean what DuckDB's loader reads in it. */
const CSV_SETTINGS: ClickHouseSettings = {
  format_csv_allow_double_quotes: 1,
  format_csv_allow_single_quotes: 0,
  format_csv_null_representation: '\\N',
  input_format_allow_errors_num: '0',
  input_format_csv_detect_header: 0,
  input_format_csv_empty_as_default: 0,
  input_format_csv_trim_whitespaces: 0,
  input_format_null_as_default: 0,
};

/** What makes a Parquet file of ClickHouse hold the types that DuckDB's holds. */
const PARQUET_SETTINGS: ClickHouseSettings = {
  output_format_parquet_compression_method: 'zstd',
  output_format_parquet_string_as_string: 1,
};

type Cell = string | number | boolean | null;

class ClickhouseSession implements FactsSession {
  readonly #client: ClickHouseClient;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  async query(sql: string, parameters: SqlParameters = {}): Promise<SqlRow[]> {
    const result = await this.#client.query({
      query: nullableWhereNull(sql, parameters),
      query_params: parameters,
      format: 'JSONCompactEachRowWithNamesAndTypes',
    });
    const [names = [], types = [], ...rows] = await result.json<Cell[]>();
    return rows.map((row) => rowOf(names, types, row));
  }

  async *stream(sql: string, parameters: SqlParameters = {}): AsyncGenerator<readonly SqlRow[]> {
    const result = await this.#client.query({
      query: nullableWhereNull(sql, parameters),
      query_params: parameters,
      format: 'JSONCompactEachRowWithNamesAndTypes',
    });
    let head: readonly Cell[][] = [];
    for await (const lines of result.stream<Cell[]>()) {
      const rows = lines.map((line) => line.json());
      const missing = 2 - head.length; // the first two lines are the names and the types
      head = missing > 0 ? [...head, ...rows.splice(0, missing)] : head;
      const [names = [], types = []] = head;
      if (rows.length > 0) yield rows.map((row) => rowOf(names, types, row));
    }
  }

  async run(sql: string, parameters: SqlParameters = {}): Promise<void> {
    reachStep();
    await this.#client.command({ query: nullableWhereNull(sql, parameters), query_params: parameters });
  }

  async loadCsv(table: TableName, file: string): Promise<void> {
    const columns = columnsOf(table).join(', ');
    const handle = await open(file, 'r'); // opened first: a file that is not there must fail here, not in the stream
    const result = await this.#client.exec({
      query: `insert into ${table} (${columns}) select ${columns} from input(${quoted(clickhouseCsvTypes(table))}) format CSV`,
      values: handle.createReadStream(),
      clickhouse_settings: CSV_SETTINGS,
    });
    result.stream.destroy(); // an insert answers nothing
  }
}

class ClickhouseWriter extends ClickhouseSession implements FactsWriter {
  async atomically<T>(work: () => Promise<T>): Promise<T> {
    const result = await work(); // no transactions here: rows count once their posted_runs row is in, which the work inserts last
    reachStep();
    return result;
  }
}

class ClickhouseStore extends ClickhouseSession implements FactsStore {
  readonly engine = 'clickhouse';
  readonly #client: ClickHouseClient;
  readonly #writer: ClickhouseWriter;
  #workTablesReady = false;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(client: ClickHouseClient) {
    super(client);
    this.#client = client;
    this.#writer = new ClickhouseWriter(client);
  }

  exclusive<T>(work: (writer: FactsWriter) => Promise<T>): Promise<T> {
    const turn = this.#queue.then(() => this.#prepareWork()).then(() => work(this.#writer));
    this.#queue = turn.catch(() => undefined); // the caller gets the error; the queue only needs to go on
    return turn;
  }

  async exportParquet(sql: string, parameters: SqlParameters, file: string): Promise<void> {
    const result = await this.#client.exec({
      query: `${nullableWhereNull(sql, parameters)}\nformat Parquet`,
      query_params: parameters,
      clickhouse_settings: PARQUET_SETTINGS,
    });
    await pipeline(result.stream, createWriteStream(file, { mode: 0o600 }));
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#client.close();
  }

  /** Work tables belong to the writer: made afresh before its first work, never by someone who only reads. */
  async #prepareWork(): Promise<void> {
    if (this.#workTablesReady) return;
    await createTables(this.#writer, 'work');
    this.#workTablesReady = true;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}

/** A null needs a type that takes it: `{x:String}` becomes `{x:Nullable(String)}` where x is null. */
function nullableWhereNull(sql: string, parameters: SqlParameters): string {
  return sql.replaceAll(/\{(\w+):([^}]+)\}/g, (whole, name: string, type: string) =>
    parameters[name] === null ? `{${name}:Nullable(${type.trim()})}` : whole,
  );
}

function rowOf(names: readonly Cell[], types: readonly Cell[], row: readonly Cell[]): SqlRow {
  const out: Record<string, string | number | null> = {};
  for (const [index, value] of row.entries()) out[String(names[index])] = cell(value, String(types[index]));
  return out;
}

/** Truth values and fractions of seconds as DuckDB writes them: as words, without trailing zeros. */
function cell(value: Cell, type: string): string | number | null {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string' && type.includes('DateTime64')) return value.replace(/\.0*$|(\.\d*[1-9])0+$/, '$1');
  return value;
}

async function createTables(session: FactsSession, life: TableDefinition['life']): Promise<void> {
  if (life === 'derived') await dropOutdated(session, 'table_schema = currentDatabase()');
  for (const [key, table] of Object.entries(TABLES)) {
    if (table.life !== life) continue;
    const name = key as TableName; // a key of TABLES is a TableName
    await session.run(clickhouseTable(name));
  }
  for (const [name, text] of Object.entries(VIEWS)) {
    const viewLife = name.startsWith('work_') ? 'work' : 'stored';
    if (viewLife === life) await session.run(`create or replace view ${name} as ${text}`);
  }
}

/**
 * Opens the facts on a ClickHouse server and creates what is missing there. The URL may carry user, password and
 * database: `http://user:password@host:8123/database`.
 */
export async function openClickhouse(url: string): Promise<FactsStore> {
  const client = createClient({
    url,
    request_timeout: REQUEST_TIMEOUT_MS,
    clickhouse_settings: SETTINGS,
    log: { level: ClickHouseLogLevel.OFF }, // the caller gets every error; a statement's text may hold a person's data
  });
  const store = new ClickhouseStore(client);
  try {
    for (const text of CLICKHOUSE_VOCABULARY) await store.run(text);
    await createTables(store, 'stored');
    await createTables(store, 'derived');
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The database of a workspace on the server of `url`: `main` has that of the URL, the others one of their own each. */
export function databaseUrl(url: string, workspaceId: string): string {
  if (workspaceId === 'main') return url;
  const own = new URL(url);
  const base = own.pathname.replaceAll('/', '');
  own.pathname = `/${base === '' || base === 'default' ? 'tributary' : base}_${workspaceId.replaceAll('-', '_')}`;
  return own.href;
}

/** Opens the facts of a workspace, after making its database where that is missing. */
export async function openClickhouseOf(url: string, workspaceId: string): Promise<FactsStore> {
  const own = databaseUrl(url, workspaceId);
  if (own !== url) await atServer(url, `create database if not exists ${nameOf(own)}`);
  return openClickhouse(own);
}

/** Removes the facts of a workspace: its database, or of the URL's own database our tables and views. */
export async function dropClickhouseOf(url: string, workspaceId: string): Promise<void> {
  const own = databaseUrl(url, workspaceId);
  if (own !== url) return atServer(url, `drop database if exists ${nameOf(own)}`);
  for (const name of Object.keys(VIEWS)) await atServer(url, `drop view if exists ${name}`);
  for (const name of Object.keys(TABLES)) await atServer(url, `drop table if exists ${name}`);
}

function nameOf(url: string): string {
  return `\`${new URL(url).pathname.slice(1)}\``;
}

async function atServer(url: string, query: string): Promise<void> {
  const client = createClient({ url, log: { level: ClickHouseLogLevel.OFF } });
  try {
    await client.command({ query });
  } finally {
    await client.close();
  }
}
