/** The embedded facts store: a DuckDB file with one writer; work tables are in memory and spill to the data folder. */
import { mkdir } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { dirname } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBResult, type DuckDBValue } from '@duckdb/node-api';
import { reachStep, TributaryError } from '../core/index.ts';
import { dropOutdated, duckdbTable } from './create-table.ts';
import type { FactsSession, FactsStore, FactsWriter, SqlParameters, SqlRow, SqlValue } from './facts-store.ts';
import { columnsOf, TABLES, type TableName } from './tables.ts';
import { VIEWS } from './views.ts';
import { DUCKDB_VOCABULARY } from './vocabulary.ts';

/** Memory for DuckDB itself; Node takes about 150 MB beside it, and the whole start must fit a 1 GB server. */
const MEMORY_LIMIT = '300MB';

/**
 * What one piece of work may take when that is not enough: 40 % of the machine, at least 450 MB, at most 4 GB. Two
 * reports of 350,000 lines each on the same orders need more than 300 MB to be paired, a million lines of one do not.
 */
function generousLimit(): string {
  const share = Math.floor((totalmem() * 0.4) / 1_000_000);
  return `${Math.min(4000, Math.max(450, share))}MB`;
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && error.message.includes('Out of Memory Error');
}

/**
 * Format of a new facts file (ADR 0006): since 1.3 DuckDB has a text compression that takes a third of the processor
 * time out of posting and 14 % off the file, but writes its oldest format unless told. A file keeps the format it has.
 */
const STORAGE_VERSION = 'v1.4.0';

const LOAD_TYPES = {
  text: 'varchar',
  'text?': 'varchar',
  int32: 'integer',
  int64: 'bigint',
  amount: 'decimal(18,4)',
  date: 'date',
  'date?': 'date',
  instant: 'timestamp',
  key: 'uhugeint',
} as const;

const PARAMETER_TYPES: Readonly<Record<string, string>> = {
  String: 'varchar',
  Int32: 'integer',
  Int64: 'bigint',
  Date32: 'date',
  "DateTime64(6, 'UTC')": 'timestamp',
};

/** Rewrites `{name:Type}` into DuckDB's `$name` with a cast, so that one text serves both engines. */
export function duckdbText(sql: string): string {
  return sql.replaceAll(/\{(\w+):([^}]+)\}/g, (whole, name: string, type: string) => {
    const known = PARAMETER_TYPES[type.trim()];
    if (known === undefined) throw new Error(`unknown parameter type in ${whole}`);
    return `cast($${name} as ${known})`;
  });
}

function bound(value: SqlValue): DuckDBValue {
  return typeof value === 'number' ? BigInt(value) : value;
}

function cell(value: DuckDBValue): string | number | null {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  return String(value);
}

class DuckdbSession implements FactsSession {
  readonly #connection: DuckDBConnection;

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  async query(sql: string, parameters: SqlParameters = {}): Promise<SqlRow[]> {
    const reader = await this.#connection.runAndReadAll(duckdbText(sql), bindable(sql, parameters));
    return reader.getRowObjects().map((row) => {
      const out: Record<string, string | number | null> = {};
      for (const [name, value] of Object.entries(row)) out[name] = cell(value);
      return out;
    });
  }

  stream(sql: string, parameters: SqlParameters = {}): AsyncIterable<readonly SqlRow[]> {
    return batchesOf(this.#connection, sql, parameters);
  }

  async run(sql: string, parameters: SqlParameters = {}): Promise<void> {
    reachStep();
    await this.#connection.run(duckdbText(sql), bindable(sql, parameters));
  }

  async loadCsv(table: TableName, file: string): Promise<void> {
    const types = Object.entries(TABLES[table].columns).map(([name, type]) => `'${name}': '${LOAD_TYPES[type]}'`);
    await this.#connection.run(
      `insert into ${table} (${columnsOf(table).join(', ')}) select * from read_csv(${quoted(file)}, header = false,
       auto_detect = false, new_line = '\\n', delim = ',', quote = '"', escape = '"', nullstr = '\\N', allow_quoted_nulls = false,
       max_line_size = 4000000, columns = {${types.join(', ')}})`,
    );
  }
}

class DuckdbWriter extends DuckdbSession implements FactsWriter {
  readonly #connection: DuckDBConnection;

  constructor(connection: DuckDBConnection) {
    super(connection);
    this.#connection = connection;
  }

