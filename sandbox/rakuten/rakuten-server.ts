/** A fake of the network's reporting host over a simulated world, on 127.0.0.1 only. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { World } from '../world/world.ts';
import { answerErrors } from './answers.ts';
import { answerControl, type ControlService } from './control-endpoint.ts';
import { createFaultPlan, type FaultChance, type FaultPlan } from './faults.ts';
import { createRateLimit } from './rate-limit.ts';
import { createReports, type Report, type ReportName, type ReportShapes } from './report-definitions.ts';
import { answerReport, type ReportService, reportKeyOf } from './report-endpoint.ts';
import { type RequestRecord, recordOf } from './request-log.ts';
import { seededToken } from './token.ts';
import { createWorldClock, type WorldClock, type WorldClockOptions } from './world-clock.ts';

/** Options of a server; all have defaults. */
export interface RakutenServerOptions {
  /** 0 (default) = any free port. */
  readonly port?: number;
  /** The account's token in base64; default: made from the world's seed. */
  readonly token?: string;
  /** Default: virtual, standing at the end of the world's orders. A real clock shows that instant when it starts. */
  readonly clock?: WorldClockOptions;
  /** Which reports exist, and their shapes; default: all, unshaped. */
  readonly reports?: ReportShapes;
  readonly rateLimit?: {
    /** Requests a minute and token; default 5. Infinity = no limit. */
    readonly perMinute?: number;
    /** Default true. */
    readonly sendsRetryAfter?: boolean;
    /** Minutes of the machine (default) or of the world's clock. */
    readonly clock?: 'machine' | 'world';
  };
  /** Longer windows answer 400 `Invalid date range`; default 366. */
  readonly mostDays?: number;
  /** What a request for a report that does not exist gets; default `json-404`. */
  readonly unknownReport?: 'json-404' | 'html-200';
  /** Faults by chance; default none. */
  readonly faults?: FaultChance;
}

/** A running server. */
export interface RakutenServer {
  /** `http://127.0.0.1:<port>` */
  readonly baseUrl: string;
  /** Base64, not URL-encoded. */
  readonly token: string;
  readonly world: World;
  readonly faults: FaultPlan;
  /** Report requests and control requests in the order they came, without tokens. */
  readonly requests: readonly RequestRecord[];
  /** World time. */
  now(): Date;
  /** Sets a virtual clock; throws RangeError for a real one or an invalid date. */
  setNow(now: Date): void;
  /**
   * The URL of a report with token, `include_summary=N`, `tz=GMT`, process dates and `m/d/yy`, changed by `parameters`
   * (a null leaves one out). Days are `YYYY-MM-DD`, both included. Throws RangeError for a report that is switched off.
   */
  reportUrl(
    report: ReportName,
    startDay: string,
    endDay: string,
    parameters?: Readonly<Record<string, string | null>>,
  ): string;
  /** Ends every open request and stops; safe to call twice. */
  close(): Promise<void>;
}

interface Services {
  readonly report: ReportService;
  readonly control: ControlService;
  readonly requests: RequestRecord[];
  readonly clock: WorldClock;
}

/** Starts a server over a world. Rejects when the port is taken; throws RangeError for an option out of range. */
export async function startRakutenServer(world: World, options: RakutenServerOptions = {}): Promise<RakutenServer> {
  const token = options.token ?? seededToken(world.settings.seed);
  const closing = new AbortController();
  const services = createServices(world, options, token, closing.signal);
  const server = createServer((request, response) => {
    answer(services, request, response).catch((error: unknown) => {
      if (!closing.signal.aborted) response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo; // a server that listens on a TCP port has this address
  const baseUrl = `http://127.0.0.1:${port}`;
  let closed: Promise<void> | undefined;
  return {
    baseUrl,
    token,
    world,
    faults: services.report.faults,
    requests: services.requests,
    now: () => new Date(services.clock.nowMs()),
    setNow: (now) => services.clock.set(now),
    reportUrl: (name, startDay, endDay, parameters = {}) => {
      const { key } = reportNamed(services.report.reports, name);
      return `${baseUrl}/en/reports/${encodeURIComponent(key)}/filters?${queryText(token, startDay, endDay, parameters)}`;
    },
    close: () => {
      closing.abort();
      closed ??= stop(server);
      return closed;
    },
  };
}

function createServices(world: World, options: RakutenServerOptions, token: string, closing: AbortSignal): Services {
  const clock = createWorldClock(options.clock ?? { kind: 'virtual' }, world.ordersEndAt);
  const faults = createFaultPlan(options.faults);
  const requests: RequestRecord[] = [];
  const { perMinute = 5, sendsRetryAfter = true, clock: rateClock = 'machine' } = options.rateLimit ?? {};
  const report: ReportService = {
    world,
    token,
    clock,
    faults,
    closing,
    sendsRetryAfter,
    reports: createReports(options.reports),
    rateLimit: createRateLimit(perMinute),
    rateClockMs: rateClock === 'world' ? () => clock.nowMs() : () => performance.now(),
    mostDays: options.mostDays ?? 366,
    unknownReport: options.unknownReport ?? 'json-404',
  };
  return { report, control: { world, clock, faults, requests }, requests, clock };
}

async function answer(services: Services, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(`http://127.0.0.1${request.url ?? '/'}`);
  const record = recordOf(request.method ?? 'GET', url, services.clock.nowMs(), response);
  services.requests.push(record);
  if (url.pathname.startsWith('/_sandbox/')) return answerControl(services.control, url.pathname, request, response);
  const key = reportKeyOf(url.pathname);
  if (key === null || record.method !== 'GET') return answerErrors(response, 404, 'Not found');
  return answerReport(services.report, key, url.searchParams, record, response);
}

function reportNamed(reports: readonly Report[], name: ReportName): Report {
  const report = reports.find((candidate) => candidate.name === name);
  if (report === undefined) throw new RangeError(`the report ${name} is switched off`);
  return report;
}

function queryText(
  token: string,
  startDay: string,
  endDay: string,
  parameters: Readonly<Record<string, string | null>>,
): string {
  const defaults = { include_summary: 'N', tz: 'GMT', date_type: 'process', date_format: 'm/d/yy' };
  const all = { start_date: startDay, end_date: endDay, ...defaults, token, ...parameters };
  return Object.entries(all)
    .flatMap(([name, value]) => (value === null ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join('&');
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
