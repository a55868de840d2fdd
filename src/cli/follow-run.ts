/** Waits for a run and makes its receipt. */
import { type ErrorReport, TributaryError } from '../core/index.ts';
import { failedReceipt, type Receipt, type Run } from '../imports/index.ts';
import type { ApiClient } from './api-client.ts';
import { type ProgressLine, progressText } from './progress.ts';
import type { Surroundings } from './surroundings.ts';

type RunStatus = Receipt['status'];

/** Exit codes by how a run ended: 0 done or waiting as asked, 3 held, 1 failed. */
export const EXIT_CODES: Record<RunStatus, number> = { posted: 0, preview: 0, held: 3, failed: 1, discarded: 0 };

/** The exit code for several runs: a failure outweighs a held run, that outweighs the rest. */
export function worstExitCode(receipts: readonly Pick<Receipt, 'status'>[]): number {
  const codes = receipts.map(({ status }) => EXIT_CODES[status]);
  return codes.includes(1) ? 1 : Math.max(0, ...codes);
}

/** A watching person sees a change within this; nobody else needs to know before the end. */
const WATCHED_WAIT_MS = 250;
const UNWATCHED_WAIT_MS = 20_000;

/** A receipt, and the reports that the network did not give. */
export interface PullReceipt extends Receipt {
  readonly problems: readonly ErrorReport[];
}

/** A run that waits for a person or has ended. */
export interface SettledRun extends Run {
  readonly state: RunStatus;
}

function isSettled(run: Run): run is SettledRun {
  return run.state in EXIT_CODES;
}

/** Waits until a run waits for a person or has ended; shows how far it is. */
export async function followRun(
  surroundings: Surroundings,
  client: ApiClient,
  started: Run,
  progress: ProgressLine,
): Promise<SettledRun> {
  const waitMs = surroundings.isWatched ? WATCHED_WAIT_MS : UNWATCHED_WAIT_MS;
  let run = started;
  while (!isSettled(run)) {
    progress.show(run.progress === null ? run.state : progressText(run.progress));
    run = await client.call('showRun', { params: { run: run.id }, query: { waitMs } });
  }
  return run;
}

/** The receipt of a settled run; a run that failed before it had one gets one that says so. */
export function receiptOfRun(run: SettledRun): Receipt {
  if (run.receipt !== null) return { ...run.receipt, status: run.state };
  const bare = failedReceipt(run.id, run.error ?? noReason(), []);
  return run.state === 'failed' ? bare : { ...bare, status: run.state, error: null };
}

/** The receipt of a settled pull. */
export function pullReceiptOf(run: SettledRun): PullReceipt {
  return { ...receiptOfRun(run), problems: run.problems };
}

function noReason(): ErrorReport {
  const { code, message } = new TributaryError('run-interrupted', 'The program ended while the run was being made.');
  return { code, message, file: null, line: null, column: null };
}