  async atomically<T>(work: () => Promise<T>): Promise<T> {
    await this.run('begin transaction');
    try {
      const result = await work();
      await this.run('commit');
      reachStep();
      return result;
    } catch (error) {
      await this.run('rollback').catch(() => undefined); // a failed commit has already rolled back
      throw error;
    }
  }

  disconnect(): void {
    this.#connection.closeSync();
  }
}

/** Reads a streaming result chunk by chunk (2048 rows); a result that is left early is ended on its connection. */
async function* batchesOf(
  connection: DuckDBConnection,
  sql: string,
  parameters: SqlParameters,
): AsyncGenerator<readonly SqlRow[]> {
  const result = await connection.stream(duckdbText(sql), bindable(sql, parameters));
  let isOpen = true;
  try {
    const names = result.deduplicatedColumnNames();
    for (let rows = await nextRows(result, names); rows.length > 0; rows = await nextRows(result, names)) yield rows;
    isOpen = false;
    // A result that failed half-way ends like one that is exhausted, but is no longer "streaming" (measured on 1.5.5).
    if (!result.isStreaming) throw new Error('DuckDB stopped in the middle of an answer; is the disk full?');
  } finally {
    if (isOpen) await endResult(connection).catch(() => undefined); // ended already, with its store or its transaction
  }
}

/** The next statement closes an open result; closing the connection alone would leave it running. */
async function endResult(connection: DuckDBConnection): Promise<void> {
  await connection.run('select 1');
}

async function nextRows(result: DuckDBResult, names: readonly string[]): Promise<readonly SqlRow[]> {
  const chunk = await result.fetchChunk();
  if (chunk === null || chunk.rowCount === 0) return []; // the end is a chunk without columns
  const rows: Record<string, string | number | null>[] = Array.from({ length: chunk.rowCount }, () => ({}));
  for (const [index, name] of names.entries()) {
    const values = chunk.getColumnValues(index);
    for (const [row, out] of rows.entries()) out[name] = cell(values[row] ?? null);
  }
  return rows;
}

/** Only the parameters a text names: DuckDB refuses the others. */
function bindable(sql: string, parameters: SqlParameters): Record<string, DuckDBValue> {
  const values: Record<string, DuckDBValue> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (sql.includes(`{${name}:`)) values[name] = bound(value);
  }
  return values;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** What a store asks of the engine that it shares with others. */
interface Host {
  /** A connection to the file of this store and of no other. */
  readonly connect: () => Promise<DuckDBConnection>;
  /** Does the work with more memory; one at a time for all files. */
  readonly generously: <T>(work: () => Promise<T>) => Promise<T>;
  readonly detach: () => Promise<void>;
}

class DuckdbStore extends DuckdbSession implements FactsStore {
  readonly engine = 'duckdb';
  readonly #host: Host;
  readonly #reader: DuckDBConnection;
  readonly #writer: DuckdbWriter;
  /** Connections of results that are being read. */
  readonly #reading = new Set<DuckDBConnection>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(host: Host, reader: DuckDBConnection, writer: DuckdbWriter) {
    super(reader);
    this.#host = host;
    this.#reader = reader;
    this.#writer = writer;
  }

  exclusive<T>(work: (writer: FactsWriter) => Promise<T>): Promise<T> {
    const turn = this.#queue.then(() => this.#withEnoughMemory(work));
    this.#queue = turn.catch(() => undefined); // the caller gets the error; the queue only needs to go on
    return turn;
  }

  /** Does the work; once more with more memory if it ran out. Throws `out-of-memory` if that is not enough either. */
  async #withEnoughMemory<T>(work: (writer: FactsWriter) => Promise<T>): Promise<T> {
    try {
      return await work(this.#writer);
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
    }
    try {
      return await this.#host.generously(() => work(this.#writer));
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      throw new TributaryError(
        'out-of-memory',
        `The run needs more than ${generousLimit()} of memory at once: import fewer files or fewer months at a time.`,
        {},
        error,
      );
    }
  }

  override async *stream(sql: string, parameters: SqlParameters = {}): AsyncGenerator<readonly SqlRow[]> {
    const connection = await this.#host.connect();
    this.#reading.add(connection);
    try {
      yield* batchesOf(connection, sql, parameters);
    } finally {
      if (this.#reading.delete(connection)) connection.closeSync();
    }
  }

  async exportParquet(sql: string, parameters: SqlParameters, file: string): Promise<void> {
    const connection = await this.#host.connect();
    try {
      const text = `copy (${duckdbText(sql)}) to ${quoted(file)} (format parquet, compression zstd)`;
      await connection.run(text, bindable(sql, parameters));
    } finally {
      connection.closeSync();
    }
  }

  async close(): Promise<void> {
    await this.#queue;
    for (const connection of this.#reading) {
      await endResult(connection);
      connection.closeSync();
    }
    this.#reading.clear();
    this.#writer.disconnect();
    this.#reader.closeSync();
    await this.#host.detach();
  }
}

