/**
 * Brings a data folder of the time of one workspace to the present layout: `control.db`, `facts.duckdb` and `raw` of the
 * folder itself become those of the workspace `main`, accounts a store of the installation. Killed at any moment, the
 * next call goes on: the new `accounts.db` appears whole or not at all, and `control.db` is moved last.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { reachStep, TributaryError } from '../core/index.ts';
import { ACCOUNT_MIGRATIONS } from './account-migrations.ts';
import { MIGRATIONS } from './migrations.ts';
import { migrateFrom } from './open-sqlite.ts';

/** The first so many migrations are those of the old layout, accounts included. */
const OLD_MIGRATIONS = 5;
/** Where SQLite keeps `user_version` in a file: 4 bytes, the most significant first. */
const VERSION_AT = 60;
/** In an order in which each finds what it refers to; the columns where the present table has more. */
const MOVED: readonly (readonly [table: string, columns?: string])[] = [
  ...([['users'], ['sessions'], ['accounts'], ['verifications'], ['two_factors'], ['used_codes']] as const),
  ['workspaces', 'workspace_id, name, created_at'],
  ['members', 'workspace_id, user_id, role, hides_money, created_at'],
  ...([['invitations'], ['links'], ['api_keys']] as const),
  ['audit', 'audit_seq, at, actor_kind, actor_id, actor, action, what, ip_prefix, previous_hash, hash'],
];
/** Of the workspace; what lies beside a file (`-wal`, `.wal`) goes before it. */
const FILES = ['raw', 'facts.duckdb.wal', 'facts.duckdb', 'control.db'] as const;

/** Upgrades a folder that needs it. The caller holds the folder: nobody else may have its stores open. */
export function upgradeLayout(folder: string, workspaceFolder: string): void {
  const old = join(folder, 'control.db');
  if (!existsSync(old)) return;
  refuseTwoOfOne(folder, workspaceFolder);
  const accounts = join(folder, 'accounts.db');
  if (existsSync(accounts)) settleLog(old);
  else copyAccounts(old, accounts);
  syncFolder(folder);
  mkdirSync(workspaceFolder, { recursive: true, mode: 0o700 });
  for (const name of FILES) {
    reachStep();
    if (existsSync(join(folder, name))) renameSync(join(folder, name), join(workspaceFolder, name));
  }
  reachStep();
  for (const changed of [workspaceFolder, join(workspaceFolder, '..'), folder]) syncFolder(changed);
}

/** A rename would replace what is there: both are kept, and a person has to say which one counts. */
function refuseTwoOfOne(folder: string, workspaceFolder: string): void {
  const twice = FILES.find((name) => existsSync(join(folder, name)) && existsSync(join(workspaceFolder, name)));
  if (twice === undefined) return;
  throw new TributaryError(
    'data-folder-mixed',
    `Both ${join(folder, twice)}, of an earlier version, and ${join(workspaceFolder, twice)} are there: keep one of them.`,
  );
}

/** Writes the accounts of an old control store into a new file, which takes its name when all of it is on disk. */
function copyAccounts(old: string, accounts: string): void {
  const part = `${accounts}.part`;
  for (const rest of [part, `${part}-wal`, `${part}-shm`, `${part}-journal`]) rmSync(rest, { force: true });
  settleLog(old);
  const source = new Database(old);
  source.exec('pragma synchronous = full');
  migrateFrom(source, versionOf(old), MIGRATIONS.slice(0, OLD_MIGRATIONS));
  source.close();
  settleLog(old);
  reachStep();
  closeSync(openSync(part, 'a', 0o600));
  const target = new Database(part);
  try {
    target.exec('pragma synchronous = full');
    migrateFrom(target, 0, ACCOUNT_MIGRATIONS);
    target.exec(`attach database '${old.replaceAll("'", "''")}' as old`);
    target.exec('begin immediate; delete from workspaces');
    for (const [table, columns] of MOVED) {
      target.exec(
        `insert into ${table}${columns === undefined ? '' : ` (${columns})`} select ${columns ?? '*'} from old.${table}`,
      );
    }
    target.exec("insert into secrets select * from old.secrets where owner_id = 'access'; commit");
    target.exec('detach database old');
  } finally {
    target.close();
  }
  reachStep();
  renameSync(part, accounts);
}

/** The schema's version in a file whose log is empty; read from its head, since a statement would keep the file open. */
function versionOf(file: string): number {
  const [bytes, handle] = [Buffer.alloc(4), openSync(file, 'r')];
  readSync(handle, bytes, 0, bytes.length, VERSION_AT);
  closeSync(handle);
  return bytes.readUInt32BE();
}

/** Brings what a killed process left in the write-ahead log into the file, so that it can be moved alone. */
function settleLog(file: string): void {
  const database = new Database(file);
  database.exec('pragma synchronous = full');
  database.exec('pragma wal_checkpoint(truncate)');
  database.exec('pragma journal_mode = delete');
  database.close();
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
