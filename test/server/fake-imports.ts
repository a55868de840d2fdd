/** Imports in memory, for tests of the API and the command line: real states and errors, no network, no ledger. */
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeError, type ErrorCode, TributaryError } from '../../src/core/index.ts';
import {
  type Connection,
  type ConnectionChange,
  type ConnectionTest,
  type FileImport,
  type FileReading,
  type Imports,
  type NewConnection,
  type Preview,
  type PullOrder,
  type RawDownload,
  type Receipt,
  type Run,
  type RunAnswer,
  type RunState,
  recogniseFile,
} from '../../src/imports/index.ts';

import { testNetwork } from './test-network.ts';

const CREATED_AT = '2026-11-25T12:00:00.000Z';
const OPEN: ReadonlySet<RunState> = new Set(['queued', 'fetching', 'waiting', 'staging']);
const FIGURES = { currency: 'USD', sales: '79.9000', commission: '3.9950', items: 1, lines: 4 };

function refuse(code: ErrorCode, message: string): never {
  throw new TributaryError(code, message);
}

/** A token with `bad` in it is refused by the network, one with `slow` keeps a test running. */
export class FakeImports implements Imports {
  readonly #connections = new Map<string, Connection>();
  readonly #tests = new Map<string, ConnectionTest>();
  readonly #tokens = new Map<string, string>();
  readonly #runs = new Map<string, Run>();
  readonly #raw = new Map<string, Buffer>();
  /** How long a run is under way. */
  settleMs = 30;
  /** The paths that `takeFile` was given. */
  readonly takenPaths: string[] = [];
  /** Thrown by the next call of `connections`, as a service that fails would. */
  failure: Error | null = null;

