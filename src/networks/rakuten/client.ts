/** Asks Rakuten's reporting host for reports: one GET a report and window, answered with a CSV. */
import type { Log } from '../../core/index.ts';
import {
  type FetchableReport,
  type HttpAnswer,
  type NetworkApi,
  type NetworkContext,
  NetworkError,
  type RawAnswer,
  type Window,
} from '../contract.ts';
import { answerFault, type BodyForm } from './classify-answer.ts';
import { shownWords, withoutSecrets, wordsIn } from './network-words.ts';
import { reportSlug } from './report-slug.ts';
import type { RakutenSettings } from './settings.ts';
import { securityTokenOf } from './token-input.ts';

/** Longest window of one request. The network documents none; clients ask for 1 to 90 days, up to 731 were seen. */
export const MAX_WINDOW_DAYS = 31;

const DAY_MS = 86_400_000;
/** As much of an error body is read as any message needs. */
const MOST_ERROR_BYTES = 65_536;

/** How Rakuten is asked for its reports. */
export const api: NetworkApi<RakutenSettings> = {
  account: ({ token }) => securityTokenOf(token),
  secrets: ({ token }) => [token, securityTokenOf(token)],
  requestsPerMinute: ({ requestsPerMinute }) => requestsPerMinute,
  origin: ({ baseUrl }) => baseUrl,
  reports: fetchableReports,
  fetch: fetchReport,
};

/** With the report that has Transaction IDs, no standard report of the same lines is asked for. */
function fetchableReports(settings: RakutenSettings): readonly FetchableReport[] {
  const { betterReport, skuReport, nonCommissionable } = settings;
  const reports: FetchableReport[] =
    betterReport === ''
      ? [
          { reportId: 'individual-item-report', name: 'Individual Item Report', isRequired: true },
          { reportId: 'signature-orders-report', name: 'Signature Orders Report', isRequired: true },
        ]
      : [{ reportId: 'transaction-id-report', name: betterReport, isRequired: true }];
  if (nonCommissionable) {
    const [reportId, name] = ['non-commissionable-sales-report', 'Non-Commissionable Sales Report'];
    reports.push({ reportId, name, isRequired: false });
  }
  if (skuReport !== '') reports.push({ reportId: 'sku-report', name: skuReport, isRequired: false });
  return reports;
}

async function* fetchReport(
  context: NetworkContext,
  settings: RakutenSettings,
  { report, window }: { readonly report: FetchableReport; readonly window: Window },
): AsyncGenerator<RawAnswer, void, undefined> {
  checkWindow(window);
  context.signal.throwIfAborted();
  const timeoutMs = settings.timeoutSeconds * 1000;
  const answer = await context.http.get(reportUrl(settings, report, window), { timeoutMs, accept: 'text/csv, */*' });
  const body = await peek(answer);
  logAnswer(context.log, report, window, answer.status, body.form);
  const secrets = api.secrets(settings);
  const isReport = answer.status === 200 && body.form === 'report';
  const words = isReport ? '' : wordsIn(await body.text());
  const shown = shownWords(words, secrets);
  const fault = answerFault({ status: answer.status, form: body.form, words }, report, window);
  const request = withoutSecrets(answer.request, secrets);
  if (fault !== null) {
    const cause = new Error(`${request} answered ${answer.status}`);
    throw new NetworkError(fault.kind, fault.code, fault.message, { cause, words: shown === '' ? undefined : shown });
  }
  yield { request, status: answer.status, bytes: body.bytes() };
}

/** A wrong window is a mistake of the caller, never mended here: a window cut short would look like days without sales. */
function checkWindow({ from, to }: Window): void {
  const days = (midnightOf(to) - midnightOf(from)) / DAY_MS + 1;
  if (days < 1 || days > MAX_WINDOW_DAYS) {
    throw new RangeError(`a window of ${days} days (${from}..${to}) is not from 1 to ${MAX_WINDOW_DAYS}`);
  }
}

function midnightOf(day: string): number {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== day) {
    throw new RangeError(`"${day}" is not a calendar day YYYY-MM-DD`);
  }
  return instant;
}

function reportUrl(settings: RakutenSettings, report: FetchableReport, { from, to }: Window): URL {
  const url = new URL(`/en/reports/${reportSlug(report.name)}/filters`, settings.baseUrl);
  url.search = new URLSearchParams({
    start_date: from,
    end_date: to,
    include_summary: 'N',
    network: settings.country,
    tz: 'GMT',
    date_type: 'process', // a late reversal is in exactly one window by process date
    date_format: 'm/d/yy',
    token: settings.token,
  }).toString();
  return url;
}

function logAnswer(log: Log, report: FetchableReport, window: Window, status: number, form: BodyForm): void {
  log.info('report answered', { report: report.reportId, ...window, status, form });
}

/** A body of which the beginning was looked at. Either `bytes` or `text` may be used, once. */
interface PeekedBody {
  readonly form: BodyForm;
  /** All bytes, unchanged, from the first. */
  bytes(): AsyncIterable<Uint8Array>;
  /** The beginning as UTF-8 text; the rest is not read. */
  text(): Promise<string>;
}

async function peek({ bytes }: HttpAnswer): Promise<PeekedBody> {
  const rest = bytes[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  const form = await formOf(rest, head);
  return {
    form,
    bytes: () => joined(head, rest),
    text: async () => {
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of joined(head, rest)) {
        chunks.push(chunk);
        size += chunk.length;
        if (size >= MOST_ERROR_BYTES) break;
      }
      return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, MOST_ERROR_BYTES));
    },
  };
}

/** Reads as far as the first character that is no blank; a CSV begins with neither `<` nor a brace. */
async function formOf(rest: AsyncIterator<Uint8Array>, head: Uint8Array[]): Promise<BodyForm> {
  for (let size = 0; size < MOST_ERROR_BYTES; ) {
    const next = await rest.next();
    if (next.done === true) return 'empty';
    head.push(next.value);
    size += next.value.length;
    for (const byte of next.value) {
      if (BLANKS.has(byte)) continue;
      if (byte === 0x3c) return 'page';
      return byte === 0x7b || byte === 0x5b ? 'json' : 'report';
    }
  }
  return 'report';
}

/** Blanks, line ends, and the three bytes of the byte order mark. */
const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0d, 0x0a, 0xef, 0xbb, 0xbf]);

async function* joined(
  head: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
