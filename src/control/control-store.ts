/** The control store: small relational facts about the installation. SQLite, every commit on disk before it answers. */
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Generated, Kysely, SqliteDialect } from 'kysely';
import Database from 'libsql';
import { MIGRATIONS } from './migrations.ts';

/** A run as the control store knows it. Texts `order` and `receipt` are JSON; instants are ISO 8601 UTC. */
export interface RunTable {
  run_seq: Generated<number>;
  run_id: string;
  network: string;
  scope_id: string;
  status: 'staging' | 'preview' | 'held' | 'posted' | 'discarded' | 'failed';
  created_at: string;
  decided_at: string | null;
  /** What was asked, so that the run can be planned again: files by hash, network, country, options. */
  order: string;
  receipt: string | null;
}

/**
 * One try at posting a run. Its number marks the rows it writes: a try that broke half-way on an engine without
 * transactions leaves rows behind that the next try must not bring to life.
 */
export interface AttemptTable {
  run_seq: Generated<number>;
  run_id: string;
}

/** One secret of an owner (a connection …), sealed: `core/sealing`. `key_id` is the master key that wraps it. */
export interface SecretTable {
  owner_id: string;
  field: string;
  sealed: string;
  key_id: string;
}

export interface ControlTables {
  attempts: AttemptTable;
  runs: RunTable;
  secrets: SecretTable;
}

export type ControlStore = Kysely<ControlTables>;

/** Opens the control store and brings it to the newest schema. */
export function openControl(file: string): { readonly control: ControlStore; readonly close: () => Promise<void> } {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // SQLite would make it, and the log beside it, readable by everyone. Only a new one: closing a file that another
  // connection of this process has open would take away that connection's locks (POSIX).
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  const database = new Database(file);
  database.exec('pragma journal_mode = wal');
  database.exec('pragma synchronous = full');
  database.exec('pragma busy_timeout = 5000');
  database.exec('pragma secure_delete = on'); // what a retired master key could open must not stay in free pages
  migrate(database);
  const control = new Kysely<ControlTables>({ dialect: new SqliteDialect({ database }) });
  return { control, close: () => control.destroy() };
}

/** Applies the migrations that the file does not have yet, each in its own transaction. */
function migrate(database: Database.Database): void {
  const row: unknown = database.prepare('select user_version as version from pragma_user_version').get();
  const version = typeof row === 'object' && row !== null && 'version' in row ? Number(row.version) : 0;
  for (const [index, text] of MIGRATIONS.entries()) {
    if (index < version) continue;
    database.exec(`begin immediate; ${text}; pragma user_version = ${index + 1}; commit`);
  }
}
