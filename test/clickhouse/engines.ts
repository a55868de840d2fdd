/** An empty facts store of each engine, for suites that ask both the same. */
import { join } from 'node:path';
import { type FactsStore, openClickhouse, openDuckdb } from '../../src/facts/index.ts';
import { startClickhouse } from './server.ts';

/** An open store; `close` ends its server too, where it has one. */
export interface Opened {
  store: FactsStore;
  close(): Promise<void>;
}

/** Opens an empty store of one engine, or says why this machine has none. `folder` is for files of the store. */
type Open = (folder: string) => Promise<Opened | { skipped: string }>;

async function emptyDuckdb(folder: string): Promise<Opened> {
  const store = await openDuckdb(join(folder, 'facts.duckdb'));
  return { store, close: () => store.close() };
}

async function emptyClickhouse(): Promise<Opened | { skipped: string }> {
  const server = await startClickhouse();
  if ('skipped' in server) return server;
  const store = await openClickhouse(server.url);
  const close = async () => {
    await store.close();
    await server.stop();
  };
  return { store, close };
}

/** Every engine by name. */
export const ENGINES: readonly (readonly [string, Open])[] = [
  ['duckdb', emptyDuckdb],
  ['clickhouse', emptyClickhouse],
];
