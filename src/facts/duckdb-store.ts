/** The embedded facts store: one DuckDB file with one writer; work tables are in memory and spill to the data folder. */
import { TributaryError } from '../core/index.ts';
import { DuckdbLost, type FactsConnection, quoted } from './duckdb-connection.ts';
import { type Attachment, generousLimit } from './duckdb-instance.ts';
import { DuckdbSession, DuckdbWriter } from './duckdb-session.ts';
import type { FactsStore, FactsWriter, SqlParameters, SqlRow } from './facts-store.ts';
import type { TableName } from './tables.ts';

/** What a store asks of the engine that it shares with others. */
export interface Host {
  /** Attaches the file of this store; to a new instance if the one before was given up. */
  readonly attach: () => Promise<Attachment>;
  /** Gives up the instance of an attachment; once, however many ask. */
  readonly giveUp: (attachment: Attachment, because: DuckdbLost) => Promise<void>;
}

const CLOSED = 'the facts store was closed in the middle of an answer';
const DONE = new Error('this connection was for one answer');

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && error.message.includes('Out of Memory Error');
}

function reopened(cause: DuckdbLost): TributaryError {
  return new TributaryError(
    'facts-reopened',
    'DuckDB met a fatal error, and the facts had to be opened again while this was under way. Ask again.',
    {},
    cause,
  );
}

function outOfMemory(cause: unknown): TributaryError {
  return new TributaryError(
    'out-of-memory',
    `The run needs more than ${generousLimit()} of memory at once: import fewer files or fewer months at a time.`,
    {},
    cause,
  );
}

/**
 * After a fatal error of DuckDB a store goes on with its file attached to a new instance. Questions are asked once more,
 * and exclusive work is done once more, since its transaction is gone. Not so work that has begun to commit, as nobody
 * knows whether DuckDB came to the end of that, and rows of which some were handed on: those end with `facts-reopened`.
 */
export class DuckdbStore implements FactsStore {
  readonly engine = 'duckdb';
  readonly #host: Host;
  #present: Attachment | null = null;
  #attaching: Promise<Attachment> | null = null;
  #isClosed = false;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Opens the file now, not only when something is asked. */
  async open(): Promise<void> {
    await this.#attached();
  }

  query(sql: string, parameters: SqlParameters = {}): Promise<SqlRow[]> {
    return this.#asked(({ reader }) => reader.query(sql, parameters));
  }

  run(sql: string, parameters: SqlParameters = {}): Promise<void> {
    return this.#asked(({ reader }) => new DuckdbSession(reader).run(sql, parameters), 'once');
  }

  loadCsv(table: TableName, file: string): Promise<void> {
    return this.#asked(({ reader }) => new DuckdbSession(reader).loadCsv(table, file), 'once');
  }

  async *stream(sql: string, parameters: SqlParameters = {}): AsyncGenerator<readonly SqlRow[]> {
    const { attachment, connection, batches, first } = await this.#asked((present) => begin(present, sql, parameters));
    try {
      if (first.done === true) return;
      yield first.value;
      yield* batches;
    } catch (error) {
      if (error instanceof DuckdbLost) await this.#host.giveUp(attachment, error);
      throw error instanceof DuckdbLost ? reopened(error) : error;
    } finally {
      await connection.end(DONE);
    }
  }

  exportParquet(sql: string, parameters: SqlParameters, file: string): Promise<void> {
    return this.#asked(async (attachment) => {
      const connection = await attachment.connect();
      try {
        await connection.run(`copy (${sql}) to ${quoted(file)} (format parquet, compression zstd)`, parameters);
      } finally {
        await connection.end(DONE);
      }
    });
  }

  exclusive<T>(work: (writer: FactsWriter) => Promise<T>): Promise<T> {
    const turn = this.#queue.then(() => this.#inTurn(work));
    this.#queue = turn.catch(() => undefined); // the caller gets the error; the queue only needs to go on
    return turn;
  }

  async close(): Promise<void> {
    await this.#queue;
    this.#isClosed = true;
    await this.#attaching?.catch(() => undefined); // its caller has the error
    const attachment = this.#present;
    if (attachment !== null && !attachment.instance.isEnded) await attachment.detach(new Error(CLOSED));
  }

  /**
   * Does the work; once more with more memory if it ran out, and once more if DuckDB gave up and nothing can be committed
   * yet. Throws `out-of-memory` if that is not enough either, and `facts-reopened`.
   */
  async #inTurn<T>(work: (writer: FactsWriter) => Promise<T>): Promise<T> {
    let [isGenerous, wasLost] = [false, false];
    for (;;) {
      const attachment = await this.#attached();
      const { instance } = attachment;
      const writer = new DuckdbWriter(attachment.writer);
      const loss = (): DuckdbLost | null => attachment.writer.loss; // also one that the work itself did not see
      try {
        await instance.lowerLimit();
        return await (isGenerous ? instance.generously(() => work(writer)) : work(writer));
      } catch (error) {
        const lost = loss();
        if (lost !== null && (wasLost || writer.hasSentCommit)) throw reopened(lost);
        if (lost === null && !isOutOfMemory(error)) throw error;
        if (lost === null && isGenerous) throw outOfMemory(error);
        wasLost ||= lost !== null;
        isGenerous ||= isOutOfMemory(error);
      } finally {
        await writer.release().catch(() => undefined); // work has its outcome; the next empties what it uses
        const lost = loss();
        if (lost !== null) await this.#host.giveUp(attachment, lost);
      }
    }
  }

  /** Asks; once more if DuckDB gave up, unless it may have been done. */
  async #asked<T>(ask: (attachment: Attachment) => Promise<T>, tries: 'once' | 'twice' = 'twice'): Promise<T> {
    const attachment = await this.#attached();
    try {
      return await ask(attachment);
    } catch (error) {
      if (!(error instanceof DuckdbLost)) throw error;
      await this.#host.giveUp(attachment, error);
      if (tries === 'once') throw reopened(error);
    }
    return this.#asked(ask, 'once');
  }

  /** The file as it is attached now; attached again if its instance was given up. */
  async #attached(): Promise<Attachment> {
    if (this.#isClosed) throw new Error('the facts store is closed');
    if (this.#present !== null && !this.#present.instance.isEnded) return this.#present;
    this.#attaching ??= this.#host
      .attach()
      .then((attachment) => (this.#present = attachment))
      .catch((error: unknown) => {
        throw error instanceof DuckdbLost ? reopened(error) : error;
      })
      .finally(() => (this.#attaching = null));
    return this.#attaching;
  }
}

interface Begun {
  readonly attachment: Attachment;
  readonly connection: FactsConnection;
  readonly batches: AsyncGenerator<readonly SqlRow[]>;
  readonly first: IteratorResult<readonly SqlRow[]>;
}

/** Reads the first rows of an answer, on a connection of its own. */
async function begin(attachment: Attachment, sql: string, parameters: SqlParameters): Promise<Begun> {
  const connection = await attachment.connect();
  try {
    const batches = connection.stream(sql, parameters);
    return { attachment, connection, batches, first: await batches.next() };
  } catch (error) {
    await connection.end(DONE);
    throw error;
  }
}
