/** The conformance suite that every network with an API passes, offline: settings, requests, answers, errors, secrets. */
import { readdirSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type ErrorCode, type Log, Redactor, TributaryError } from '../../core/index.ts';
import {
  type ConnectionSettings,
  type FetchableReport,
  type Network,
  type NetworkApi,
  type NetworkContext,
  NetworkError,
  type NetworkErrorKind,
  type NetworkHttp,
  type RawAnswer,
  type Window,
} from '../contract.ts';
import { credentialsIn, secretsIn } from './credentials.ts';
import {
  bodyBytes,
  breakingHttp,
  type ExchangeFixture,
  failingHttp,
  fetched,
  loadExchanges,
  playExchanges,
} from './exchanges.ts';
import { type ApiUnderTest, describeSettings } from './settings-conformance.ts';

/** The kind that each code of a failed request has, for every network. */
const KINDS: Readonly<Partial<Record<ErrorCode, readonly NetworkErrorKind[]>>> = {
  'network-auth': ['auth'],
  'network-throttled': ['rate-limited'],
  'network-timeout': ['unavailable'],
  'network-unavailable': ['unavailable'],
  'network-answer': ['unavailable', 'contract'],
  'report-not-found': ['contract'],
  'window-refused': ['refused-window'],
};

/** Runs the suite for one network. Call it at the top level of a test file of the network. */
export function describeApi(network: Network, given: ApiUnderTest): void {
  const { api } = network;
  if (api === null) throw new Error(`${network.id} has no API`);
  const exchanges = loadExchanges(given.fixtures);
  describe(`${network.id} keeps the contract of its API`, () => {
    describeSettings(network, api, given);
    describeCoverage(exchanges);
    for (const fixture of exchanges) describeExchange(network, api, given, fixture);
    describePassedErrors(network, api, given);
    describeWindows(network, api, given);
    describeFixtureFiles(given);
  });
}

/** A network's API with one set of settings, and everything it says recorded. */
class Stage {
  readonly settings: ConnectionSettings;
  readonly redactor = new Redactor();
  readonly #api: NetworkApi;
  readonly #planted: readonly string[];
  readonly #said: string[] = [];

  constructor(network: Network, api: NetworkApi, given: ApiUnderTest, changes: ConnectionSettings = {}) {
    this.settings = network.settings.parse(network.prepareSettings({ ...given.settings, ...changes }));
    this.#api = api;
    this.#planted = given.planted;
    for (const secret of api.secrets(this.settings)) this.redactor.add(secret);
  }

  report(reportId: string): FetchableReport {
    const report = this.#api.reports(this.settings).find((one) => one.reportId === reportId);
    if (report === undefined) throw new Error(`these settings fetch no report ${reportId}`);
    return report;
  }

  fetch(http: NetworkHttp, report: FetchableReport, window: Window, signal?: AbortSignal): AsyncIterable<RawAnswer> {
    const say = (event: string, fields?: unknown): void => void this.#said.push(event, inspect(fields, { depth: 9 }));
    const log: Log = { info: say, warn: say, error: say };
    const clock = (): Date => new Date('2026-11-25T12:00:00Z');
    const context: NetworkContext = { http, clock, log, signal: signal ?? new AbortController().signal };
    return this.#api.fetch(context, this.settings, { report, window });
  }

  /** The error of a fetch. */
  async failure(answers: AsyncIterable<RawAnswer>): Promise<unknown> {
    return fetched(answers).then(
      () => null,
      (error: unknown) => error,
    );
  }

