/** The control store of a workspace: its connections, scopes and runs. Nothing in it is of another workspace. */
import type { Generated, Insertable, Kysely, Selectable } from 'kysely';
import type { SecretTable } from './access-tables.ts';
import type { DecisionTables } from './attribution-tables.ts';
import { MIGRATIONS } from './migrations.ts';
import { openSqlite } from './open-sqlite.ts';
import type { SettingsTables } from './settings-tables.ts';
import type { SiteTable, SiteTables } from './site-tables.ts';
import type { ViewTables } from './view-tables.ts';

/** A run as the control store knows it. Texts `order`, `receipt` … are JSON; instants are ISO 8601 UTC. */
export interface RunTable {
  run_seq: Generated<number>;
  run_id: string;
  network: string;
  scope_id: string;
  kind: Generated<'files' | 'pull' | 'replay'>;
  connection_id: string | null;
  started_by: Generated<'person' | 'schedule'>;
  status: 'queued' | 'fetching' | 'waiting' | 'staging' | 'preview' | 'held' | 'posted' | 'discarded' | 'failed';
  created_at: string;
  decided_at: string | null;
  /** What was asked, so that the run can be planned again: files by hash, network, country, options. */
  order: string;
  receipt: string | null;
  /** What a pull fetches: its requests and whether it waits for a person. */
  pull: string | null;
  progress: string | null;
  /** Reports that the network did not give. */
  problems: Generated<string>;
  preview: string | null;
}

/** Network, account and country network: where ids are unique. Its pulls are one stream, whatever the connections. */
export interface ScopeTable {
  scope_id: string;
  network: string;
  country_id: string | null;
  /** Of the account's inner secret; null = files without a connection. */
  fingerprint: string | null;
  created_at: string;
  /** Depth of history a person asked for. */
  months: Generated<number>;
  /** null: not scheduled. */
  next_pull_at: string | null;
  /** The day on which the settle period was last re-read. */
  settled_on: string | null;
  /** Pulls that failed in a row. */
  failures: Generated<number>;
}

export interface ConnectionTable {
  connection_id: string;
  network: string;
  scope_id: string;
  name: string;
  website: string | null;
  /** JSON, without secrets. */
  settings: string;
  /** JSON: how often, how far back. */
  schedule: string;
  state: 'active' | 'paused' | 'stopped';
  problem: string | null;
  /** JSON: report id → why it is not pulled. */
  report_problems: Generated<string>;
  created_at: string;
}

/** One raw answer of the network, kept before it was parsed. `problem` = why it was not used. */
export interface AnswerTable {
  /** Answers are numbered in the order in which they came. */
  answer_no: Generated<number>;
  run_id: string;
  report: string;
  report_name: string;
  window_from: string;
  window_to: string;
  part: number;
  sha256: string;
  size: number;
  request: string;
  http_status: number;
  answered_at: string;
  connector_version: number;
  problem: string | null;
}

/**
 * One try at posting a run. Its number marks the rows it writes: a try that broke half-way on an engine without
 * transactions leaves rows behind that the next try must not bring to life.
 */
export interface AttemptTable {
  run_seq: Generated<number>;
  run_id: string;
  /** When it was posted, as the facts store has it; null = it was not. */
  posted_at: string | null;
}

export interface ControlTables extends DecisionTables, SettingsTables, SiteTables, ViewTables {
  answers: AnswerTable;
  attempts: AttemptTable;
  connections: ConnectionTable;
  scopes: ScopeTable;
  runs: RunTable;
  secrets: SecretTable;
}

/** Rows as they are read. */
export type RunRow = Selectable<RunTable>;
export type ScopeRow = Selectable<ScopeTable>;
export type ConnectionRow = Selectable<ConnectionTable>;
export type AnswerRow = Selectable<AnswerTable>;
export type NewAnswer = Insertable<AnswerTable>;
export type SiteRow = Selectable<SiteTable>;

export type ControlStore = Kysely<ControlTables>;

/** Opens the control store of a workspace and brings it to the newest schema. */
export function openControl(file: string): { readonly control: ControlStore; readonly close: () => Promise<void> } {
  const { store, close } = openSqlite<ControlTables>(file, MIGRATIONS);
  return { control: store, close };
}
