/** The manifest of a run: with the raw reports beside it, all that a rebuild of the ledger needs. */
import type { AnswerRow, RunRow } from '../control/index.ts';
import { networkNamed } from './find-network.ts';
import { type ImportOrder, readOrder } from './import-order.ts';

/** Raised when the form changes in a way that old readers would misread. */
const FORM = 1;

/** What a manifest says. Instants are ISO 8601 UTC, except `postedAt`: as the facts store has it. */
export interface Manifest {
  readonly form: number;
  readonly run: string;
  readonly kind: RunRow['kind'];
  /** `posting`: the commit point may or may not have been reached; the facts store knows. */
  readonly state: RunRow['status'] | 'posting';
  /** The number under which its rows were posted, and when; null = not posted. */
  readonly runSeq: number | null;
  readonly postedAt: string | null;
  readonly connectorVersion: number;
  readonly createdAt: string;
  readonly decidedAt: string | null;
  readonly startedBy: string;
  readonly order: ImportOrder;
  /** How each raw report came from the network; empty for files that a person brought. */
  readonly answers: readonly {
    readonly report: string;
    readonly window: { readonly from: string; readonly to: string };
    readonly sha256: string;
    readonly size: number;
    readonly request: string;
    readonly status: number;
    readonly answeredAt: string;
    readonly connectorVersion: number;
    /** Why it was not used; null = it was. */
    readonly problem: string | null;
  }[];
}

/** The manifest's text. */
export function manifestOf(
  row: RunRow,
  answers: readonly AnswerRow[],
  posting: { readonly runSeq: number; readonly postedAt: string } | null,
): string {
  const order = readOrder(row.order);
  const manifest: Manifest = {
    form: FORM,
    run: row.run_id,
    kind: row.kind,
    state: posting !== null && row.status !== 'posted' ? 'posting' : row.status,
    runSeq: posting?.runSeq ?? null,
    postedAt: posting?.postedAt ?? null,
    connectorVersion: networkNamed(order.network).connectorVersion,
    createdAt: row.created_at,
    decidedAt: row.decided_at,
    startedBy: row.started_by,
    order,
    answers: answers.map((answer) => ({
      report: answer.report,
      window: { from: answer.window_from, to: answer.window_to },
      sha256: answer.sha256,
      size: answer.size,
      request: answer.request,
      status: answer.http_status,
      answeredAt: answer.answered_at,
      connectorVersion: answer.connector_version,
      problem: answer.problem,
    })),
  };
  return `${JSON.stringify(manifest, null, 1)}\n`;
}

/** Reads a manifest's text. */
export function readManifest(text: string): Manifest {
  const manifest = JSON.parse(text) as Manifest; // written by manifestOf above
  if (manifest.form !== FORM)
    throw new Error(`the manifest of run ${manifest.run} has the unknown form ${manifest.form}`);
  return manifest;
}