  /** Fails if a planted secret stands in a log line or in any of these values. */
  expectNoSecret(...values: readonly unknown[]): void {
    for (const value of [...this.#said, ...values]) {
      const whole = typeof value === 'string' ? value : inspect(value, { depth: 9 });
      expect(secretsIn(whole, this.#planted), whole).toEqual([]);
      expect(credentialsIn(wordsOf(value)), whole).toEqual([]);
    }
  }
}

/** A text, or the messages of an error and its causes: its stack has long paths, which look like credentials. */
function wordsOf(value: unknown): string {
  if (value instanceof Error) return `${value.message}\n${wordsOf(value.cause)}`;
  return typeof value === 'string' ? value : inspect(value, { depth: 9 });
}

function describeCoverage(exchanges: readonly ExchangeFixture[]): void {
  const covers = (what: (fixture: ExchangeFixture) => boolean): boolean => exchanges.some(what);
  const answers = (status: number) => (fixture: ExchangeFixture) => fixture.exchanges.at(-1)?.status === status;
  const fails = (code: ErrorCode) => (fixture: ExchangeFixture) => fixture.expected.error?.code === code;
  const begins = (pattern: RegExp) => (fixture: ExchangeFixture) =>
    answers(200)(fixture) && pattern.test(JSON.stringify(fixture.exchanges.at(-1)?.body ?? ''));
  const echoes = (fixture: ExchangeFixture): boolean => JSON.stringify(fixture.exchanges).includes('{{secrets}}');

  it.each([
    ['a report', (fixture: ExchangeFixture) => fixture.expected.error === undefined],
    ['the status 401', answers(401)],
    ['the status 403', answers(403)],
    ['a web page with status 200', begins(/^"\s*</)],
    ['an error as JSON with status 200', begins(/^\{/)],
    ['a refused range of days', fails('window-refused')],
    ['an unknown report', fails('report-not-found')],
    ['an answer that repeats the secret', echoes],
  ])('has a recorded exchange of %s', (_name, what) => {
    expect(covers(what)).toBe(true);
  });
  it('says what to do next about every error, the same for every network', () => {
    for (const { scenario, exchanges: played, expected } of exchanges) {
      const { error } = expected;
      const status = played.at(-1)?.status ?? 0;
      if (status === 401 || status === 403) expect(error?.code, scenario).toBe('network-auth');
      if (status >= 300) expect(error, scenario).toBeDefined();
      if (error !== undefined) expect(KINDS[error.code], scenario).toContain(error.kind);
    }
  });
}

function describeExchange(network: Network, api: NetworkApi, given: ApiUnderTest, fixture: ExchangeFixture): void {
  const { scenario, exchanges, expected } = fixture;

  it.each([1, 7, 65_536])(`${scenario}, in pieces of %i bytes`, async (pieceBytes) => {
    const stage = new Stage(network, api, given, expected.settings);
    const played = exchanges.map((exchange) => ({ ...exchange, bytes: bodyBytes(exchange, given.planted) }));
    const http = playExchanges(played, stage.redactor, pieceBytes);
    const answers = stage.fetch(http, stage.report(expected.report), expected.window);
    if (expected.error === undefined) {
      const all = await fetched(answers);
      expect(all.map(({ body }) => body)).toEqual(played.map(({ bytes }) => bytes));
      expect(all.map(({ status }) => status)).toEqual(exchanges.map(({ status }) => status));
      stage.expectNoSecret(...all.map(({ request }) => request));
    } else {
      const error = await stage.failure(answers);
      expect(error).toBeInstanceOf(NetworkError);
      expect(error).toMatchObject({ kind: expected.error.kind, code: expected.error.code });
      const said = `${String(error)} ${error instanceof NetworkError ? (error.words ?? '') : ''}`;
      for (const text of expected.error.says) expect(said).toContain(text);
      stage.expectNoSecret(error);
    }
    expect(http.requests).toEqual(exchanges.map(({ request }) => request));
    for (const url of http.urls) expect(url.origin).toBe(api.origin(stage.settings));
  });
}

function describePassedErrors(network: Network, api: NetworkApi, given: ApiUnderTest): void {
  const retryAt = new Date('2026-11-25T12:01:00Z');
  const passed: readonly NetworkError[] = [
    new NetworkError('rate-limited', 'network-throttled', 'There were too many requests (429).', { retryAt }),
    new NetworkError('unavailable', 'network-unavailable', 'The network fails (503).'),
    new NetworkError('unavailable', 'network-timeout', 'The network did not answer in 300 s.'),
  ];
  describe.each(passed.map((error) => [error.code, error] as const))('%s of the HTTP', (_code, error) => {
    it('passes on unchanged', async () => {
      const stage = new Stage(network, api, given);
      for (const report of api.reports(stage.settings)) {
        const answers = stage.fetch(failingHttp(error), report, windowOf(1));
        expect(await stage.failure(answers)).toBe(error);
      }
      stage.expectNoSecret();
    });
  });
  it('passes on that a body broke off', async () => {
    const stage = new Stage(network, api, given);
    const error = new NetworkError('unavailable', 'network-unavailable', 'The answer broke off.');
    const [report] = api.reports(stage.settings);
    if (report === undefined) throw new Error('no report to fetch');
    for (const first of ['', 'a', 'a,b\r\n1,2\r\n']) {
      const answers = stage.fetch(breakingHttp(Buffer.from(first), error), report, windowOf(1));
      expect(await stage.failure(answers)).toBe(error);
    }
  });
  it('asks nothing more once it was cancelled', async () => {
    const stage = new Stage(network, api, given);
    const http = playExchanges([], stage.redactor, 1);
    const [report] = api.reports(stage.settings);
    if (report === undefined) throw new Error('no report to fetch');
    expect(await stage.failure(stage.fetch(http, report, windowOf(1), AbortSignal.abort()))).not.toBeNull();
    expect(http.urls).toEqual([]);
  });
}

/** The window of so many days that ends on 2026-03-31. */
function windowOf(days: number): Window {
  const from = new Date('2026-03-31T00:00:00Z');
  from.setUTCDate(from.getUTCDate() - days + 1);
  return { from: from.toISOString().slice(0, 10), to: '2026-03-31' };
}

function describeWindows(network: Network, api: NetworkApi, given: ApiUnderTest): void {
  const { maxWindowDays } = network.limits;
  const wrong: readonly Window[] = [
    windowOf(maxWindowDays + 1),
    { from: '2026-03-02', to: '2026-03-01' },
    { from: '2026-02-29', to: '2026-03-01' },
    { from: '2026-03-01', to: '2026-03-32' },
    { from: '2026-3-1', to: '2026-03-02' },
    { from: '', to: '2026-03-02' },
    { from: '2026-03-01T00:00:00Z', to: '2026-03-02' },
  ];
  it.each(wrong)('refuses the window $from..$to as a mistake of the caller, and asks nothing', async (window) => {
    const stage = new Stage(network, api, given);
    for (const report of api.reports(stage.settings)) {
      const http = playExchanges([], stage.redactor, 1);
      expect(await stage.failure(stage.fetch(http, report, window))).toBeInstanceOf(RangeError);
      expect(http.urls).toEqual([]);
    }
  });
  it.each([1, maxWindowDays])('asks for a window of %i days as it is', async (days) => {
    const stage = new Stage(network, api, given);
    const { from, to } = windowOf(days);
    for (const report of api.reports(stage.settings)) {
      const http = playExchanges([], stage.redactor, 1);
      const error = await stage.failure(stage.fetch(http, report, { from, to }));
      expect(error).not.toBeInstanceOf(TributaryError);
      expect(http.urls).toHaveLength(1);
      expect(http.requests[0]).toContain(from);
      expect(http.requests[0]).toContain(to);
      stage.expectNoSecret(http.requests[0]);
    }
  });
}

function describeFixtureFiles({ fixtures, planted }: ApiUnderTest): void {
  it('has no credential in any file of its fixtures', () => {
    const entries = readdirSync(fixtures, { recursive: true, withFileTypes: true });
    for (const { parentPath, name } of entries.filter((entry) => entry.isFile())) {
      const text = readFileSync(`${parentPath}/${name}`, 'utf8');
      expect(credentialsIn(text), `${parentPath}/${name}`).toEqual([]);
      expect(secretsIn(text, planted), `${parentPath}/${name}`).toEqual([]);
    }
  });
}
