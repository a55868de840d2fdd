/** Starts, stops and goes on with pulls: by a person's wish, on schedule, after a restart. One pull a stream at a time. */
import { TributaryError } from '../core/index.ts';
import type { RunRow, ScopeRow } from '../control/index.ts';
import { settleBroken } from './conclude-run.ts';
import { type OpenConnection, reportProblemsOf, withoutSecrets } from './connections.ts';
import type { ImportOrder } from './import-order.ts';
import { planPull, type Pull, type PullKind } from './plan-pull.ts';
import type { AnsweredWindow } from './plan-windows.ts';
import { type PullContext, runPull } from './pull-run.ts';
import { pullOf } from './run-book.ts';
import { dueKind, isDue, nextPull, nextTry } from './schedule.ts';
import type { PullOrder } from './service.ts';

const OPEN = ['queued', 'fetching', 'waiting', 'staging'] as const;
/** How often the schedule is looked at. */
const TICK_MS = 20_000;
const DEFAULT_MONTHS = 12;
const MOST_MONTHS = 24;

interface Active {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/** The pulls of this process. */
export class PullDesk {
  readonly #context: PullContext;
  readonly #active = new Map<string, Active>();
  #timer: NodeJS.Timeout | undefined;
  /** Why the last look at the schedule started nothing. */
  #paused: string | null = null;
  #tick: Promise<void> = Promise.resolve();

  constructor(context: PullContext) {
    this.#context = context;
  }

  /** Goes on with interrupted pulls, then looks at the schedule again and again. */
  async start(): Promise<void> {
    if (!(await this.#isPaused())) {
      for (const row of await this.#context.runs.withStates(OPEN)) if (row.kind === 'pull') this.#run(row.run_id);
    }
    await this.tick();
    this.#timer = setInterval(() => {
      this.#tick = this.#tick.then(() => this.tick());
    }, TICK_MS);
    this.#timer.unref();
  }

