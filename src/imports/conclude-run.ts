/** Plans a run and ends it as decided: preview, hold or post. The ledger is the one before or the one after, never between. */
import { join } from 'node:path';
import { type Clock, describeError, type HoldLimits, instantText, type Log, TributaryError } from '../core/index.ts';
import type { ControlStore, RunRow } from '../control/index.ts';
import type { FactsWriter, FactsStore, SqlParameters } from '../facts/index.ts';
import { diffEntries, postRun } from '../ledger/index.ts';
import type { Network, TranslateContext } from '../networks/index.ts';
import type { RawStore } from '../raw/index.ts';
import { WorkspaceSettings } from '../settings/index.ts';
import { networkNamed } from './find-network.ts';
import { type ImportOrder, readOrder } from './import-order.ts';
import { matchLines, ROWS_PER_RUN } from './match-lines.ts';
import type { Preview } from './preview.ts';
import { readPreview } from './read-preview.ts';
import { failedReceipt, mustHold, type PlanFigures, type Receipt, readPlanFigures, receiptOf } from './receipt.ts';
import type { RunBook } from './run-book.ts';
import { type ReportFile, type Staged, stageFiles } from './stage-files.ts';
import { unifyLines } from './unify-lines.ts';

/** What a run needs around it. `temporaryFolder` is on the data folder's disk. */
export interface ImportContext {
  readonly facts: FactsStore;
  readonly control: ControlStore;
  readonly raw: RawStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly runs: RunBook;
  readonly holdLimits: HoldLimits;
  readonly temporaryFolder: string;
}

/** `post`: a person said so · `preview`: wait · `post-if-calm`: post, unless too much differs or vanished. */
export type Decision = 'post' | 'preview' | 'post-if-calm';

/** Fills the work tables with a run's plan; what of it is posted, `postRun` writes. */
export type Planner = (
  session: FactsWriter,
  parameters: SqlParameters,
  onStage: (stage: string) => Promise<void>,
) => Promise<Staged['files']>;

/** The numbers under which a run's rows are written. */
export function parametersOf(
  run: { readonly id: string; readonly seq: number },
  scope: string,
  postedAt: string,
): SqlParameters {
  return {
    run: run.seq,
    runId: run.id,
    scope,
    base: BigInt(run.seq) * ROWS_PER_RUN,
    oldLines: ROWS_PER_RUN / 2n,
    postedAt,
  };
}

/** How the rows of an order are to be translated. */
export function translationOf(order: ImportOrder): { readonly network: Network; readonly context: TranslateContext } {
  const { country, currency, settings } = order;
  return {
    network: networkNamed(order.network),
    context: { country, currency, ...(settings === null ? {} : { settings }) },
  };
}

/** The files of an order with where their bytes lie. */
export function filesOf(order: ImportOrder, raw: RawStore): ReportFile[] {
  return order.files.map((file) => ({
    name: file.name,
    sha256: file.sha256,
    path: raw.pathOf(file.sha256),
    reportId: file.reportId ?? order.reportId,
    window: file.window ?? order.window,
    isComplete: file.isComplete ?? order.isComplete,
  }));
}

/** Plans an order: stages its files, matches, unifies and compares. */
export function plannerOf(order: ImportOrder, raw: RawStore, temporary: string): Planner {
  return async (session, parameters, onStage) => {
    await onStage('reading');
    const staged = await stageFiles(session, filesOf(order, raw), { ...translationOf(order), temporary });
    await onStage('matching');
    await matchLines(session, parameters, staged.steps);
    await unifyLines(session, parameters);
    await diffEntries(session, parameters);
    return staged.files;
  };
}

/**
 * Plans a run that is staged and ends it as decided. A plan lives in work tables only, so one that is not posted leaves
 * nothing. Bad input makes a failed receipt; anything else throws, and the run stays staged.
 */