  async connections(): Promise<readonly Connection[]> {
    if (this.failure !== null) throw this.failure;
    return [...this.#connections.values()];
  }

  async connection(idOrName: string): Promise<Connection> {
    const found = [...this.#connections.values()].find((one) => one.id === idOrName || one.name === idOrName);
    return found ?? refuse('unknown-connection', `There is no connection "${idOrName}".`);
  }

  async addConnection({
    network,
    name = 'Test Network US',
    website,
    like,
    ...wish
  }: NewConnection): Promise<Connection> {
    const token = like === undefined ? undefined : this.#tokens.get((await this.connection(like)).id);
    const settings = token === undefined ? wish.settings : { token, ...wish.settings };
    if (network !== testNetwork.id) refuse('unknown-network', `There is no network "${network}".`);
    const read = testNetwork.settings.safeParse(settings);
    if (!read.success) return refuse('invalid-settings', 'The settings are not understood.');
    this.#checkName(name);
    const id = randomUUID();
    const secret = String(read.data['token']);
    this.#tokens.set(id, secret);
    const connection: Connection = {
      id,
      network,
      name,
      country: '1',
      scope: 'testnet:1:abc',
      website: website ?? null,
      settings: { ...read.data, token: `…${secret.slice(-4)}` },
      state: 'active',
      problem: null,
      reports: testNetwork.api?.reports(read.data).map((report) => ({ ...report, problem: null })) ?? [],
      schedule: { everyHours: 4, settleDays: 90, lookBackDays: 3 },
      createdAt: CREATED_AT,
      nextPullAt: null,
      depthMonths: 12,
    };
    this.#connections.set(id, connection);
    return connection;
  }

  async changeConnection(id: string, { name, website, state, schedule = {} }: ConnectionChange): Promise<Connection> {
    const before = await this.connection(id);
    if (name !== undefined && name !== before.name) this.#checkName(name);
    const after = {
      ...before,
      name: name ?? before.name,
      website: website === undefined ? before.website : website,
      state: state ?? before.state,
      schedule: {
        everyHours: schedule.everyHours ?? before.schedule.everyHours,
        settleDays: schedule.settleDays ?? before.schedule.settleDays,
        lookBackDays: schedule.lookBackDays ?? before.schedule.lookBackDays,
      },
    };
    this.#connections.set(before.id, after);
    return after;
  }

  async deleteConnection(id: string): Promise<void> {
    this.#connections.delete((await this.connection(id)).id);
  }

  async recogniseFile(head: Uint8Array): Promise<FileReading> {
    return recogniseFile(head, [{ network: testNetwork, connection: null }]);
  }

  async startTest(connection: string): Promise<ConnectionTest> {
    const { id, reports } = await this.connection(connection);
    const checks = reports.map(({ reportId, name }) => ({
      ...{ reportId, name, missing: [], error: null, retryAt: null },
      state: 'waiting' as const,
    }));
    const test = { id: randomUUID(), connection: id, startedAt: CREATED_AT, elapsedMs: 0, reports: checks };
    return this.#keepTest({ ...test, state: 'running' });
  }

  async test(id: string): Promise<ConnectionTest> {
    const test = this.#tests.get(id) ?? refuse('unknown-test', 'There is no such test.');
    const token = this.#tokens.get(test.connection) ?? '';
    if (test.state !== 'running' || token.includes('slow')) return test;
    const error = describeError(new TributaryError('network-auth', 'The network refuses the token.'));
    const isGood = !token.includes('bad');
    const reports = test.reports.map((report) => ({
      ...report,
      state: isGood ? ('found' as const) : ('no-access' as const),
      error: isGood ? null : error,
    }));
    return this.#keepTest({ ...test, state: isGood ? 'passed' : 'failed', elapsedMs: 1234, reports });
  }

  async cancelTest(id: string): Promise<ConnectionTest> {
    return this.#keepTest({ ...(await this.test(id)), state: 'cancelled' });
  }

  async takeFile(network: string, path: string, name: string): Promise<readonly { name: string; sha256: string }[]> {
    if (network !== testNetwork.id) refuse('unknown-network', `There is no network "${network}".`);
    this.takenPaths.push(path);
    const bytes = await readFile(path);
    if (bytes.length === 0) throw new TributaryError('empty-file', `${name} is empty.`, { file: name });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.#raw.set(sha256, bytes);
    return [{ name, sha256 }];
  }

  async startFileImport(order: FileImport): Promise<Run> {
    if (order.connection !== undefined) await this.connection(order.connection);
    for (const file of order.files) if (!this.#raw.has(file.sha256)) refuse('unknown-raw-report', `No ${file.sha256}.`);
    return this.#startRun('files', null, order.preview === true ? 'preview' : 'posted');
  }

  async startPull(connection: string, { preview }: PullOrder): Promise<Run> {
    const { id, state } = await this.connection(connection);
    if (state !== 'active') refuse('connection-stopped', 'The connection is paused.');
    const isBad = (this.#tokens.get(id) ?? '').includes('bad');
    return this.#startRun('pull', id, isBad ? 'failed' : preview === true ? 'preview' : 'posted');
  }

  async startReplay(): Promise<readonly Run[]> {
    if (this.#runs.size === 0) refuse('nothing-to-replay', 'No posted run has raw reports.');
    return [this.#startRun('replay', null, 'preview')];
  }

  async runs(limit: number): Promise<readonly Run[]> {
    return [...this.#runs.values()].reverse().slice(0, limit);
  }

  async run(id: string): Promise<Run> {
    return this.#runs.get(id) ?? refuse('unknown-run', `There is no run "${id}".`);
  }

  async runSettled(id: string, timeoutMs: number): Promise<Run> {
    const giveUpAt = performance.now() + timeoutMs;
    while (OPEN.has((await this.run(id)).state) && performance.now() < giveUpAt) await sleep(5);
    return this.run(id);
  }

  async preview(run: string): Promise<Preview> {
    await this.#waiting(run);
    const line = {
      ...{ change: 'added' as const, status: 'pending', advertiserId: '3358', advertiser: 'Example, Inc.' },
      ...{ orderId: '10025', sku: 'S1', product: null, brand: null, subId: 'post-1' },
      ...{
        occurredOn: '2026-03-01',
        processedOn: null,
        currency: 'USD',
        sales: '79.9000',
        commission: '3.9950',
        items: 1,
      },
    };
    return {
      byStatus: [{ status: 'pending', ...FIGURES }],
      byMonth: [{ month: '2026-03', ...FIGURES }],
      byAdvertiser: [{ advertiserId: '3358', advertiser: 'Example, Inc.', ...FIGURES }],
      lines: [line],
      conflicts: [],
      differences: [],
      rejected: [{ file: 'a.csv', line: 3, code: 'unreadable-amount', column: 'Sales', message: 'not a number' }],
    };
  }

  async answers(run: string): Promise<readonly RunAnswer[]> {
    await this.run(run);
    return [...this.#raw].map(([sha256, { length }], place) => ({
      ...{ no: place + 1, name: 'a.csv', report: null, sha256, size: length, request: null, answeredAt: null },
      window: { from: '2026-03-01', to: '2026-03-31' },
    }));
  }

  async uploadRun(id: string): Promise<Run> {
    return this.#end(await this.#waiting(id), 'posted');
  }

  async discardRun(id: string): Promise<Run> {
    return this.#end(await this.#waiting(id), 'discarded');
  }

  async resumeRun(id: string): Promise<Run> {
    const run = await this.run(id);
    if (run.state !== 'failed') refuse('run-not-waiting', `The run is ${run.state}.`);
    return this.#end(run, 'posted');
  }

  async rawReport(sha256: string): Promise<{ readonly size: number; readonly bytes: NodeJS.ReadableStream }> {
    const bytes = this.#raw.get(sha256) ?? refuse('unknown-raw-report', 'There is no such raw report.');
    return { size: bytes.length, bytes: Readable.from([bytes]) };
  }

  async answer(run: string, no: number): Promise<RawDownload> {
    const { name, sha256 } =
      (await this.answers(run)).find((one) => one.no === no) ?? refuse('unknown-raw-report', 'There is no such one.');
    return { name, ...(await this.rawReport(sha256)) };
  }

  #checkName(name: string): void {
    const isTaken = [...this.#connections.values()].some((one) => one.name === name);
    if (isTaken) refuse('connection-name-taken', `There is a connection "${name}" already.`);
  }

  #keepTest(test: ConnectionTest): ConnectionTest {
    this.#tests.set(test.id, test);
    return test;
  }

  /** Settles a little later, so that who does not wait sees it under way. */
  #startRun(kind: Run['kind'], connection: string | null, end: Receipt['status']): Run {
    const run: Run = {
      ...{ id: randomUUID(), kind, network: testNetwork.id, scope: 'testnet:1:abc', connection },
      ...{ startedBy: 'person', state: 'fetching', createdAt: CREATED_AT, decidedAt: null },
      ...{ progress: { stage: 'fetching', done: 1, total: 4, current: 'Sales Report 2026-03', retryAt: null } },
      ...{ problems: [], error: null, receipt: null },
    };
    this.#runs.set(run.id, run);
    setTimeout(() => this.#end(run, end), this.settleMs);
    return run;
  }

  #end(run: Run, state: Receipt['status']): Run {
    const error = describeError(new TributaryError('network-auth', 'The network refuses the token.'));
    const counts = { added: 4, changed: 0, unchanged: 0, vanished: 0, withdrawn: 0, conflicts: 0 };
    const receipt = { run: run.id, status: state, error: null, files: [], ...counts, unpaired: {}, totals: [FIGURES] };
    const ended: Run = {
      ...run,
      state,
      decidedAt: CREATED_AT,
      progress: null,
      error: state === 'failed' ? error : null,
      receipt: state === 'failed' ? null : { ...receipt, lost: [] },
    };
    this.#runs.set(run.id, ended);
    return ended;
  }

  async #waiting(id: string): Promise<Run> {
    const run = await this.run(id);
    if (run.state !== 'preview' && run.state !== 'held') refuse('run-not-waiting', `The run is ${run.state}.`);
    return run;
  }
}
