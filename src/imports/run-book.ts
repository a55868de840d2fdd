/** The runs in the control store: made, followed, ended. A run's manifest beside its raw reports says the same. */
import { randomUUID } from 'node:crypto';
import { type Clock, type ErrorReport, reachStep, TributaryError } from '../core/index.ts';
import type { AnswerRow, ControlStore, NewAnswer, RunRow } from '../control/index.ts';
import type { RawStore } from '../raw/index.ts';
import type { ImportOrder } from './import-order.ts';
import { manifestOf } from './manifest.ts';
import type { Pull } from './plan-pull.ts';
import type { Preview } from './preview.ts';
import { failedReceipt, type Receipt } from './receipt.ts';
import type { Run, RunKind, RunProgress, RunState } from './service.ts';

/** A report that the network did not give, and why. */
export interface ReportProblem extends ErrorReport {
  readonly reportId: string;
}

/** What a new run is. */
export interface NewRun {
  readonly kind: RunKind;
  readonly order: ImportOrder;
  readonly connection: string | null;
  readonly startedBy: 'person' | 'schedule';
  readonly state: RunState;
  readonly pull: Pull | null;
}

/** States in which nothing more happens by itself. */
const SETTLED: ReadonlySet<RunState> = new Set(['preview', 'held', 'posted', 'discarded', 'failed']);

/** Whether a run waits for a person or has ended. */
export function isSettled(state: RunState): boolean {
  return SETTLED.has(state);
}

/** Reads and writes runs. Every write is on disk when it answers. */
export class RunBook {
  readonly #control: ControlStore;
  readonly #raw: RawStore;
  readonly #clock: Clock;
  /** Who waits for a run to change. */
  readonly #listeners = new Set<(runId: string) => void>();

  constructor(control: ControlStore, raw: RawStore, clock: Clock) {
    this.#control = control;
    this.#raw = raw;
    this.#clock = clock;
  }

  /** Makes a run. Throws `run-underway` if a pull of the same scope is open. */
  async create(run: NewRun): Promise<string> {
    const run_id = randomUUID();
    try {
      await this.#control
        .insertInto('runs')
        .values({
          run_id,
          network: run.order.network,
          scope_id: run.order.scope,
          kind: run.kind,
          connection_id: run.connection,
          started_by: run.startedBy,
          status: run.state,
          created_at: this.#clock().toISOString(),
          order: JSON.stringify(run.order),
          pull: run.pull === null ? null : JSON.stringify(run.pull),
        })
        .execute();
    } catch (error) {
      if (!(error instanceof Error) || !/unique/i.test(error.message)) throw error;
      throw new TributaryError(
        'run-underway',
        'A pull of this account is under way already: wait for it, or discard it ("tributary runs" lists it).',
        {},
        error,
      );
    }
    reachStep();
    return run_id;
  }

  async row(runId: string): Promise<RunRow> {
    const row = await this.#control.selectFrom('runs').selectAll().where('run_id', '=', runId).executeTakeFirst();
    if (row !== undefined) return row;
    throw new TributaryError('unknown-run', `There is no run "${runId}": "tributary runs" lists them.`);
  }

  async newest(limit: number): Promise<RunRow[]> {
    return this.#control.selectFrom('runs').selectAll().orderBy('run_seq', 'desc').limit(limit).execute();
  }

  async withStates(states: readonly RunState[]): Promise<RunRow[]> {
    return this.#control.selectFrom('runs').selectAll().where('status', 'in', states).orderBy('run_seq').execute();
  }

