import { afterAll, describe, expect, it } from 'vitest';
import {
  createWorld,
  type RakutenServer,
  type RakutenServerOptions,
  startRakutenServer,
} from '../../../sandbox/index.ts';
import { silentLog, systemClock } from '../../core/index.ts';
import { type NetworkContext, NetworkError, type NetworkHttp, type RawAnswer } from '../contract.ts';
import { answerOf, collected, fetched } from '../testing/exchanges.ts';
import { splitCsv } from '../testing/split-csv.ts';
import { api } from './client.ts';
import { rakuten } from './rakuten.ts';
import { prepareSettings, type RakutenSettings, settingsSchema } from './settings.ts';

const world = createWorld({ seed: 8, startDay: '2026-03-01', endDay: '2026-03-31', ordersPerDay: 8 });
const WINDOW = { from: '2026-03-01', to: '2026-03-31' };
const servers: RakutenServer[] = [];

afterAll(() => Promise.all(servers.map((server) => server.close())));

async function start(options: RakutenServerOptions = {}): Promise<RakutenServer> {
  const server = await startRakutenServer(world, { rateLimit: { perMinute: Number.POSITIVE_INFINITY }, ...options });
  servers.push(server);
  return server;
}

/** The least that keeps to the contract: no pace and no retry. */
const http: NetworkHttp = {
  get: async (url, options = {}) => {
    const signal = AbortSignal.timeout(options.timeoutMs ?? 10_000);
    const response = await fetch(url, { signal, redirect: 'manual' });
    const headers = Object.fromEntries(response.headers);
    return answerOf({ status: response.status, request: `GET ${url.pathname}`, headers, bytes: bytesOf(response) });
  },
};

async function* bytesOf(response: Response): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const chunk of response.body ?? []) yield chunk;
  } catch (cause) {
    throw new NetworkError('unavailable', 'network-unavailable', 'The answer broke off.', { cause });
  }
}

const context: NetworkContext = { http, clock: systemClock, log: silentLog, signal: new AbortController().signal };

/** Settings as of a person who pastes the URL of a report of the simulated network. */
function settingsOf(server: RakutenServer, changes: Record<string, unknown> = {}): RakutenSettings {
  const token = server.reportUrl('individual-item-report', WINDOW.from, WINDOW.to, { network: '1' });
  return settingsSchema.parse(prepareSettings({ token, siteId: '1234567', ...changes }));
}

function ask(settings: RakutenSettings, reportId: string, window = WINDOW): AsyncIterable<RawAnswer> {
  const report = api.reports(settings).find((one) => one.reportId === reportId);
  if (report === undefined) throw new Error(`no report ${reportId}`);
  return api.fetch(context, settings, { report, window });
}

async function failure(answers: AsyncIterable<RawAnswer>): Promise<unknown> {
  return fetched(answers).then(
    () => null,
    (error: unknown) => error,
  );
}

describe('the simulated network', () => {
  it('gives every report of a pasted URL, and each is recognised as what was asked for', async () => {
    const server = await start();
    for (const changes of [{}, { betterReport: 'Tributary Report' }]) {
      const settings = settingsOf(server, changes);
      expect(api.origin(settings)).toBe(server.baseUrl);
      for (const { reportId } of api.reports(settings)) {
        const [answer, ...others] = await fetched(ask(settings, reportId));
        expect(others).toEqual([]);
        const [header = [], ...rows] = splitCsv(answer?.body.toString('utf8') ?? '');
        expect(rakuten.reports.find((report) => report.recognises(header))?.id).toBe(reportId);
        expect(rows.length).toBeGreaterThan(0);
      }
    }
    expect(server.requests.every(({ status }) => status === 200)).toBe(true);
    expect(server.requests[0]?.parameters).toMatchObject({ network: '1', date_type: 'process', include_summary: 'N' });
  });
  it('gives the header alone for days in the future, which finds the columns cheaply', async () => {
    const settings = settingsOf(await start());
    const [answer] = await fetched(ask(settings, 'sku-report', { from: '2030-01-01', to: '2030-01-01' }));
    expect(answer?.body.toString('utf8')).toBe('\ufeffProduct Name,SKU,Total Commission,Product Brand\r\n');
  });
  it('takes the security token in the place of the report token', async () => {
    const server = await start();
    const { token, baseUrl } = settingsOf(server);
    const settings = settingsOf(server, { token: api.account(settingsOf(server)), baseUrl, country: 'US' });
    expect(settings.token).toBe(token);
    expect(await fetched(ask(settings, 'individual-item-report'))).toHaveLength(1);
  });

  it('refuses another token, days beyond its limit and a report that nobody saved, each with what to do', async () => {
    const server = await start({ mostDays: 30, reports: { 'affilimate-sku-report': false } });
    const settings = settingsOf(server);
    const other = settingsOf(server, { token: '0'.repeat(64), baseUrl: server.baseUrl, country: 'US' });
    expect(await failure(ask(other, 'individual-item-report'))).toMatchObject({ kind: 'auth', code: 'network-auth' });
    expect(await failure(ask(settings, 'individual-item-report'))).toMatchObject({
      kind: 'refused-window',
      code: 'window-refused',
      words: expect.stringContaining('At most 30 days') as string,
    });
    expect(await failure(ask(settings, 'sku-report'))).toMatchObject({ kind: 'contract', code: 'report-not-found' });
  });
  it('tells a page for a report that nobody saved from a page for one that everybody has', async () => {
    const server = await start({ unknownReport: 'html-200', reports: { 'affilimate-sku-report': false } });
    const settings = settingsOf(server);
    expect(await failure(ask(settings, 'sku-report'))).toMatchObject({ kind: 'contract', code: 'report-not-found' });
    server.faults.next('html', { report: 'individual-item-report' });
    const page = await failure(ask(settings, 'individual-item-report'));
    expect(page).toMatchObject({ kind: 'unavailable', code: 'network-answer' });
    expect(await fetched(ask(settings, 'individual-item-report'))).toHaveLength(1);
  });
  it('may break off: the bytes fail, after an answer that began well', async () => {
    const server = await start();
    server.faults.next('truncated-length');
    const answers = ask(settingsOf(server), 'individual-item-report');
    for await (const { status, bytes } of answers) {
      expect(status).toBe(200);
      await expect(collected(bytes)).rejects.toMatchObject({ kind: 'unavailable' });
    }
  });
});
