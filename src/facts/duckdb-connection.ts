/** One connection to DuckDB: what the house asks, in DuckDB's words, and an end that leaves nothing running behind it. */
import type { DuckDBConnection, DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import { systemSleep } from '../core/index.ts';
import type { SqlParameters, SqlRow, SqlValue } from './facts-store.ts';

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

/** A text as DuckDB takes it where no parameter can stand. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** How long an interrupt may stay without effect before it is given again: a statement that begins forgets it. */
const INTERRUPT_AGAIN_MS = 20;

/**
 * What DuckDB says once it serves nothing any more, neither this connection nor others: of the instance after a fatal
 * error (a transaction that could not be rolled back), of one file after a checkpoint that failed. The node api gives a
 * plain `Error`, so that its text is all there is (1.5.5).
 */
const LOSS = /^(FATAL Error|(IO|TransactionContext) Error: .*has been invalidated)/s;

/** DuckDB gave the instance or the file up: it has to be opened again. */
export class DuckdbLost extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
    this.name = 'DuckdbLost';
  }
}

/** A connection of one user at a time, who may ask several things at once: DuckDB does them one after the other. */
export class FactsConnection {
  readonly #connection: DuckDBConnection;
  readonly #onEnd: () => void;
  readonly #underWay = new Set<Promise<unknown>>();
  /** The streaming result that is not read to its end. */
  #open: DuckDBResult | null = null;
  #ended: Error | null = null;
  #loss: DuckdbLost | null = null;

  /** `onEnd` is called once nothing of it is left. */
  constructor(connection: DuckDBConnection, onEnd: () => void = () => undefined) {
    this.#connection = connection;
    this.#onEnd = onEnd;
  }

  /** That DuckDB gave up, if it was met here or ended this connection. */
  get loss(): DuckdbLost | null {
    return this.#ended instanceof DuckdbLost ? this.#ended : this.#loss;
  }

  async run(sql: string, parameters: SqlParameters = {}): Promise<void> {
    await this.#ask(() => this.#connection.run(duckdbText(sql), bindable(sql, parameters)));
  }

  async query(sql: string, parameters: SqlParameters = {}): Promise<SqlRow[]> {
    const reader = await this.#ask(() => this.#connection.runAndReadAll(duckdbText(sql), bindable(sql, parameters)));
    return reader.getRowObjects().map((row) => {
      const out: Record<string, string | number | null> = {};
      for (const [name, value] of Object.entries(row)) out[name] = cell(value);
      return out;
    });
  }

  /** Reads a streaming result chunk by chunk (2048 rows). */
  async *stream(sql: string, parameters: SqlParameters = {}): AsyncGenerator<readonly SqlRow[]> {
    const result = await this.#ask(() => this.#connection.stream(duckdbText(sql), bindable(sql, parameters)));
    this.#open = result;
    try {
      const names = result.deduplicatedColumnNames();
      const next = (): Promise<readonly SqlRow[]> => this.#ask(() => nextRows(result, names));
      for (let rows = await next(); rows.length > 0; rows = await next()) yield rows;
      if (this.#open === result) this.#open = null;
      // A result that failed half-way ends like one that is exhausted, but is no longer "streaming" (measured on 1.5.5).
      if (!result.isStreaming) throw await this.#whyStopped();
    } finally {
      if (this.#open === result) await this.#leaveOpen();
    }
  }

  /**
   * Ends what is being done and read here, and closes; from then on everything fails with the reason. Nothing of the
   * connection is left: a result that is neither read to its end nor left holds the whole instance with its files, even
   * when both are closed, until it is collected as garbage (measured on 1.5.5).
   */
  async end(because: Error): Promise<void> {
    if (this.#ended !== null) return;
    this.#ended = because;
    while (this.#underWay.size > 0) {
      this.#connection.interrupt();
      await Promise.race([Promise.allSettled(this.#underWay), systemSleep(INTERRUPT_AGAIN_MS)]);
    }
    await this.#leaveOpen();
    this.#connection.closeSync();
    this.#onEnd();
  }

  async #ask<T>(statement: () => Promise<T>): Promise<T> {
    if (this.#ended !== null) throw this.#ended;
    const answer = statement();
    this.#underWay.add(answer);
    try {
      return await answer;
    } catch (error) {
      if (this.#ended !== null) throw this.#ended; // it was interrupted
      if (!(error instanceof Error && LOSS.test(error.message))) throw error;
      const lost = new DuckdbLost(error);
      this.#loss ??= lost;
      throw lost;
    } finally {
      this.#underWay.delete(answer);
    }
  }

  /** The end of a result does not say what stopped it; the next statement does if there can be none any more. */
  async #whyStopped(): Promise<Error> {
    try {
      await this.run('select 1');
    } catch (error) {
      if (error instanceof Error) return error;
    }
    return new Error('DuckDB stopped in the middle of an answer; is the disk full?');
  }

  async #leaveOpen(): Promise<void> {
    const result = this.#open;
    this.#open = null;
    if (result === null) return;
    this.#connection.interrupt();
    try {
      for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; )
        chunk = await result.fetchChunk();
    } catch {
      // it was ended already, by the next statement or with its transaction
    }
  }
}

function bound(value: SqlValue): DuckDBValue {
  return typeof value === 'number' ? BigInt(value) : value;
}

/** Only the parameters a text names: DuckDB refuses the others. */
function bindable(sql: string, parameters: SqlParameters): Record<string, DuckDBValue> {
  const values: Record<string, DuckDBValue> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (sql.includes(`{${name}:`)) values[name] = bound(value);
  }
  return values;
}

function cell(value: DuckDBValue): string | number | null {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  return String(value);
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
