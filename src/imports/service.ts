/** What the rest of the program may ask of imports: connections, tests, runs and their receipts. */
import type { ErrorReport } from '../core/index.ts';
import type { ConnectionSettings, Window } from '../networks/index.ts';
import type { Preview } from './preview.ts';
import type { Receipt } from './receipt.ts';
import type { FileReading } from './recognise-file.ts';
import type { Schedule } from './schedule.ts';

/** `active`: pulled on schedule · `paused`: by a person · `stopped`: the network refuses the credential everywhere. */
export type ConnectionState = 'active' | 'paused' | 'stopped';

/** One report of a connection: whether the network gives it, and if not, why. */
export interface ConnectionReport {
  readonly reportId: string;
  /** Its exact name at the network. */
  readonly name: string;
  readonly isRequired: boolean;
  /** Why it is not pulled; null = it is. A test that finds it clears this. */
  readonly problem: ErrorReport | null;
}

/** Our login at one network for one country network. Instants are ISO 8601 UTC. */
export interface Connection {
  readonly id: string;
  readonly network: string;
  /** Unique; a person's own word for it. */
  readonly name: string;
  /** The country network's id, or null where the network has none. */
  readonly country: string | null;
  /** Network, account and country network: connections of one scope share one pulled stream. */
  readonly scope: string;
  readonly website: string | null;
  /** Secrets show their last 4 characters only. */
  readonly settings: ConnectionSettings;
  readonly state: ConnectionState;
  /** Why it is stopped. */
  readonly problem: ErrorReport | null;
  readonly reports: readonly ConnectionReport[];
  readonly schedule: Schedule;
  readonly createdAt: string;
  /** null: not scheduled (files only, paused, stopped, or the first import was not posted yet). */
  readonly nextPullAt: string | null;
  /** How many months back its account is read, this month included. */
  readonly depthMonths: number;
}

/** What a person says of a new connection. */
export interface NewConnection {
  readonly network: string;
  /** A connection of the same network whose settings and credential count where `settings` says nothing else. */
  readonly like?: string | undefined;
  /** Default: the network's label and the country. */
  readonly name?: string | undefined;
  readonly website?: string | undefined;
  /** As typed or pasted; the network's `prepareSettings` and schema read them. */
  readonly settings: ConnectionSettings;
  /** Whether files of this country that were imported without a connection are of this account; asked for when needed. */
  readonly adoptFiles?: boolean | undefined;
}

/** What of a connection can be changed. Settings are merged: a secret that is left out stays. */
export interface ConnectionChange {
  readonly name?: string | undefined;
  readonly website?: string | null | undefined;
  readonly state?: 'active' | 'paused' | undefined;
  readonly settings?: ConnectionSettings | undefined;
  readonly schedule?: { readonly [part in keyof Schedule]?: number | undefined } | undefined;
}

/** What a test found for one report. */
export interface ReportCheck {
  readonly reportId: string;
  readonly name: string;
  readonly state:
    | 'waiting'
    | 'asking'
    | 'found'
    | 'missing-columns'
    | 'not-found'
    | 'no-access'
    | 'throttled'
    | 'failed';
  /** The columns that are missing, by name. */
  readonly missing: readonly string[];
  /** What is wrong and what to do next. */
  readonly error: ErrorReport | null;
  /** When the network takes requests again. */
  readonly retryAt: string | null;
}

/** A test of a connection, under way or ended. */
export interface ConnectionTest {
  readonly id: string;
  readonly connection: string;
  readonly state: 'running' | 'passed' | 'failed' | 'cancelled';
  readonly startedAt: string;
  readonly elapsedMs: number;
  readonly reports: readonly ReportCheck[];
}

/**
 * queued → fetching (⇄ waiting, until the network takes requests again) → staging → preview | held → posted | discarded;
 * failed from anywhere before the commit point.
 */
export type RunState =
  | 'queued'
  | 'fetching'
  | 'waiting'
  | 'staging'
  | 'preview'
  | 'held'
  | 'posted'
  | 'discarded'
  | 'failed';

/** `files`: dropped by a person · `pull`: fetched through the network's API · `replay`: rebuilt from raw reports. */
export type RunKind = 'files' | 'pull' | 'replay';

