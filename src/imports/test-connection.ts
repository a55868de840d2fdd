/** Tests of a connection: asks each report for a day that has not come, so that only its header is answered. */
import { randomUUID } from 'node:crypto';
import { dayBefore, describeError, type Clock, TributaryError } from '../core/index.ts';
import { type FetchableReport, NetworkError, type Window } from '../networks/index.ts';
import type { RawStore } from '../raw/index.ts';
import { type Connections, type OpenConnection, type ReportProblems, withoutSecrets } from './connections.ts';
import { fetchReport } from './fetch-report.ts';
import type { OpenNetwork } from './pull-run.ts';
import { MissingColumns } from './read-report.ts';
import type { ConnectionTest, ReportCheck } from './service.ts';

/** Far enough ahead to be tomorrow in every zone. */
const DAYS_AHEAD = 2;
/** Tests that are remembered after they ended. */
const KEPT = 50;

/** What tests need around them. */
export interface TestContext {
  readonly connections: Connections;
  readonly openNetwork: OpenNetwork;
  readonly raw: RawStore;
  readonly clock: Clock;
  readonly temporaryFolder: string;
}

interface RunningTest {
  readonly id: string;
  readonly connection: string;
  readonly startedAt: Date;
  readonly stop: AbortController;
  readonly reports: ReportCheck[];
  state: ConnectionTest['state'];
  endedAt: Date | null;
  ended: Promise<void>;
}

/** The tests of this process; they are over when it ends. */
export class ConnectionTests {
  readonly #context: TestContext;
  readonly #tests = new Map<string, RunningTest>();

  constructor(context: TestContext) {
    this.#context = context;
  }

  /** Starts a test; it goes on in the background. Throws `connection-without-api`. */
  async start(idOrName: string): Promise<ConnectionTest> {
    const connection = await this.#context.connections.open(idOrName);
    const { network, row, settings } = connection;
    if (network.api === null) {
      throw new TributaryError(
        'connection-without-api',
        `${network.label} has no API to test: import its files instead.`,
      );
    }
    const test: RunningTest = {
      id: randomUUID(),
      connection: row.connection_id,
      startedAt: this.#context.clock(),
      stop: new AbortController(),
      reports: network.api.reports(settings).map(({ reportId, name }) => checkOf(reportId, name, 'waiting')),
      state: 'running',
      endedAt: null,
      ended: Promise.resolve(),
    };
    this.#forgetOld();
    this.#tests.set(test.id, test);
    test.ended = this.#run(test, connection, network.api.reports(settings));
    return this.#shown(test);
  }

  show(id: string): ConnectionTest {
    return this.#shown(this.#test(id));
  }

  async cancel(id: string): Promise<ConnectionTest> {
    const test = this.#test(id);
    test.stop.abort(new Error('the test was cancelled'));
    await test.ended;
    return this.#shown(test);
  }

  /** Ends every test. */
  async close(): Promise<void> {
    for (const test of this.#tests.values()) test.stop.abort(new Error('the program is ending'));
    await Promise.all([...this.#tests.values()].map((test) => test.ended));
  }

  async #run(test: RunningTest, connection: OpenConnection, reports: readonly FetchableReport[]): Promise<void> {
    for (const [index, report] of reports.entries()) {
      if (test.stop.signal.aborted) break;
      test.reports[index] = checkOf(report.reportId, report.name, 'asking');
      test.reports[index] = await this.#check(test, connection, report);
    }
    test.endedAt = this.#context.clock();
    if (test.stop.signal.aborted) {
      test.state = 'cancelled';
      return;
    }
    const isBad = (check: ReportCheck): boolean =>
      check.state !== 'found' && reports.some((report) => report.reportId === check.reportId && report.isRequired);
    const isRefused = test.reports.every((check) => check.state === 'no-access');
    await this.#remember(test, isRefused).catch((error: unknown) => {
      // the connection may have been removed meanwhile
      if (!(error instanceof TributaryError)) throw error;
    });
    test.state = isRefused || test.reports.some(isBad) ? 'failed' : 'passed';
  }

  /** Keeps which reports work; a connection that was stopped goes on when one does. */
  async #remember(test: RunningTest, isRefused: boolean): Promise<void> {
    const { connections } = this.#context;
    const [first] = test.reports;
    if (isRefused && first?.error != null) return connections.stop(test.connection, first.error);
    const problems: ReportProblems = Object.fromEntries(
      test.reports.flatMap(({ reportId, state, error }) =>
        error === null || state === 'throttled' || state === 'failed' ? [] : [[reportId, error]],
      ),
    );
    await connections.setReportProblems(test.connection, problems);
    if (test.reports.some((check) => check.state === 'found')) await connections.restart(test.connection);
  }

  async #check(test: RunningTest, connection: OpenConnection, report: FetchableReport): Promise<ReportCheck> {
    const { openNetwork, raw, temporaryFolder, clock } = this.#context;
    const { network, settings, country } = connection;
    const { reportId, name } = report;
    const day = dayBefore(clock().toISOString().slice(0, 10), -DAYS_AHEAD);
    const window: Window = { from: day, to: day };
    const translation = {
      country: country?.id ?? null,
      currency: country?.currency ?? null,
      settings: withoutSecrets(network, settings),
    };
    try {
      const surroundings = { network, settings, translation, raw, temporaryFolder, onKept: () => Promise.resolve() };
      await fetchReport(openNetwork(connection, test.stop.signal), surroundings, report, window);
      return checkOf(reportId, name, 'found');
    } catch (error) {
      if (test.stop.signal.aborted) return checkOf(reportId, name, 'waiting');
      if (!(error instanceof NetworkError)) throw error;
      const { cause } = error;
      return {
        ...checkOf(reportId, name, stateOf(error)),
        missing: cause instanceof MissingColumns ? cause.missing : [],
        error: describeError(error),
        retryAt: error.retryAt?.toISOString() ?? null,
      };
    }
  }

  #test(id: string): RunningTest {
    const test = this.#tests.get(id);
    if (test !== undefined) return test;
    throw new TributaryError('unknown-test', `There is no test "${id}", or it is long over: start a new one.`);
  }

  #shown(test: RunningTest): ConnectionTest {
    const until = test.endedAt ?? this.#context.clock();
    return {
      id: test.id,
      connection: test.connection,
      state: test.state,
      startedAt: test.startedAt.toISOString(),
      elapsedMs: until.getTime() - test.startedAt.getTime(),
      reports: [...test.reports],
    };
  }

  #forgetOld(): void {
    const ended = [...this.#tests.values()].filter((test) => test.state !== 'running');
    for (const test of ended.slice(0, Math.max(0, ended.length - KEPT))) this.#tests.delete(test.id);
  }
}

function checkOf(reportId: string, name: string, state: ReportCheck['state']): ReportCheck {
  return { reportId, name, state, missing: [], error: null, retryAt: null };
}

function stateOf(error: NetworkError): ReportCheck['state'] {
  if (error.code === 'missing-columns') return 'missing-columns';
  if (error.code === 'report-not-found' || error.code === 'unrecognised-report') return 'not-found';
  if (error.kind === 'auth') return 'no-access';
  return error.kind === 'rate-limited' ? 'throttled' : 'failed';
}
