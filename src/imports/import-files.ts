/** One import run from files: keep raw → stage → plan → preview, hold or post. The ledger is before or after, never between. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Clock, describeError, HELD_ABOVE_BASIS_POINTS, instantText, TributaryError } from '../core/index.ts';
import type { ControlStore } from '../control/index.ts';
import type { FactsSession, FactsStore, SqlParameters } from '../facts/index.ts';
import { diffEntries, postRun } from '../ledger/index.ts';
import { type CountryNetwork, type Network, networkById, networks } from '../networks/index.ts';
import type { RawStore } from '../raw/index.ts';
import { matchLines, ROWS_PER_RUN } from './match-lines.ts';
import { failedReceipt, mustHold, type PlanFigures, type Receipt, readPlanFigures, receiptOf } from './receipt.ts';
import { type ReportFile, type Staged, type StagingOrder, stageFiles } from './stage-files.ts';
import { unifyLines } from './unify-lines.ts';

/** What a run needs around it. `temporaryFolder` is on the data folder's disk. */
export interface ImportContext {
  readonly facts: FactsStore;
  readonly control: ControlStore;
  readonly raw: RawStore;
  readonly clock: Clock;
  readonly temporaryFolder: string;
  /** Called with a short word whenever a run enters its next stage. */
  readonly onProgress: (stage: string) => void;
}