  /** Aborts what is being fetched; it goes on at the next start. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#tick;
    for (const { stop } of this.#active.values()) stop.abort(new Error('the program is ending'));
    await Promise.all([...this.#active.values()].map(({ done }) => done));
  }

  /** Starts every pull that is due. What was missed while the program was off, or pulls were paused, happens once. */
  async tick(): Promise<void> {
    if (await this.#isPaused()) return;
    const now = this.#context.clock();
    const scopes = await this.#context.control.selectFrom('scopes').selectAll().execute();
    for (const scope of scopes.filter((one) => isDue(one.next_pull_at, now))) {
      try {
        await this.#startDue(scope);
      } catch (error) {
        if (error instanceof TributaryError && error.code === 'run-underway') continue;
        this.#context.log.error('scheduled pull could not start', { scope: scope.scope_id, error: String(error) });
        await this.#postpone(scope, now);
      }
    }
  }

  /** Starts a pull that a person wants, or goes on with one that is open. */
  async startByPerson(idOrName: string, order: PullOrder): Promise<string> {
    const connection = await this.#context.connections.open(idOrName);
    const { row, network } = connection;
    if (network.api === null)
      throw new TributaryError('connection-without-api', `${network.label} has no API to pull from: import its files.`);
    if (row.state === 'stopped') {
      throw new TributaryError(
        'connection-stopped',
        `The network refuses the credential of "${row.name}": change it or test the connection first.`,
      );
    }
    const months = order.months ?? DEFAULT_MONTHS;
    if (!Number.isInteger(months) || months < 1 || months > MOST_MONTHS)
      throw new TributaryError('invalid-request', `An import goes 1 to ${MOST_MONTHS} months back, not ${months}.`, {
        column: 'months',
      });
    const open = await this.#openPull(row.scope_id);
    if (open !== undefined && !this.#active.has(open.run_id)) {
      this.#run(open.run_id); // left behind by a process that is gone
      return open.run_id;
    }
    const preview = order.preview ?? !(await this.#hasPosted(row.scope_id));
    return this.#start(connection, 'history', months, preview, 'person');
  }

  /** Goes on with a failed pull where it was. */
  async resume(runId: string): Promise<void> {
    const { runs } = this.#context;
    const row = await runs.row(runId);
    if (row.kind !== 'pull' || !(await runs.take(runId, ['failed'], 'queued'))) {
      throw new TributaryError(
        'run-not-waiting',
        `The run ${runId} is ${row.status}: only a failed pull can be gone on with.`,
      );
    }
    await runs.update(runId, { problems: [] });
    this.#run(runId);
  }

  /** Resolves when this process has nothing more to do for a pull. */
  async done(runId: string): Promise<void> {
    await this.#active.get(runId)?.done;
  }

  /** Stops a pull of this process and waits for it. */
  async stop(runId: string): Promise<void> {
    const active = this.#active.get(runId);
    active?.stop.abort(new Error('the pull was stopped'));
    await active?.done;
  }

  /** Stops every open pull of a connection for good. */
  async stopOf(connectionId: string): Promise<void> {
    for (const row of await this.#context.runs.withStates(OPEN)) {
      if (row.connection_id !== connectionId) continue;
      await this.stop(row.run_id);
      await this.#context.runs.settle(row.run_id, 'discarded', null);
    }
  }

  /** Sets the stream's next pull after a run of it ended, or came to wait for a person. */
  async ended(runId: string): Promise<void> {
    const { control, runs, connections, clock, random } = this.#context;
    const row = await runs.row(runId);
    const scope = await connections.scope(row.scope_id);
    const now = clock();
    const set = (values: Partial<Pick<ScopeRow, 'next_pull_at' | 'settled_on' | 'failures'>>): Promise<unknown> =>
      control.updateTable('scopes').set(values).where('scope_id', '=', row.scope_id).execute();
    if (row.status === 'posted') {
      const { schedule } = await connections.open(row.connection_id ?? '');
      const isSettling = pullOf(row).kind !== 'look-back';
      await set({
        next_pull_at: nextPull(schedule, now).toISOString(),
        failures: 0,
        ...(isSettling ? { settled_on: row.created_at.slice(0, 10) } : {}),
      });
    } else if (scope.next_pull_at !== null && row.status === 'failed') {
      const failures = scope.failures + 1;
      await set({ next_pull_at: nextTry(failures, null, now, random()).toISOString(), failures });
    } else if (scope.next_pull_at !== null) {
      // it waits for a person, or a person ended it: the next pull comes as usual and takes its place
      const { schedule } = await connections.open(row.connection_id ?? '');
      await set({ next_pull_at: nextPull(schedule, now).toISOString() });
    }
  }

  /** Whether nothing is pulled on schedule. The log says why once, not at every look. */
  async #isPaused(): Promise<boolean> {
    const why = await this.#context.whyPaused();
    if (why !== this.#paused) {
      this.#context.log.info(
        why === null ? 'scheduled pulls go on' : 'scheduled pulls are paused',
        why === null ? {} : { why },
      );
    }
    this.#paused = why;
    return why !== null;
  }

  /** What could not even start, such as for a lost master key, is tried again later, not at every look. */
  async #postpone(scope: ScopeRow, now: Date): Promise<void> {
    const failures = scope.failures + 1;
    const next_pull_at = nextTry(failures, null, now, this.#context.random()).toISOString();
    await this.#context.control
      .updateTable('scopes')
      .set({ next_pull_at, failures })
      .where('scope_id', '=', scope.scope_id)
      .execute();
  }

