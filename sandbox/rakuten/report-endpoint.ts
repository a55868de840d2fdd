/** `GET /{lang}/reports/{key}/filters`: token, limit, faults, query, then the report. */
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { World } from '../world/world.ts';
import { answerCsv, answerCutCsv, answerErrors, answerHtml } from './answers.ts';
import type { Fault, FaultKind, FaultPlan } from './faults.ts';
import type { RateLimit } from './rate-limit.ts';
import { reportBody } from './report-body.ts';
import type { Report } from './report-definitions.ts';
import { readReportQuery } from './report-query.ts';
import type { RequestRecord } from './request-log.ts';
import { tokenUser } from './token.ts';
import type { WorldClock } from './world-clock.ts';

/** What report requests are answered from. */
export interface ReportService {
  readonly world: World;
  readonly reports: readonly Report[];
  readonly token: string;
  readonly clock: WorldClock;
  readonly faults: FaultPlan;
  readonly rateLimit: RateLimit;
  /** Milliseconds of the clock that the rate limit counts by. */
  readonly rateClockMs: () => number;
  readonly sendsRetryAfter: boolean;
  readonly mostDays: number;
  readonly unknownReport: 'json-404' | 'html-200';
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}

const REPORT_PATH = /^\/[a-z]{2}(?:-[A-Za-z]{2})?\/reports\/([^/]+)\/filters$/;

/** The report key of a path, decoded; null when it is not a report's path. */
export function reportKeyOf(path: string): string | null {
  const key = REPORT_PATH.exec(path)?.[1];
  if (key === undefined) return null;
  try {
    return decodeURIComponent(key);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** Answers one report request and completes its record. */
export async function answerReport(
  service: ReportService,
  key: string,
  parameters: URLSearchParams,
  record: RequestRecord,
  response: ServerResponse,
): Promise<void> {
  if (!isAdmitted(service, parameters.get('token') ?? '', response)) return;
  const report = service.reports.find((candidate) => candidate.key.toLowerCase() === key.toLowerCase());
  if (report === undefined) {
    if (service.unknownReport === 'html-200') answerHtml(response);
    else answerErrors(response, 404, 'Report not found');
    return;
  }
  record.report = report.name;
  const faults = service.faults.take(report.name);
  record.faults = faults.map((fault) => fault.kind);
  for (const fault of faults) {
    if (fault.kind === 'slow') await wait(fault.ms, undefined, { signal: service.closing });
    const answerFault = FAULT_ANSWERS[fault.kind];
    if (answerFault !== undefined) return answerFault(fault, response);
  }
  await answerBody(service, report, parameters, faults, response);
}

/** Checks the token, then the limit; answers itself when one of them refuses. */
function isAdmitted(service: ReportService, token: string, response: ServerResponse): boolean {
  if (tokenUser(token) === 'Advertiser') {
    answerErrors(response, 403, 'The token belongs to an advertiser; publisher reports need a publisher token');
    return false;
  }
  if (token !== service.token) {
    answerErrors(response, 403, 'Invalid token');
    return false;
  }
  const waitMs = service.rateLimit.admit(token, service.rateClockMs());
  if (waitMs === 0) return true;
  answerTooMany(response, service.sendsRetryAfter ? Math.ceil(waitMs / 1_000) : null);
  return false;
}

function answerTooMany(response: ServerResponse, retryAfterSeconds: number | null): void {
  const headers: Record<string, string> =
    retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) };
  answerErrors(response, 429, 'Too Many Requests', headers);
}

/** Faults that leave no report, and their answers. */
const FAULT_ANSWERS: Readonly<Partial<Record<FaultKind, (fault: Fault, response: ServerResponse) => void>>> = {
  'rate-limited': (fault, response) => answerTooMany(response, fault.retryAfterSeconds),
  forbidden: (_fault, response) => answerErrors(response, 403, 'Invalid token'),
  'server-error': (_fault, response) => answerErrors(response, 500, 'Server Error'),
  html: (_fault, response) => answerHtml(response),
  'time-out': () => {},
};

async function answerBody(
  service: ReportService,
  report: Report,
  parameters: URLSearchParams,
  faults: readonly Fault[],
  response: ServerResponse,
): Promise<void> {
  const nowMs = service.clock.nowMs();
  const reading = readReportQuery(parameters, nowMs, service.mostDays);
  if ('error' in reading) {
    answerErrors(response, 400, reading.error);
    return;
  }
  const kinds = new Set(faults.map((fault) => fault.kind));
  const { lines } = service.world;
  const body = reportBody({ lines, report, query: reading.query, nowMs, faults: kinds });
  if (kinds.has('truncated') || kinds.has('truncated-length')) {
    answerCutCsv(response, body, kinds.has('truncated-length'));
    return;
  }
  await answerCsv(response, `${report.name}.csv`, body);
}
