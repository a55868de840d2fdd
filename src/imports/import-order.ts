/** What a run was asked to import; kept with the run, so that it can be planned again at any time. */
import type { CurrencyCode } from '../core/index.ts';
import type { ConnectionSettings, Window } from '../networks/index.ts';

/** A kept file of a run. What it does not say for itself, the order says for all files. */
export interface OrderedFile {
  readonly name: string;
  readonly sha256: string;
  /** The report that was asked for; absent = the order's. */
  readonly reportId?: string;
  readonly window?: Window;
  readonly isComplete?: boolean;
}

/** The files of a run and how they are to be read. */
export interface ImportOrder {
  readonly network: string;
  /** Where the lines live; see `scopes.ts`. */
  readonly scope: string;
  /** The country network's id. */
  readonly country: string | null;
  /** The currency of lines that state none; null = each line has to. */
  readonly currency: CurrencyCode | null;
  /** The connection's settings, without secrets. */
  readonly settings: ConnectionSettings | null;
  /** Takes every file as this report instead of recognising it. */
  readonly reportId: string | null;
  /** The files are everything in their range of days. */
  readonly isComplete: boolean;
  /** Process dates that the files cover, where a person said so. */
  readonly window: Window | null;
  readonly files: readonly OrderedFile[];
}

/** Reads an order as `JSON.stringify` wrote it. */
export function readOrder(text: string): ImportOrder {
  return JSON.parse(text) as ImportOrder; // written by the run book, from this very type
}