/** What a person asks for; kept with the run so that it can be planned again. */
export interface ImportOrder {
  readonly network: string;
  readonly country: string | null;
  readonly reportId: string | null;
  readonly isComplete: boolean;
  readonly window: { readonly from: string; readonly to: string } | null;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

type Decision = 'post' | 'preview' | 'post-if-calm';

/** The scope of files that belong to no connection: one per network and country network. */
export function fileScope(network: Network, country: CountryNetwork | null): string {
  return `${network.id}:files:${country?.id ?? ''}`;
}

/** Finds the network a person named. */
export function networkNamed(name: string): Network {
  const network = networkById(name);
  if (network !== undefined) return network;
  const list = networks.map((one) => one.id).join(', ');
  throw new TributaryError('unknown-network', `There is no network "${name}": there is ${list}.`);
}

/** Finds the country network a person named by id or code. */
export function countryOf(network: Network, name: string | null): CountryNetwork | null {
  const list = network.countries.map((country) => country.code).join(', ');
  if (name === null) {
    if (network.countries.length === 0) return null;
    throw new TributaryError(
      'missing-country',
      `${network.label} has several country networks: name one with --country (${list}).`,
    );
  }
  const wanted = name.trim().toUpperCase();
  const found = network.countries.find((country) => country.id === wanted || country.code.toUpperCase() === wanted);
  if (found === undefined)
    throw new TributaryError('unknown-country', `${network.label} has no country network "${name}": it has ${list}.`);
  return found;
}

/** Imports files as one run: posts unless `preview`, or unless the plan has to be held. Never throws for bad input. */
export async function importFiles(context: ImportContext, order: ImportOrder, preview: boolean): Promise<Receipt> {
  const { network, scope } = resolveOrder(order);
  const run = randomUUID();
  await context.control
    .insertInto('runs')
    .values({
      run_id: run,
      network: network.id,
      scope_id: scope,
      status: 'staging',
      created_at: context.clock().toISOString(),
      decided_at: null,
      order: JSON.stringify(order),
      receipt: null,
    })
    .execute();
  return conclude(context, order, run, preview ? 'preview' : 'post-if-calm');
}

function resolveOrder(order: ImportOrder): { network: Network; country: CountryNetwork | null; scope: string } {
  const network = networkNamed(order.network);
  const country = countryOf(network, order.country);
  if (order.reportId !== null && !network.reports.some((report) => report.id === order.reportId)) {
    const list = network.reports.map((report) => report.id).join(', ');
    throw new TributaryError('unknown-report', `${network.label} has no report "${order.reportId}": it has ${list}.`);
  }
  return { network, country, scope: fileScope(network, country) };
}

/** Plans a run and ends it as decided; a plan lives in work tables only, so one that is not posted leaves nothing. */
async function conclude(context: ImportContext, order: ImportOrder, run: string, decision: Decision): Promise<Receipt> {
  const id = { run, seq: await nextAttempt(context.control, run) };
  const { network, country, scope } = resolveOrder(order);
  const files: ReportFile[] = order.files.map((file) => ({ ...file, path: context.raw.pathOf(file.sha256) }));
  const staging: StagingOrder = {
    network,
    context: { country: country?.id ?? null, currency: country?.currency ?? null },
    reportId: order.reportId,
    isComplete: order.isComplete,
    window: order.window,
    temporary: join(context.temporaryFolder, `staging-${id.run}.csv`),
  };
  const parameters = parametersOf(id, scope, context.clock());
  let receipt: Receipt;
  try {
    receipt = await context.facts.exclusive(async (session) => {
      context.onProgress('reading');
      const staged = await stageFiles(session, files, staging);
      context.onProgress('matching');
      const plan = await planRun(session, parameters, staged);
      const status = statusOf(plan, decision);
      const planned = receiptOf(id.run, status, staged.files, plan);
      if (status !== 'posted') return planned;
      context.onProgress('posting');
      await session.atomically(() => postRun(session, parameters));
      return planned;
    });
  } catch (error) {
    receipt = failureOf(error, id.run, order);
  }
  await remember(context, receipt);
  return receipt;
}

async function nextAttempt(control: ControlStore, run: string): Promise<number> {
  const attempt = await control
    .insertInto('attempts')
    .values({ run_id: run })
    .returning('run_seq')
    .executeTakeFirstOrThrow();
  return attempt.run_seq;
}

function failureOf(error: unknown, run: string, order: ImportOrder): Receipt {
  if (!(error instanceof TributaryError)) throw error;
  const files = order.files.map((file) => ({ ...file, report: null, rowsRead: 0, rejected: [] }));
  return failedReceipt(run, describeError(error), files);
}

function parametersOf(id: { readonly run: string; readonly seq: number }, scope: string, now: Date): SqlParameters {
  return {
    run: id.seq,
    runId: id.run,
    scope,
    base: BigInt(id.seq) * ROWS_PER_RUN,
    oldLines: ROWS_PER_RUN / 2n,
    postedAt: instantText(now),
  };
}

async function planRun(session: FactsSession, parameters: SqlParameters, staged: Staged): Promise<PlanFigures> {
  await matchLines(session, parameters, staged.steps);
  await unifyLines(session, parameters);
  await diffEntries(session, parameters);
  return readPlanFigures(session);
}

function statusOf(plan: PlanFigures, decision: Decision): 'posted' | 'preview' | 'held' {
  if (decision === 'preview') return 'preview';
  if (decision === 'post-if-calm' && mustHold(plan, HELD_ABOVE_BASIS_POINTS)) return 'held';
  return 'posted';
}

async function remember(context: ImportContext, receipt: Receipt): Promise<void> {
  await context.control
    .updateTable('runs')
    .set({ status: receipt.status, receipt: JSON.stringify(receipt), decided_at: context.clock().toISOString() })
    .where('run_id', '=', receipt.run)
    .execute();
}

/** Posts a run that waits as preview or held: a person has decided. */
export async function uploadRun(context: ImportContext, run: string): Promise<Receipt> {
  const row = await waitingRun(context.control, run);
  return conclude(context, readOrder(row.order), run, 'post');
}

/** Ends a waiting run without posting it; its raw reports are kept. */
export async function discardRun(context: ImportContext, run: string): Promise<void> {
  await waitingRun(context.control, run);
  await context.control
    .updateTable('runs')
    .set({ status: 'discarded', decided_at: context.clock().toISOString() })
    .where('run_id', '=', run)
    .execute();
}

async function waitingRun(control: ControlStore, run: string): Promise<{ order: string }> {
  const row = await control.selectFrom('runs').selectAll().where('run_id', '=', run).executeTakeFirst();
  if (row === undefined)
    throw new TributaryError('unknown-run', `There is no run "${run}": "tributary runs" lists them.`);
  if (row.status !== 'preview' && row.status !== 'held') {
    throw new TributaryError(
      'run-not-waiting',
      `The run ${run} is ${row.status}; only a preview or a held run waits for a decision.`,
    );
  }
  return row;
}

function readOrder(text: string): ImportOrder {
  return JSON.parse(text) as ImportOrder; // written by importFiles above, from this very type
}

/**
 * After a crash: a run that reached its commit point is posted, one that did not left nothing and is marked failed.
 * Returns how many runs were settled.
 */
export async function settleRuns(context: Pick<ImportContext, 'facts' | 'control' | 'clock'>): Promise<number> {
  const open = await context.control
    .selectFrom('runs')
    .selectAll()
    .where('status', 'in', ['staging', 'preview', 'held'])
    .execute();
  let settled = 0;
  for (const row of open) {
    const posted = await context.facts.query('select run_id from posted_runs where run_id = {runId:String}', {
      runId: row.run_id,
    });
    if (posted.length === 0 && row.status !== 'staging') continue;
    settled += 1;
    await context.control
      .updateTable('runs')
      .set({ status: posted.length > 0 ? 'posted' : 'failed', decided_at: context.clock().toISOString() })
      .where('run_id', '=', row.run_id)
      .execute();
  }
  return settled;
}
