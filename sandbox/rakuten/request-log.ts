/** What a server was asked, for tests to look at. Tokens are never kept. */
import type { ServerResponse } from 'node:http';

/** One request. */
export interface RequestRecord {
  /** World time, ISO 8601. */
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** The query without its token. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Default key of the report, or null when the request named none that exists. */
  report: string | null;
  /** Kinds of the faults that hit it. */
  faults: readonly string[];
  /** HTTP status; null while no answer has begun, and for good when the request was dropped before. */
  readonly status: number | null;
}

/** The record of a request that was just received. */
export function recordOf(method: string, url: URL, nowMs: number, response: ServerResponse): RequestRecord {
  let open: ServerResponse | null = response;
  let lastStatus: number | null = null;
  response.once('close', () => {
    lastStatus = response.headersSent ? response.statusCode : null;
    open = null;
  });
  return {
    at: new Date(nowMs).toISOString(),
    method,
    path: url.pathname,
    parameters: Object.fromEntries([...url.searchParams].filter(([name]) => name !== 'token')),
    report: null,
    faults: [],
    get status() {
      return open?.headersSent === true ? open.statusCode : lastStatus;
    },
  };
}