/** How far a run is. `done` and `total` count requests while it fetches. */
export interface RunProgress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  /** What is being asked now, e.g. `Individual Item Report 2026-03-01..2026-03-31`. */
  readonly current: string | null;
  /** When a waiting run goes on. */
  readonly retryAt: string | null;
}

/** An import run. */
export interface Run {
  readonly id: string;
  readonly kind: RunKind;
  readonly network: string;
  readonly scope: string;
  readonly connection: string | null;
  readonly startedBy: 'person' | 'schedule';
  readonly state: RunState;
  readonly createdAt: string;
  readonly decidedAt: string | null;
  readonly progress: RunProgress | null;
  /** Reports that the network did not give, with the reason. */
  readonly problems: readonly ErrorReport[];
  readonly error: ErrorReport | null;
  readonly receipt: Receipt | null;
}

/** A raw report on its way out. */
export interface RawDownload {
  /** The name by which receipts show it. */
  readonly name: string;
  readonly size: number;
  readonly bytes: NodeJS.ReadableStream;
}

/** One raw report of a run. */
export interface RunAnswer {
  /** Its number among the answers of the run, which names its download. */
  readonly no: number;
  readonly name: string;
  readonly report: string | null;
  readonly sha256: string;
  readonly size: number;
  readonly window: Window | null;
  /** The request without secrets; null for a file. */
  readonly request: string | null;
  readonly answeredAt: string | null;
}

/** What a person wants to import from files that were taken in before. */
export interface FileImport {
  readonly network: string;
  readonly country?: string | undefined;
  /** A connection's id or name. */
  readonly connection?: string | undefined;
  readonly report?: string | undefined;
  readonly window?: Window | undefined;
  readonly complete?: boolean | undefined;
  readonly preview?: boolean | undefined;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

/** What a person wants pulled. */
export interface PullOrder {
  /** Depth in months, this one included: 1 to 24; default 12. */
  readonly months?: number | undefined;
  /** true: wait for a person's word; default: true until the first import of the account was posted. */
  readonly preview?: boolean | undefined;
}

/** Imports. Every method throws `TributaryError` for what a person can mend. Long work goes on in the background. */
export interface Imports {
  connections(): Promise<readonly Connection[]>;
  /** By id or name. */
  connection(idOrName: string): Promise<Connection>;
  addConnection(wish: NewConnection): Promise<Connection>;
  changeConnection(id: string, change: ConnectionChange): Promise<Connection>;
  /** Forgets the credential and ends the pulls. The ledger keeps what it has; the same account may be connected again. */
  deleteConnection(id: string): Promise<void>;

  startTest(connection: string): Promise<ConnectionTest>;
  test(id: string): Promise<ConnectionTest>;
  cancelTest(id: string): Promise<ConnectionTest>;

  /** What a file is, by its first kilobytes; nothing is kept. */
  recogniseFile(head: Uint8Array): Promise<FileReading>;
  /** Takes a CSV or a ZIP of CSVs in, raw; what comes back goes into `FileImport.files`. */
  takeFile(network: string, path: string, name: string): Promise<readonly { name: string; sha256: string }[]>;
  startFileImport(order: FileImport): Promise<Run>;
  startPull(connection: string, order: PullOrder): Promise<Run>;
  /** Compares the ledger with what today's translation makes of the raw reports: one run a scope, waiting as a preview. */
  startReplay(): Promise<readonly Run[]>;
  runs(limit: number): Promise<readonly Run[]>;
  run(id: string): Promise<Run>;
  /** Resolves when the run waits for a person or has ended, or `timeoutMs` passed. */
  runSettled(id: string, timeoutMs: number): Promise<Run>;
  preview(run: string): Promise<Preview>;
  answers(run: string): Promise<readonly RunAnswer[]>;
  /** Posts a run that waits as preview or held. */
  uploadRun(id: string): Promise<Run>;
  /** Ends a run that waits, fetches or is queued; its raw reports are kept. */
  discardRun(id: string): Promise<Run>;
  /** Goes on with a failed pull where it was; what was fetched is not fetched again. */
  resumeRun(id: string): Promise<Run>;
  /** One raw report of a run, for download. Throws `unknown-run`, `unknown-raw-report`. */
  answer(run: string, no: number): Promise<RawDownload>;
  /** The raw report with this hash. */
  rawReport(sha256: string): Promise<{ readonly size: number; readonly bytes: NodeJS.ReadableStream }>;
}