  /** Sets what is given and tells who waits. */
  async update(
    runId: string,
    change: {
      readonly state?: RunState;
      readonly order?: ImportOrder;
      readonly pull?: Pull;
      readonly progress?: RunProgress;
      /** Before the commit point, so that a crash behind it does not lose it. */
      readonly receipt?: Receipt;
      readonly problems?: readonly ReportProblem[];
    },
  ): Promise<void> {
    const json = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value));
    const values = {
      status: change.state,
      order: json(change.order),
      pull: json(change.pull),
      progress: json(change.progress),
      receipt: json(change.receipt),
      problems: json(change.problems),
    };
    await this.#control
      .updateTable('runs')
      .set(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)))
      .where('run_id', '=', runId)
      .execute();
    reachStep();
    this.#tell(runId);
  }

  /** Moves a run on if it is in one of the states; false if someone else was faster. */
  async take(runId: string, from: readonly RunState[], to: RunState): Promise<boolean> {
    const taken = await this.#control
      .updateTable('runs')
      .set({ status: to })
      .where('run_id', '=', runId)
      .where('status', 'in', from)
      .executeTakeFirst();
    reachStep();
    return taken.numUpdatedRows > 0n;
  }

  /** Ends a run that broke: nothing of it was posted. */
  async fail(runId: string, error: ErrorReport): Promise<void> {
    await this.settle(runId, 'failed', failedReceipt(runId, error, []));
  }

  /** Ends a run, or leaves it to a person. */
  async settle(runId: string, state: RunState, receipt: Receipt | null, preview: Preview | null = null): Promise<void> {
    await this.#control
      .updateTable('runs')
      .set({
        status: state,
        decided_at: this.#clock().toISOString(),
        progress: null,
        ...(receipt === null ? {} : { receipt: JSON.stringify(receipt) }),
        ...(preview === null ? {} : { preview: JSON.stringify(preview) }),
      })
      .where('run_id', '=', runId)
      .execute();
    reachStep();
    await this.writeManifest(runId);
    this.#tell(runId);
  }

  /** Writes the run's manifest beside the raw reports. `posting` is set while it is being posted. */
  async writeManifest(runId: string, posting?: { readonly runSeq: number; readonly postedAt: string }): Promise<void> {
    const [row, answers, seq] = [await this.row(runId), await this.answers(runId), await this.#attempt(runId)];
    await this.#raw.writeManifest(runId, manifestOf(row, answers, posting ?? seq));
  }

  /** Keeps that the network answered. */
  async addAnswer(answer: NewAnswer): Promise<void> {
    await this.#control.insertInto('answers').values(answer).execute();
    reachStep();
  }

  async answers(runId: string): Promise<AnswerRow[]> {
    return this.#control
      .selectFrom('answers')
      .selectAll()
      .where('run_id', '=', runId)
      .orderBy('window_from')
      .orderBy('answer_no')
      .execute();
  }

  /** A number for one try at posting, larger than every one before. */
  async nextAttempt(runId: string): Promise<number> {
    const { run_seq } = await this.#control
      .insertInto('attempts')
      .values({ run_id: runId })
      .returning('run_seq')
      .executeTakeFirstOrThrow();
    return run_seq;
  }

  /** The last attempt with the time of its posting, if it was posted. */
  async #attempt(runId: string): Promise<{ runSeq: number; postedAt: string } | null> {
    const row = await this.#control
      .selectFrom('attempts')
      .selectAll()
      .where('run_id', '=', runId)
      .orderBy('run_seq', 'desc')
      .executeTakeFirst();
    return row?.posted_at == null ? null : { runSeq: row.run_seq, postedAt: row.posted_at };
  }

  /** Keeps when an attempt was posted. */
  async attemptPosted(runSeq: number, postedAt: string): Promise<void> {
    await this.#control.updateTable('attempts').set({ posted_at: postedAt }).where('run_seq', '=', runSeq).execute();
    reachStep();
  }

  /** Resolves when the run changed, after `timeoutMs`, or when the signal says that nobody waits any more. */
  changed(runId: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const listener = (id: string): void => {
        if (id === runId) done();
      };
      const timer = setTimeout(done, timeoutMs);
      this.#listeners.add(listener);
      signal.addEventListener('abort', done);
    });
  }

  #tell(runId: string): void {
    for (const listener of [...this.#listeners]) listener(runId);
  }
}

/** The pull a run is to fetch; throws for a run that is none. */
export function pullOf(row: RunRow): Pull {
  if (row.pull === null) throw new Error(`the run ${row.run_id} is no pull`);
  return JSON.parse(row.pull) as Pull; // written by the run book, from this very type
}

/** A run's problems with single reports. */
export function problemsOf(row: RunRow): readonly ReportProblem[] {
  return JSON.parse(row.problems) as ReportProblem[]; // written by the run book, from this very type
}

/** A run as the rest of the program sees it. */
export function runOf(row: RunRow): Run {
  const receipt = row.receipt === null ? null : (JSON.parse(row.receipt) as Receipt); // written by settle()
  return {
    id: row.run_id,
    kind: row.kind,
    network: row.network,
    scope: row.scope_id,
    connection: row.connection_id,
    startedBy: row.started_by,
    state: row.status,
    createdAt: row.created_at,
    decidedAt: row.decided_at,
    progress: row.progress === null ? null : (JSON.parse(row.progress) as RunProgress), // written by update()
    problems: problemsOf(row).map(({ reportId: _report, ...problem }) => problem),
    error: receipt?.error ?? null,
    receipt,
  };
}
