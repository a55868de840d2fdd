/** What can be asked of DuckDB in the terms of the facts seam. */
import { reachStep } from '../core/index.ts';
import { duckdbTable } from './create-table.ts';
import { quoted, type FactsConnection } from './duckdb-connection.ts';
import type { FactsSession, FactsWriter, SqlParameters, SqlRow } from './facts-store.ts';
import { columnsOf, TABLES, type TableName, type WorkTable } from './tables.ts';

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

/** A commit of which only what comes after it failed: it is on disk, and the file has to be opened again (1.5.5). */
const IS_COMMITTED = 'Transaction COMMIT succeeded and is durable';

export class DuckdbSession implements FactsSession {
  readonly #connection: FactsConnection;

  constructor(connection: FactsConnection) {
    this.#connection = connection;
  }

  query(sql: string, parameters: SqlParameters = {}): Promise<SqlRow[]> {
    return this.#connection.query(sql, parameters);
  }

  stream(sql: string, parameters: SqlParameters = {}): AsyncIterable<readonly SqlRow[]> {
    return this.#connection.stream(sql, parameters);
  }

  async run(sql: string, parameters: SqlParameters = {}): Promise<void> {
    reachStep();
    await this.#connection.run(sql, parameters);
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

/** The writer of one piece of work. */
export class DuckdbWriter extends DuckdbSession implements FactsWriter {
  #hasSentCommit = false;
  /** Tables that may hold rows of this work. */
  readonly #filled = new Set<WorkTable>();

  /** Whether a transaction of this work is committed, or may be. */
  get hasSentCommit(): boolean {
    return this.#hasSentCommit;
  }

  async atomically<T>(work: () => Promise<T>): Promise<T> {
    await this.run('begin transaction');
    try {
      const result = await work();
      await this.#commit();
      reachStep();
      return result;
    } catch (error) {
      await this.run('rollback').catch(() => undefined); // a failed commit has already rolled back
      throw error;
    }
  }

  /** A truncated table of the temporary kind keeps its memory until it is another one (measured on 1.5.5). */
  async empty(...tables: readonly WorkTable[]): Promise<void> {
    for (const table of tables) {
      await this.run(duckdbTable(table));
      this.#filled.add(table);
    }
  }

  /** Gives back what this work, which has ended, has left in memory. */
  async release(): Promise<void> {
    await this.empty(...this.#filled);
    this.#filled.clear();
  }

  async #commit(): Promise<void> {
    this.#hasSentCommit = true;
    try {
      await this.run('commit');
    } catch (error) {
      if (!(error instanceof Error && error.message.includes(IS_COMMITTED))) throw error;
    }
  }
}
