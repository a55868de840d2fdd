/** Imports as one service: connections, tests and runs; long work goes on in the background and survives a restart. */
import { systemSleep, TributaryError } from '../core/index.ts';
import type { RunRow } from '../control/index.ts';
import { concludeRun, type Planner, settleBroken } from './conclude-run.ts';
import { ConnectionTests } from './test-connection.ts';
import { type Connections, withoutSecrets } from './connections.ts';
import { gatherFile } from './gather-files.ts';
import { answerName } from './fetch-report.ts';
import { createFileRun } from './import-files.ts';
import { networkNamed } from './find-network.ts';
import { type FileReading, type Reader, recogniseFile } from './recognise-file.ts';
import { networks } from '../networks/index.ts';
import { readOrder } from './import-order.ts';
import type { Preview } from './preview.ts';
import { PullDesk } from './pull-desk.ts';
import type { PullContext } from './pull-run.ts';
import { isSettled, runOf } from './run-book.ts';
import { replayPlanner, replayOrders } from './replay.ts';
import type {
  Connection,
  ConnectionChange,
  ConnectionTest,
  FileImport,
  Imports,
  NewConnection,
  PullOrder,
  RawDownload,
  Run,
  RunAnswer,
} from './service.ts';

/** The one implementation of `Imports`. */
export class ImportService implements Imports {
  readonly #context: PullContext;
  readonly #connections: Connections;
  readonly #tests: ConnectionTests;
  readonly #pulls: PullDesk;
  /** Plans and postings under way that are no pulls. */
  readonly #work = new Map<string, Promise<void>>();

  constructor(context: PullContext) {
    this.#context = context;
    this.#connections = context.connections;
    this.#tests = new ConnectionTests(context);
    this.#pulls = new PullDesk(context);
  }

  /** Goes on with what a crash interrupted and pulls on schedule, until `close`. */
  async startSchedule(): Promise<void> {
    await this.#pulls.start();
  }

  /** Looks at the schedule once; `startSchedule` does it again and again. */
  tick(): Promise<void> {
    return this.#pulls.tick();
  }