/** The schema has the same name in every attached file. */
const HERE = 'table_catalog = current_database() and table_schema = current_schema()';

/**
 * DuckDB for all files of a process: they are attached to one instance and so share its memory and threads (ADR 0013). A
 * connection has one of them as its catalog; the SQL of the house names no other.
 */
export class DuckdbEngine {
  readonly #temporaryFolder: string;
  readonly #memoryLimit: string;
  #instance: Promise<DuckDBInstance> | undefined;
  #attached = 0;
  #generous: Promise<unknown> = Promise.resolve();

  /** `temporaryFolder`: where what does not fit into memory goes. */
  constructor(temporaryFolder: string, memoryLimit = MEMORY_LIMIT) {
    this.#temporaryFolder = temporaryFolder;
    this.#memoryLimit = memoryLimit;
  }

  /** Opens (and where needed creates) a facts file. Fails if another process holds it. */
  async open(file: string): Promise<FactsStore> {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    this.#instance ??= this.#start();
    const instance = await this.#instance;
    this.#attached += 1;
    const catalog = `facts_${this.#attached}`;
    const admin = await instance.connect();
    const connect = async (): Promise<DuckDBConnection> => {
      const connection = await instance.connect();
      await connection.run(`use ${catalog}`);
      return connection;
    };
    const detach = async (): Promise<void> => {
      await admin.run(`detach ${catalog}`); // writes the log into the file
      admin.closeSync();
    };
    try {
      await admin.run(`attach ${quoted(file)} as ${catalog} (storage_version '${STORAGE_VERSION}')`);
    } catch (error) {
      admin.closeSync();
      throw error;
    }
    const [reader, writer] = [await connect(), await connect()];
    const host: Host = { connect, detach, generously: (work) => this.#generously(admin, work) };
    const store = new DuckdbStore(host, reader, new DuckdbWriter(writer));
    try {
      await prepare(writer);
    } catch (error) {
      await store.close();
      throw error;
    }
    return store;
  }

  /** Ends it; the stores have to be closed before. */
  async close(): Promise<void> {
    const instance = await this.#instance;
    this.#instance = undefined;
    instance?.closeSync();
  }

  #start(): Promise<DuckDBInstance> {
    return DuckDBInstance.create(':memory:', {
      threads: '2',
      memory_limit: this.#memoryLimit,
      preserve_insertion_order: 'false',
      temp_directory: this.#temporaryFolder,
    });
  }

  #generously<T>(admin: DuckDBConnection, work: () => Promise<T>): Promise<T> {
    const turn = this.#generous.then(async () => {
      await admin.run(`set global memory_limit = '${generousLimit()}'`);
      try {
        return await work();
      } finally {
        await admin.run(`set global memory_limit = '${this.#memoryLimit}'`);
      }
    });
    this.#generous = turn.catch(() => undefined); // the caller gets the error; the next only needs its turn
    return turn;
  }
}

/** Makes what is missing in a file, and the work tables of its writer. */
async function prepare(writer: DuckDBConnection): Promise<void> {
  for (const text of DUCKDB_VOCABULARY) await writer.run(text);
  await dropOutdated(new DuckdbWriter(writer), HERE);
  // Object.keys of a const object: its keys are exactly TableName
  for (const name of Object.keys(TABLES) as TableName[]) await writer.run(duckdbTable(name));
  for (const [name, text] of Object.entries(VIEWS)) {
    await writer.run(`create or replace ${name.startsWith('work_') ? 'temp ' : ''}view ${name} as ${text}`);
  }
}

/** Opens one facts file with an engine of its own. */
export async function openDuckdb(file: string, memoryLimit = MEMORY_LIMIT): Promise<FactsStore> {
  const engine = new DuckdbEngine(`${file}.tmp`, memoryLimit);
  const store = await engine.open(file);
  const close = store.close.bind(store);
  store.close = async () => {
    await close();
    await engine.close();
  };
  return store;
}
