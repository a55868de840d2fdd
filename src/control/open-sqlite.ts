/** Opens a SQLite file in which every commit is on disk before it answers, and brings it to the newest schema. */
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import Database from 'libsql';

/** An open store; `close` ends it. */
export interface OpenStore<Tables> {
  readonly store: Kysely<Tables>;
  readonly close: () => Promise<void>;
}

/** Opens (and where needed creates, 0600) a file with the tables that the migrations make. */
export function openSqlite<Tables>(file: string, migrations: readonly string[]): OpenStore<Tables> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // SQLite would make it, and the log beside it, readable by everyone. Only a new one: closing a file that another
  // connection of this process has open would take away that connection's locks (POSIX).
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  const database = new Database(file);
  database.exec('pragma journal_mode = wal');
  database.exec('pragma synchronous = full');
  database.exec('pragma busy_timeout = 5000');
  database.exec('pragma secure_delete = on'); // what a retired master key could open must not stay in free pages
  migrate(database, migrations);
  const store = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  return { store, close: () => store.destroy() };
}

/** Applies the migrations that the file does not have yet, each in its own transaction. */
export function migrate(database: Database.Database, migrations: readonly string[]): void {
  const row: unknown = database.prepare('select user_version as version from pragma_user_version').get();
  const version = typeof row === 'object' && row !== null && 'version' in row ? Number(row.version) : 0;
  migrateFrom(database, version, migrations);
}

/** The same for a file whose version is known: no statement is left that would keep it open after `close`. */
export function migrateFrom(database: Database.Database, version: number, migrations: readonly string[]): void {
  for (const [index, text] of migrations.entries()) {
    if (index < version) continue;
    database.exec(`begin immediate; ${text}; pragma user_version = ${index + 1}; commit`);
  }
}
