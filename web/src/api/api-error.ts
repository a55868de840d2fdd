/** The one kind of error that a call of the API ends with. */
import type { z } from 'zod';
import type { errorAnswer } from '../../../src/api/contract/values.ts';

/** What the server says is wrong: message, code, and where. */
export type ErrorReport = z.output<typeof errorAnswer>['error'];

/** An answer that is an error. `status` 0: no answer came at all. */
export class ApiError extends Error {
  readonly report: ErrorReport;
  readonly status: number;
  /** What to quote when asking for help: code, request and time, which the server's log names too. */
  readonly reference: string;

  constructor(report: ErrorReport, status: number, request: string, at: string) {
    super(report.message);
    this.name = 'ApiError';
    this.report = report;
    this.status = status;
    this.reference = `${report.code} · ${request} · ${at}`;
  }

  get code(): string {
    return this.report.code;
  }
}

/** The code of an `ApiError`, or undefined for anything else. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof ApiError ? error.code : undefined;
}

/** What a person is told: the server's own words, or that no answer came. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return error instanceof Error ? error.message : 'Something went wrong in this page. Reload it and try again.';
}