  /** Stops fetching at once; what is being posted may end, at most `patienceMs`. */
  async close(patienceMs = 4000): Promise<void> {
    const over = new AbortController();
    const patience = systemSleep(patienceMs, over.signal).catch(() => undefined); // aborted below
    await Promise.race([Promise.all([this.#tests.close(), this.#pulls.close(), ...this.#work.values()]), patience]);
    over.abort();
  }

  connections(): Promise<readonly Connection[]> {
    return this.#connections.list();
  }

  connection(idOrName: string): Promise<Connection> {
    return this.#connections.show(idOrName);
  }

  addConnection(wish: NewConnection): Promise<Connection> {
    return this.#connections.add(wish);
  }

  changeConnection(id: string, change: ConnectionChange): Promise<Connection> {
    return this.#connections.change(id, change);
  }

  async deleteConnection(id: string): Promise<void> {
    const connectionId = await this.#connections.idOf(id);
    await this.#pulls.stopOf(connectionId);
    await this.#connections.remove(connectionId);
  }

  startTest(connection: string): Promise<ConnectionTest> {
    return this.#tests.start(connection);
  }

  async test(id: string): Promise<ConnectionTest> {
    return this.#tests.show(id);
  }

  cancelTest(id: string): Promise<ConnectionTest> {
    return this.#tests.cancel(id);
  }

  async recogniseFile(head: Uint8Array): Promise<FileReading> {
    const mapped: Reader[] = [];
    for (const { id, network } of await this.#connections.list()) {
      if (networkNamed(network).api !== null) continue; // the reports of these are the same for everyone
      const { network: opened, settings } = await this.#connections.open(id);
      mapped.push({ network: opened, connection: id, settings: withoutSecrets(opened, settings) });
    }
    return recogniseFile(head, [...mapped, ...networks.map((network) => ({ network, connection: null }))]);
  }

  async takeFile(network: string, path: string, name: string): Promise<readonly { name: string; sha256: string }[]> {
    return gatherFile(this.#context.raw, path, name, networkNamed(network));
  }

  async startFileImport(wish: FileImport): Promise<Run> {
    for (const file of wish.files) await this.#sizeOf(file.sha256);
    const run = await createFileRun(this.#context, wish);
    this.#conclude(run, wish.preview === true ? 'preview' : 'post-if-calm');
    return this.run(run);
  }

  startPull(connection: string, order: PullOrder): Promise<Run> {
    return this.#pulls.startByPerson(connection, order).then((run) => this.run(run));
  }

  async startReplay(): Promise<readonly Run[]> {
    const { runs, raw } = this.#context;
    const orders = await replayOrders(raw);
    if (orders.length === 0) {
      throw new TributaryError('nothing-to-replay', 'No posted run has raw reports to replay: import something first.');
    }
    const started: Run[] = [];
    for (const order of orders) {
      const run = await runs.create({
        kind: 'replay',
        order,
        connection: null,
        startedBy: 'person',
        state: 'staging',
        pull: null,
      });
      this.#conclude(run, 'preview');
      started.push(await this.run(run));
    }
    return started;
  }

  async runs(limit: number): Promise<readonly Run[]> {
    return (await this.#context.runs.newest(limit)).map(runOf);
  }

  async run(id: string): Promise<Run> {
    return runOf(await this.#context.runs.row(id));
  }

  async runSettled(id: string, timeoutMs: number): Promise<Run> {
    const { runs, clock } = this.#context;
    const until = clock().getTime() + timeoutMs;
    const over = new AbortController();
    try {
      for (;;) {
        const changed = runs.changed(id, Math.max(1, until - clock().getTime()), over.signal); // before the look
        const run = await this.run(id);
        if (isSettled(run.state)) {
          await Promise.all([this.#work.get(id), this.#pulls.done(id)]); // the schedule follows the run
          return run;
        }
        if (clock().getTime() >= until) return run;
        await changed;
      }
    } finally {
      over.abort();
    }
  }

  async preview(id: string): Promise<Preview> {
    const row = await this.#context.runs.row(id);
    if (row.preview !== null) return JSON.parse(row.preview) as Preview; // written by the run book
    throw new TributaryError('run-not-waiting', `The run ${id} is ${row.status} and has no preview.`);
  }

  async answers(id: string): Promise<readonly RunAnswer[]> {
    const { runs } = this.#context;
    const row = await runs.row(id);
    if (row.kind === 'pull') {
      return (await runs.answers(id)).map((answer) => ({
        no: answer.answer_no,
        name: answerName(answer.report_name, { from: answer.window_from, to: answer.window_to }, answer.part),
        report: answer.report,
        sha256: answer.sha256,
        size: answer.size,
        window: { from: answer.window_from, to: answer.window_to },
        request: answer.request,
        answeredAt: answer.answered_at,
      }));
    }
    const reports = runOf(row).receipt?.files ?? [];
    return Promise.all(
      readOrder(row.order).files.map(async ({ name, sha256 }, place) => ({
        no: place + 1,
        name,
        report: reports.find((file) => file.name === name)?.report ?? null,
        sha256,
        size: await this.#sizeOf(sha256),
        window: null,
        request: null,
        answeredAt: null,
      })),
    );
  }

  async uploadRun(id: string): Promise<Run> {
    await this.#takeWaiting(id, 'staging');
    this.#conclude(id, 'post');
    return this.run(id);
  }

  async discardRun(id: string): Promise<Run> {
    const row = await this.#context.runs.row(id);
    if (row.kind === 'pull' && !isSettled(row.status)) {
      await this.#pulls.stop(id);
      await this.#context.runs.settle(id, 'discarded', null);
    } else {
      await this.#takeWaiting(id, 'discarded');
      await this.#context.runs.settle(id, 'discarded', null);
    }
    return this.run(id);
  }

  async resumeRun(id: string): Promise<Run> {
    await this.#pulls.resume(id);
    return this.run(id);
  }

  async rawReport(sha256: string): Promise<{ readonly size: number; readonly bytes: NodeJS.ReadableStream }> {
    return { size: await this.#sizeOf(sha256), bytes: this.#context.raw.read(sha256) };
  }

  async answer(run: string, no: number): Promise<RawDownload> {
    const answer = (await this.answers(run)).find((one) => one.no === no);
    if (answer === undefined) {
      throw new TributaryError('unknown-raw-report', `The run ${run} has no raw report with the number ${no}.`);
    }
    return { name: answer.name, ...(await this.rawReport(answer.sha256)) };
  }

  async #sizeOf(sha256: string): Promise<number> {
    const size = await this.#context.raw.sizeOf(sha256);
    if (size !== undefined) return size;
    throw new TributaryError('unknown-raw-report', 'There is no raw report with this hash: take the file in first.');
  }

  /** Moves a run that waits for a person on; of two who decide at once, one is told that it was decided. */
  async #takeWaiting(id: string, state: 'staging' | 'discarded'): Promise<void> {
    const row = await this.#context.runs.row(id);
    if (await this.#context.runs.take(id, ['preview', 'held'], state)) return;
    throw new TributaryError(
      'run-not-waiting',
      `The run ${id} is ${row.status}; only a preview or a held run waits for a decision.`,
    );
  }

  /** Plans and ends a run in the background. */
  #conclude(id: string, decision: 'post' | 'preview' | 'post-if-calm'): void {
    const work = this.#concluded(id, decision)
      .catch((error: unknown) => this.#failed(id, error))
      .catch((error: unknown) => this.#broke(id, error)) // the store itself failed: the next start settles the run
      .finally(() => this.#work.delete(id));
    this.#work.set(id, work);
  }

  async #concluded(id: string, decision: 'post' | 'preview' | 'post-if-calm'): Promise<void> {
    const row = await this.#context.runs.row(id);
    await concludeRun(this.#context, row, decision, ...this.#plannerOf(row));
    if (row.kind === 'pull') await this.#pulls.ended(id);
  }

  #plannerOf(row: RunRow): [Planner] | [] {
    return row.kind === 'replay' ? [replayPlanner(this.#context, row)] : [];
  }

  async #failed(id: string, error: unknown): Promise<void> {
    this.#broke(id, error);
    await settleBroken(this.#context, id, error);
  }

  #broke(id: string, error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#context.log.error('run broke', { run: id, error: text });
  }
}
