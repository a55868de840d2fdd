/** DuckDB for all facts files of a process: one instance, started again when it met a fatal error. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Log, silentLog } from '../core/index.ts';
import { DuckdbLost } from './duckdb-connection.ts';
import { type Attachment, RunningInstance } from './duckdb-instance.ts';
import { DuckdbStore } from './duckdb-store.ts';
import type { FactsStore } from './facts-store.ts';

/** Memory for DuckDB itself; Node takes about 150 MB beside it, and the whole start must fit a 1 GB server. */
const MEMORY_LIMIT = '300MB';

/** What an engine may be given. */
export interface EngineOptions {
  /** In DuckDB's words; default: 300MB. */
  readonly memoryLimit?: string;
  /** Is told when DuckDB was started again. */
  readonly log?: Log;
}

/**
 * DuckDB for all files of a process: they are attached to one instance and so share its memory and threads (ADR 0013). A
 * connection has one of them as its catalog; the SQL of the house names no other. After a fatal error the instance serves
 * nothing: it is ended and another one started, and each store attaches its file to that when it is next asked.
 */
export class DuckdbEngine {
  readonly #temporaryFolder: string;
  readonly #memoryLimit: string;
  readonly #log: Log;
  #present: RunningInstance | null = null;
  #starting: Promise<RunningInstance> | null = null;

  /** `temporaryFolder`: where what does not fit into memory goes. */
  constructor(temporaryFolder: string, { memoryLimit = MEMORY_LIMIT, log = silentLog }: EngineOptions = {}) {
    this.#temporaryFolder = temporaryFolder;
    this.#memoryLimit = memoryLimit;
    this.#log = log;
  }

  /** Opens (and where needed creates) a facts file. Fails if another process holds it. */
  async open(file: string): Promise<FactsStore> {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const store = new DuckdbStore({
      attach: () => this.#attach(file),
      giveUp: ({ instance }, because) => this.#giveUp(instance, because),
    });
    await store.open();
    return store;
  }

  /** Ends it; the stores have to be closed before. */
  async close(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    await this.#present?.end(new Error('the facts are closed'));
    this.#present = null;
  }

  async #attach(file: string): Promise<Attachment> {
    const instance = await this.#running();
    try {
      return await instance.attach(file);
    } catch (error) {
      if (!(error instanceof DuckdbLost)) throw error;
      await this.#giveUp(instance, error);
    }
    return (await this.#running()).attach(file);
  }

  async #running(): Promise<RunningInstance> {
    return this.#present ?? this.#started(null);
  }

  /** Starts an instance once, after the end of the one before. */
  #started(ending: Promise<void> | null): Promise<RunningInstance> {
    this.#starting ??= (ending ?? Promise.resolve())
      .then(() => RunningInstance.start({ temporaryFolder: this.#temporaryFolder, memoryLimit: this.#memoryLimit }))
      .then((instance) => (this.#present = instance))
      .finally(() => (this.#starting = null));
    return this.#starting;
  }

  /** Everybody who meets the end of an instance comes here; the first one ends it, and all wait for the next. */
  async #giveUp(lost: RunningInstance, because: DuckdbLost): Promise<void> {
    if (this.#present === lost) {
      this.#present = null;
      const [error] = because.message.split('\n\nPossible solutions');
      this.#log.error('DuckDB met a fatal error and is started again', { error });
      await this.#started(lost.end(because));
    } else await this.#starting;
  }
}

/** Opens one facts file with an engine of its own. */
export async function openDuckdb(file: string, memoryLimit = MEMORY_LIMIT): Promise<FactsStore> {
  const engine = new DuckdbEngine(`${file}.tmp`, { memoryLimit });
  const store = await engine.open(file);
  const close = store.close.bind(store);
  store.close = async () => {
    await close();
    await engine.close();
  };
  return store;
}