  async #startDue(scope: ScopeRow): Promise<void> {
    const open = await this.#openPull(scope.scope_id);
    if (open !== undefined) {
      if (!this.#active.has(open.run_id)) this.#run(open.run_id);
      return;
    }
    const rows = await this.#context.control
      .selectFrom('connections')
      .select('connection_id')
      .where('scope_id', '=', scope.scope_id)
      .where('state', '=', 'active')
      .orderBy('created_at')
      .execute();
    const [oldest] = rows;
    if (oldest === undefined) return;
    const connection = await this.#context.connections.open(oldest.connection_id);
    if (connection.network.api === null) return;
    const kind = dueKind(scope.settled_on, this.#today());
    await this.#start(connection, kind, scope.months, false, 'schedule');
  }

  async #start(
    connection: OpenConnection,
    kind: PullKind,
    months: number,
    preview: boolean,
    startedBy: 'person' | 'schedule',
  ): Promise<string> {
    const { runs, control, connections } = this.#context;
    const { row, network, country, settings, schedule } = connection;
    const scope = await connections.scope(row.scope_id);
    if (months > scope.months || !(await this.#hasPosted(row.scope_id)))
      await control.updateTable('scopes').set({ months }).where('scope_id', '=', row.scope_id).execute();
    const problems = reportProblemsOf(row);
    const reports = (network.api?.reports(settings) ?? []).filter(({ reportId }) => problems[reportId] === undefined);
    const tasks = planPull(kind, {
      today: this.#today(),
      months,
      settleDays: schedule.settleDays,
      lookBackDays: schedule.lookBackDays,
      reports,
      answered: await this.#answered(row.scope_id),
    });
    const pull: Pull = { kind, preview, tasks };
    const order: ImportOrder = {
      network: network.id,
      scope: row.scope_id,
      country: country?.id ?? null,
      currency: country?.currency ?? null,
      settings: withoutSecrets(network, settings),
      reportId: null,
      isComplete: false,
      window: null,
      files: [],
    };
    const run = await runs.create({
      kind: 'pull',
      order,
      connection: row.connection_id,
      startedBy,
      state: 'queued',
      pull,
    });
    await this.#supersede(row.scope_id, run);
    this.#run(run);
    return run;
  }

  /** A pull that still waits for a person is out of date once a newer one begins. */
  async #supersede(scopeId: string, newRun: string): Promise<void> {
    const { runs } = this.#context;
    for (const row of await runs.withStates(['preview', 'held'])) {
      if (row.kind !== 'pull' || row.scope_id !== scopeId || row.run_id === newRun) continue;
      if (await runs.take(row.run_id, ['preview', 'held'], 'discarded'))
        await runs.settle(row.run_id, 'discarded', null);
    }
  }

  #run(runId: string): void {
    const stop = new AbortController();
    const done = this.#bringOn(runId, stop.signal).finally(() => this.#active.delete(runId));
    this.#active.set(runId, { stop, done });
  }

  async #bringOn(runId: string, signal: AbortSignal): Promise<void> {
    try {
      await runPull(this.#context, runId, signal);
      await this.ended(runId);
    } catch (error) {
      if (signal.aborted) return; // stays as it is; whoever aborted it knows why
      this.#context.log.error('pull broke', {
        run: runId,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      await settleBroken(this.#context, runId, error);
      await this.ended(runId);
    }
  }

  async #openPull(scopeId: string): Promise<RunRow | undefined> {
    const open = await this.#context.runs.withStates(OPEN);
    return open.find((row) => row.kind === 'pull' && row.scope_id === scopeId);
  }

  async #hasPosted(scopeId: string): Promise<boolean> {
    const row = await this.#context.control
      .selectFrom('runs')
      .select('run_id')
      .where('scope_id', '=', scopeId)
      .where('kind', '=', 'pull')
      .where('status', '=', 'posted')
      .executeTakeFirst();
    return row !== undefined;
  }

  /** By report: the windows that posted pulls of the scope were answered for. */
  async #answered(scopeId: string): Promise<Map<string, AnsweredWindow[]>> {
    const rows = await this.#context.control
      .selectFrom('answers')
      .innerJoin('runs', 'runs.run_id', 'answers.run_id')
      .select(['answers.report', 'answers.window_from', 'answers.window_to', 'answers.answered_at'])
      .where('runs.scope_id', '=', scopeId)
      .where('runs.status', '=', 'posted')
      .where('answers.problem', 'is', null)
      .execute();
    const answered = new Map<string, AnsweredWindow[]>();
    for (const row of rows) {
      const window = { from: row.window_from, to: row.window_to, answeredOn: row.answered_at.slice(0, 10) };
      answered.set(row.report, [...(answered.get(row.report) ?? []), window]);
    }
    return answered;
  }

  /** The day it is, in GMT: the zone in which networks are asked for their days. */
  #today(): string {
    return this.#context.clock().toISOString().slice(0, 10);
  }
}
