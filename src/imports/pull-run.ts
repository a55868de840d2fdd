/** Fetches a pull, request by request, so that it can stop anywhere and go on there; then concludes the run. */
import { describeError, type Sleep, TributaryError } from '../core/index.ts';
import type { AnswerRow, RunRow } from '../control/index.ts';
import { NetworkError, type NetworkContext } from '../networks/index.ts';
import { concludeRun, type ImportContext } from './conclude-run.ts';
import { type Connections, type OpenConnection, reportProblemsOf, withoutSecrets } from './connections.ts';
import { answerName, fetchReport } from './fetch-report.ts';
import { type ImportOrder, type OrderedFile, readOrder } from './import-order.ts';
import type { Pull, PullTask } from './plan-pull.ts';
import { halves } from './plan-windows.ts';
import { failedReceipt } from './receipt.ts';
import { problemsOf, pullOf, type ReportProblem } from './run-book.ts';
import { nextTry } from './schedule.ts';

/** Opens the way to a connection's network; aborted by the signal. */
export type OpenNetwork = (connection: OpenConnection, signal: AbortSignal) => NetworkContext;

/** What pulls need around them. */
export interface PullContext extends ImportContext {
  readonly connections: Connections;
  readonly openNetwork: OpenNetwork;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly sleep: Sleep;
  /** Why nothing is pulled on schedule just now; null: it is. */
  readonly whyPaused: () => Promise<string | null>;
}

/** So often a run waits for the network before it gives up: about a day with the longest back-off. */
const MOST_WAITS = 10;

/**
 * Brings a pull from wherever it stands to its end: posted, or waiting for a person, or failed. Rejects with the
 * signal's reason when aborted; the run then stays as it is and can be brought on later.
 */
export async function runPull(context: PullContext, runId: string, signal: AbortSignal): Promise<void> {
  const row = await context.runs.row(runId);
  if (row.connection_id === null) throw new Error(`the pull ${runId} has no connection`);
  try {
    const connection = await context.connections.open(row.connection_id);
    const pulling = new Pulling(context, row, connection, context.openNetwork(connection, signal));
    if (row.status !== 'staging') await pulling.fetch();
    await pulling.conclude();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (!(error instanceof TributaryError)) throw error;
    await context.runs.settle(runId, 'failed', failedReceipt(runId, describeError(error), []));
    context.log.warn('pull failed', { run: runId, code: error.code, message: error.message });
  }
}

/** A network that refuses the credential for every report. */
class AllRefused extends NetworkError {}

class Pulling {
  readonly #context: PullContext;
  readonly #run: string;
  readonly #row: RunRow;
  readonly #connection: OpenConnection;
  readonly #network: NetworkContext;
  #pull: Pull;
  #problems: ReportProblem[];
  #waits = 0;

  constructor(context: PullContext, row: RunRow, connection: OpenConnection, network: NetworkContext) {
    this.#context = context;
    this.#run = row.run_id;
    this.#row = row;
    this.#connection = connection;
    this.#network = network;
    this.#pull = pullOf(row);
    this.#problems = [...problemsOf(row)];
  }

  /** Asks for everything that was not answered yet. */
  async fetch(): Promise<void> {
    await this.#context.runs.update(this.#run, { state: 'fetching' });
    for (let task = await this.#next(); task !== undefined; task = await this.#next()) {
      try {
        await this.#ask(task);
        this.#waits = 0;
      } catch (error) {
        this.#network.signal.throwIfAborted();
        if (!(error instanceof NetworkError)) throw error;
        await this.#meet(error, task);
      }
    }
  }

  /** Plans and posts what was fetched, as far as a person need not look at it first. */
  async conclude(): Promise<void> {
    const answers = this.#usable(await this.#context.runs.answers(this.#run));
    const money = this.#connection.network.unify?.money;
    if (money !== undefined && !answers.some((answer) => money.includes(answer.report))) {
      const [problem] = this.#problems;
      throw new TributaryError(
        problem?.code ?? 'network-answer',
        problem?.message ?? 'No report with commissions was answered.',
      );
    }
    const order: ImportOrder = { ...readOrder(this.#row.order), files: this.#files(answers) };
    await this.#context.runs.update(this.#run, { order, state: 'staging' });
    const row = await this.#context.runs.row(this.#run);
    await concludeRun(this.#context, row, this.#pull.preview ? 'preview' : 'post-if-calm');
  }

  async #next(): Promise<PullTask | undefined> {
    const answers = this.#usable(await this.#context.runs.answers(this.#run));
    const isDone = (task: PullTask): boolean =>
      answers.some((row) => row.report === task.reportId && row.window_from === task.from && row.window_to === task.to);
    const wanted = this.#pull.tasks.filter((task) => !this.#problems.some((one) => one.reportId === task.reportId));
    const left = wanted.filter((task) => !isDone(task));
    const [task] = left;
    if (task === undefined) return undefined;
    const current = answerName(task.name, task, 1);
    const done = wanted.length - left.length;
    await this.#context.runs.update(this.#run, {
      progress: { stage: 'fetching', done, total: wanted.length, current, retryAt: null },
    });
    return task;
  }

