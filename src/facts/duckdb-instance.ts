/** A running DuckDB: the files attached to it, the connections to them, and the memory that they share. */
import { totalmem } from 'node:os';
import { DuckDBInstance } from '@duckdb/node-api';
import { DUCKDB_TYPES, duckdbTable } from './create-table.ts';
import { FactsConnection, quoted } from './duckdb-connection.ts';
import { tableChanges } from './table-changes.ts';
import { TABLES, type TableName } from './tables.ts';
import { VIEWS } from './views.ts';
import { DUCKDB_VOCABULARY } from './vocabulary.ts';

/**
 * What one piece of work may take when the usual limit is not enough: 40 % of the memory there is, at least 450 MB, at most
 * 4 GB. Two reports of 350,000 lines each on the same orders need more than 300 MB to be paired, a million lines of one do not.
 */
export function generousLimit(memory = memoryHere()): string {
  const share = Math.floor((memory * 0.4) / 1_000_000);
  return `${Math.min(4000, Math.max(450, share))}MB`;
}

/** Bytes that the process may take: of the machine, or of its container if that has a limit of its own (0 = none). */
function memoryHere(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/**
 * Format of a new facts file (ADR 0006): since 1.3 DuckDB has a text compression that takes a third of the processor
 * time out of posting and 14 % off the file, but writes its oldest format unless told. A file keeps the format it has.
 */
const STORAGE_VERSION = 'v1.4.0';

/** The columns of a file in their order; the schema has the same name in every attached file. */
const COLUMNS = `select table_name as table_name, column_name as name,
  concat(lower(data_type), case when is_nullable = 'NO' then ' not null' else '' end) as type
from information_schema.columns where table_catalog = current_database() and table_schema = current_schema()
order by table_name, ordinal_position`;

/** How an instance is started. */
export interface InstanceOptions {
  /** Where what does not fit into memory goes. */
  readonly temporaryFolder: string;
  /** The usual limit, in DuckDB's words. */
  readonly memoryLimit: string;
}

/** A facts file as an instance has it: connections to this file and no other. */
export interface Attachment {
  readonly instance: RunningInstance;
  readonly reader: FactsConnection;
  readonly writer: FactsConnection;
  /** A further connection; who takes one ends it. */
  readonly connect: () => Promise<FactsConnection>;
  /** Ends all that is done on the file, and writes DuckDB's log into it. */
  readonly detach: (because: Error) => Promise<void>;
}

/** One instance for all files of a process (ADR 0013), from its start to its end, which may be a fatal error. */
export class RunningInstance {
  readonly #instance: DuckDBInstance;
  readonly #memoryLimit: string;
  /** A connection of its own, for what concerns all files. */
  readonly #admin: FactsConnection;
  readonly #connections = new Set<FactsConnection>();
  readonly #writers = new Set<FactsConnection>();
  readonly #connecting = new Set<Promise<unknown>>();
  readonly #catalogs = new Set<string>();
  #attached = 0;
  #ended: Error | null = null;
  #generous: Promise<unknown> = Promise.resolve();
  #generousWork = 0;
  #isRaised = false;

  private constructor(instance: DuckDBInstance, admin: FactsConnection, memoryLimit: string) {
    this.#instance = instance;
    this.#admin = admin;
    this.#memoryLimit = memoryLimit;
  }

  static async start({ temporaryFolder, memoryLimit }: InstanceOptions): Promise<RunningInstance> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '2',
      memory_limit: memoryLimit,
      preserve_insertion_order: 'false',
      temp_directory: temporaryFolder,
      // Memory goes back to the system soon: after a file of 200,000 clicks the process had 332 MB instead of 527 ten seconds
      // later, and 511 instead of 585 at the most (`npm run bench -- memory`). Where DuckDB has no allocator of its own it does nothing.
      allocator_background_threads: 'true',
      allocator_flush_threshold: '16MB',
    });
    return new RunningInstance(instance, new FactsConnection(await instance.connect()), memoryLimit);
  }

  get isEnded(): boolean {
    return this.#ended !== null;
  }

  /** Attaches a file (which is created where needed) and makes what is missing in it. Fails if another process holds it. */
  async attach(file: string): Promise<Attachment> {
    this.#attached += 1;
    const catalog = `facts_${this.#attached}`;
    await this.#admin.run(`attach ${quoted(file)} as ${catalog} (storage_version '${STORAGE_VERSION}')`);
    this.#catalogs.add(catalog);
    const own = new Set<FactsConnection>();
    const connect = async (): Promise<FactsConnection> => {
      const connection = await this.#connect(own);
      await connection.run(`use ${catalog}`);
      return connection;
    };
    const detach = async (because: Error): Promise<void> => {
      for (const connection of own) await connection.end(because);
      await this.#detach(catalog);
    };
    try {
      const [reader, writer] = [await connect(), await connect()];
      this.#writers.add(writer);
      await prepare(writer);
      return { instance: this, reader, writer, connect, detach };
    } catch (error) {
      await detach(new Error('the facts file could not be opened'));
      throw error;
    }
  }

  /** Does the work with more memory; one at a time for all files. */
  generously<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#generous.then(async () => {
      this.#generousWork += 1;
      try {
        await this.#admin.run(`set global memory_limit = '${generousLimit()}'`);
        this.#isRaised = true;
        return await work();
      } finally {
        this.#generousWork -= 1;
        await this.lowerLimit();
      }
    });
    this.#generous = turn.catch(() => undefined); // the caller gets the error; the next only needs its turn
    return turn;
  }

  /**
   * Takes back what work was given beyond the usual memory. DuckDB refuses that while others hold more; then whoever works
   * next tries again.
   */
  async lowerLimit(): Promise<void> {
    if (!this.#isRaised || this.#generousWork > 0) return;
    try {
      await this.#admin.run(`set global memory_limit = '${this.#memoryLimit}'`);
      this.#isRaised = false;
    } catch {
      // the work itself is done: its caller must not take this for a failure of it
    }
  }

  /** Ends all that is asked of it, and itself; nothing holds a file of it then. What was committed is in the files. */
  async end(because: Error): Promise<void> {
    if (this.#ended !== null) return;
    this.#ended = because;
    await Promise.allSettled(this.#connecting);
    // Writers last: ending one rolls back its transaction, which takes memory that readers may hold.
    const readers = [...this.#connections].filter((one) => !this.#writers.has(one));
    await Promise.all(readers.map((one) => one.end(because)));
    for (const writer of this.#writers) await writer.end(because);
    for (const catalog of this.#catalogs) await this.#detach(catalog).catch(() => undefined); // its log is read again
    await this.#admin.end(because);
    this.#instance.closeSync();
  }

  async #connect(own: Set<FactsConnection>): Promise<FactsConnection> {
    if (this.#ended !== null) throw this.#ended;
    const connecting = this.#instance.connect().then((made) => {
      const connection = new FactsConnection(made, () => {
        for (const set of [own, this.#connections, this.#writers]) set.delete(connection);
      });
      own.add(connection);
      this.#connections.add(connection);
      return connection;
    });
    this.#connecting.add(connecting);
    try {
      return await connecting;
    } finally {
      this.#connecting.delete(connecting);
    }
  }

  /** Writes the log of a file into it, unless DuckDB has given the file up: then its next opening reads the log. */
  async #detach(catalog: string): Promise<void> {
    if (!this.#catalogs.delete(catalog)) return;
    try {
      await this.#admin.run(`detach ${catalog}`);
    } catch (error) {
      if (this.#admin.loss === null) throw error;
    }
  }
}

/** Makes what is missing in a file, and the work tables of its writer. */
async function prepare(writer: FactsConnection): Promise<void> {
  for (const text of DUCKDB_VOCABULARY) await writer.run(text);
  await migrate(writer);
  for (const name of Object.keys(TABLES) as TableName[]) {
    await writer.run(duckdbTable(name)); // Object.keys of a const object: its keys are exactly TableName
  }
  for (const [name, text] of Object.entries(VIEWS)) {
    await writer.run(`create or replace ${name.startsWith('work_') ? 'temp ' : ''}view ${name} as ${text}`);
  }
}

/** Brings the tables of an older version to the present one. */
async function migrate(writer: FactsConnection): Promise<void> {
  const found = await writer.query(COLUMNS);
  const { dropped, added } = tableChanges(
    found.map((row) => ({ table: String(row['table_name']), name: String(row['name']), type: String(row['type']) })),
    (type) => DUCKDB_TYPES[type],
  );
  for (const table of dropped) await writer.run(`drop table ${table}`);
  for (const { table, name, type } of added) await writer.run(`alter table ${table} add column ${name} ${type}`);
}
