/** What an answer of the network that is no report means, and what to do next. Pure. */
import type { ErrorCode } from '../../core/index.ts';
import type { FetchableReport, NetworkErrorKind, Window } from '../contract.ts';
import { reportSlug } from './report-slug.ts';

/** What the beginning of a body shows it to be. */
export type BodyForm = 'report' | 'page' | 'json' | 'empty';

/** An answer to one request for a report. */
export interface Answer {
  readonly status: number;
  readonly form: BodyForm;
  /** The network's own words, as they came. */
  readonly words: string;
}

/** What went wrong; becomes a `NetworkError`. */
export interface AnswerFault {
  readonly kind: NetworkErrorKind;
  readonly code: ErrorCode;
  readonly message: string;
}

/** Reports that exist only if the person saved them. */
const SAVED_REPORTS: ReadonlySet<string> = new Set(['transaction-id-report', 'sku-report']);

/** Client errors that are a server's own: time-out, too early, and the 499 that this host gives for "Server Error". */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 425, 499]);

const SAYS_TOKEN =
  /\b(?:invalid|expired|unknown|missing|bad|wrong)\b.{0,20}\btoken\b|\btoken\b.{0,40}\b(?:invalid|expired)\b/i;
const SAYS_DATE_RANGE = /invalid date range/i;
const SAYS_NO_REPORT =
  /\breport\b.{0,40}\b(?:not found|not exist|unknown|invalid)\b|\b(?:unknown|invalid|no such|no)\s+report\b/i;

/** Why an answer is no report of what was asked, or null if it is one. */
export function answerFault(answer: Answer, report: FetchableReport, window: Window): AnswerFault | null {
  const { status, form, words } = answer;
  if (status === 200 && form === 'report') return null;
  const answered = String(status);
  const isError = status >= 400 || form === 'json';
  if (status === 401 || status === 403) return refusedToken(answered);
  if (isError && SAYS_DATE_RANGE.test(words)) return refusedWindow(answered, window);
  if (isError && SAYS_TOKEN.test(words)) return refusedToken(answered);
  if (PASSING_STATUSES.has(status)) return passing(answered, report);
  const isSaved = SAVED_REPORTS.has(report.reportId);
  if (isError) {
    const isUnknown = isSaved || status === 404 || status === 410 || SAYS_NO_REPORT.test(words);
    return isUnknown ? unknownReport(answered, report) : unknownAnswer(answered, report);
  }
  if (form === 'page') return isSaved ? unknownReport(`${answered}, a web page`, report) : webPage(answered, report);
  // A report without rows has its header, and a part of one (206) is none.
  return passing(form === 'empty' ? `${status} with an empty body` : answered, report);
}

function refusedToken(answered: string): AnswerFault {
  const message = `Rakuten refuses the token (${answered}). Copy the report URL again ("Get API" beside "View Report", signed in as a publisher) and put it into the settings of the connection.`;
  return { kind: 'auth', code: 'network-auth', message };
}

function refusedWindow(answered: string, { from, to }: Window): AnswerFault {
  const message = `Rakuten refuses the days ${from} to ${to} (${answered}). Ask for fewer days, or for later ones.`;
  return { kind: 'refused-window', code: 'window-refused', message };
}

function passing(answered: string, { name }: FetchableReport): AnswerFault {
  const message = `Rakuten fails at the report "${name}" (${answered}). Try again in some minutes.`;
  return { kind: 'unavailable', code: 'network-unavailable', message };
}

function unknownAnswer(answered: string, { name }: FetchableReport): AnswerFault {
  const message = `Rakuten answered something unknown instead of the report "${name}" (${answered}). Check that the report runs in Rakuten's own dashboard; if it does, please report this answer.`;
  return { kind: 'contract', code: 'network-answer', message };
}

function webPage(answered: string, { name }: FetchableReport): AnswerFault {
  const message = `Rakuten answered a web page instead of the report "${name}" (${answered}). It is perhaps under maintenance: try again in some minutes, and if that does not help, check that the report runs in Rakuten's own dashboard and that its "Get API" URL still has this token.`;
  return { kind: 'unavailable', code: 'network-answer', message };
}

function unknownReport(answered: string, { reportId, name }: FetchableReport): AnswerFault {
  const asked = `Rakuten has no report "${name}" for this account (asked for as ${reportSlug(name)}, answered ${answered}).`;
  return { kind: 'contract', code: 'report-not-found', message: `${asked} ${NEXT_STEPS[reportId] ?? STANDARD_STEP}` };
}

const STANDARD_STEP = "Check under Reports > Reporting in Rakuten's dashboard that the account has it.";
/** By report; the name in the message is the one to use. */
const NEXT_STEPS: Readonly<Record<string, string>> = {
  'transaction-id-report':
    'Save it there under exactly this name, or put the name that it has there (or its "Get API" URL) into the setting "Report with Transaction ID", or leave that empty.',
  'sku-report':
    'Save it there under exactly this name, or put the name that it has there into the setting "SKU report", or leave that empty.',
};