  async #ask(task: PullTask): Promise<void> {
    const { raw, temporaryFolder, clock, runs } = this.#context;
    const { network, settings, country } = this.#connection;
    const translation = {
      country: country?.id ?? null,
      currency: country?.currency ?? null,
      settings: withoutSecrets(network, settings),
    };
    const surroundings = {
      network,
      settings,
      translation,
      raw,
      temporaryFolder,
      onKept: (answer: Parameters<Parameters<typeof fetchReport>[1]['onKept']>[0]) =>
        runs.addAnswer({
          run_id: this.#run,
          report: task.reportId,
          report_name: task.name,
          window_from: task.from,
          window_to: task.to,
          part: answer.part,
          sha256: answer.sha256,
          size: answer.size,
          request: answer.request,
          http_status: answer.httpStatus,
          answered_at: clock().toISOString(),
          connector_version: network.connectorVersion,
          problem: answer.problem?.message ?? null,
        }),
    };
    await fetchReport(this.#network, surroundings, task, task);
  }

  /** Decides what a failed request means for the run; throws to end it. */
  async #meet(error: NetworkError, task: PullTask): Promise<void> {
    const tooWide = error.kind === 'refused-window' || error.code === 'network-timeout';
    if (tooWide && (await this.#halve(task))) return;
    switch (error.kind) {
      case 'auth':
        return this.#giveUpReport(error, task, true);
      case 'contract':
        if (error.code === 'report-not-found' && !task.isRequired) return this.#giveUpReport(error, task, false);
        throw error;
      case 'rate-limited':
      case 'unavailable':
        return this.#wait(error);
      case 'refused-window':
      case 'bug':
        throw error;
    }
  }

  async #halve(task: PullTask): Promise<boolean> {
    const parts = halves(task);
    if (parts === null) return false;
    const tasks = this.#pull.tasks.flatMap((one) =>
      one === task ? parts.map((part) => ({ ...task, ...part })) : [one],
    );
    this.#pull = { ...this.#pull, tasks };
    this.#network.log.info('window halved', { run: this.#run, report: task.reportId, from: task.from, to: task.to });
    await this.#context.runs.update(this.#run, { pull: this.#pull });
    return true;
  }

  /** A report that the network does not give is left out and said so; refused everywhere, the connection stops. */
  async #giveUpReport(error: NetworkError, task: PullTask, isRefusal: boolean): Promise<void> {
    const problem: ReportProblem = { ...describeError(error), reportId: task.reportId };
    this.#problems.push(problem);
    const { connections, runs } = this.#context;
    await runs.update(this.#run, { problems: this.#problems });
    const { connection_id } = this.#connection.row;
    const reports = new Set(this.#pull.tasks.map((one) => one.reportId));
    const refused = this.#problems.filter((one) => one.code === 'network-auth').map((one) => one.reportId);
    if (isRefusal && [...reports].every((report) => refused.includes(report))) {
      await connections.stop(connection_id, describeError(error));
      throw new AllRefused('auth', error.code, error.message, { cause: error, words: error.words });
    }
    const known = reportProblemsOf((await connections.open(connection_id)).row);
    await connections.setReportProblems(connection_id, { ...known, [task.reportId]: describeError(error) });
  }

  async #wait(error: NetworkError): Promise<void> {
    this.#waits += 1;
    if (this.#waits > MOST_WAITS) throw error;
    const { clock, random, sleep, runs } = this.#context;
    const now = clock();
    const at = nextTry(this.#waits, error.retryAt, now, random());
    const answers = this.#usable(await runs.answers(this.#run));
    await runs.update(this.#run, {
      state: 'waiting',
      progress: {
        stage: error.message,
        done: answers.length,
        total: this.#pull.tasks.length,
        current: null,
        retryAt: at.toISOString(),
      },
    });
    await sleep(at.getTime() - now.getTime(), this.#network.signal);
    await runs.update(this.#run, { state: 'fetching' });
  }

  #usable(answers: readonly AnswerRow[]): AnswerRow[] {
    return answers.filter((answer) => answer.problem === null);
  }

  /** Oldest window first. A window is complete when every report of the connection was answered for it. */
  #files(answers: readonly AnswerRow[]): OrderedFile[] {
    return answers.map((answer) => {
      const window = { from: answer.window_from, to: answer.window_to };
      return {
        name: answerName(answer.report_name, window, answer.part),
        sha256: answer.sha256,
        reportId: answer.report,
        window,
        isComplete: this.#problems.length === 0,
      };
    });
  }
}