export async function concludeRun(
  context: ImportContext,
  row: RunRow,
  decision: Decision,
  planner: Planner = plannerOf(readOrder(row.order), context.raw, temporaryOf(context, row)),
): Promise<Receipt> {
  const { runs } = context;
  const runId = row.run_id;
  await runs.update(runId, { state: 'staging' });
  const onStage = (stage: string): Promise<void> =>
    runs.update(runId, { progress: { stage, done: 0, total: 0, current: null, retryAt: null } });
  let concluded: { readonly receipt: Receipt; readonly preview: Preview | null };
  try {
    concluded = await context.facts.exclusive(async (session) => {
      const seq = await runs.nextAttempt(runId); // in its turn: attempts are numbered in the order of posting
      const postedAt = instantText(context.clock());
      const parameters = parametersOf({ id: runId, seq }, row.scope_id, postedAt);
      const files = await planner(session, parameters, onStage);
      const plan = await readPlanFigures(session);
      const status = statusOf(plan, decision, row, context.holdLimits);
      const receipt = receiptOf(runId, status, files, plan);
      if (status !== 'posted') {
        const { reversalDays } = await new WorkspaceSettings(context.control).read();
        return { receipt, preview: await readPreview(session, parameters, files, reversalDays) };
      }
      await onStage('posting');
      await runs.update(runId, { receipt });
      await runs.writeManifest(runId, { runSeq: seq, postedAt });
      await session.atomically(() => postRun(session, parameters));
      await runs.attemptPosted(seq, postedAt);
      return { receipt, preview: null };
    });
  } catch (error) {
    // after a fatal error of the facts store nobody knows yet whether the run was posted: who settles it looks
    if (!(error instanceof TributaryError) || error.code === 'facts-reopened') throw error;
    const files = readOrder(row.order).files.map(({ name, sha256 }) => ({
      name,
      sha256,
      report: null,
      rowsRead: 0,
      rejected: [],
    }));
    concluded = { receipt: failedReceipt(runId, describeError(error), files), preview: null };
  }
  const { receipt, preview } = concluded;
  await runs.settle(runId, receipt.status, receipt, preview);
  context.log.info('run concluded', {
    run: runId,
    status: receipt.status,
    added: receipt.added,
    changed: receipt.changed,
  });
  return receipt;
}

/** A file that only this run writes. */
export function temporaryOf(context: Pick<ImportContext, 'temporaryFolder'>, row: Pick<RunRow, 'run_id'>): string {
  return join(context.temporaryFolder, `staging-${row.run_id}.csv`);
}

function statusOf(plan: PlanFigures, decision: Decision, row: RunRow, limits: HoldLimits): Receipt['status'] {
  const changes = plan.added + plan.changed + plan.withdrawn + plan.merged;
  if (row.kind === 'replay' && changes === 0) return 'discarded'; // nothing to decide over
  if (decision === 'preview') return 'preview';
  if (decision === 'post') return 'posted';
  // that a person's files are complete is a person's word already
  const withdrawn = row.kind === 'files' ? null : limits.withdrawn;
  return mustHold(plan, { differences: limits.differences, withdrawn }) ? 'held' : 'posted';
}

type SettlingContext = Pick<ImportContext, 'facts' | 'control' | 'runs'>;

/** Settles a run as posted if it reached its commit point; false if it did not. */
async function settleIfPosted({ facts, control, runs }: SettlingContext, row: RunRow): Promise<boolean> {
  const [posted] = await facts.query(
    'select run_seq, cast(posted_at as varchar) as posted_at from posted_runs where run_id = {runId:String}',
    { runId: row.run_id },
  );
  if (posted === undefined) return false;
  const runSeq = Number(posted['run_seq']);
  const attempt = await control
    .selectFrom('attempts')
    .select('posted_at')
    .where('run_seq', '=', runSeq)
    .executeTakeFirst();
  if (attempt?.posted_at == null) await runs.attemptPosted(runSeq, String(posted['posted_at']));
  await runs.settle(row.run_id, 'posted', null); // its receipt was kept before the commit point
  return true;
}

/** Ends a run that broke for no reason of its input: posted if it got so far, else failed. */
export async function settleBroken(context: SettlingContext, runId: string, error: unknown): Promise<void> {
  const row = await context.runs.row(runId);
  if (!(await settleIfPosted(context, row))) await context.runs.fail(runId, describeError(error));
}

/**
 * After a crash: a run that reached its commit point is posted. One that did not left nothing: a file import is marked
 * failed, since whoever asked is gone, or waits for a person again; pulls stay open, to go on where they were. Returns
 * how many runs were settled.
 */
export async function settleRuns(context: SettlingContext): Promise<number> {
  const { runs } = context;
  let settled = 0;
  for (const row of await runs.withStates(['staging', 'preview', 'held'])) {
    if (!(await settleIfPosted(context, row))) {
      if (row.status !== 'staging' || row.kind === 'pull') continue;
      if (row.decided_at === null) {
        const error = new TributaryError(
          'run-interrupted',
          'The program ended while this run was made. Nothing was posted: start it again.',
        );
        await runs.fail(row.run_id, describeError(error));
      } else await runs.update(row.run_id, { state: 'preview' }); // a person had said to post it, and can say so again
    }
    settled += 1;
  }
  return settled;
}
