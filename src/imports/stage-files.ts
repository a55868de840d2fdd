/** Translates the files of a run into the staging tables. A structural surprise in any file fails the whole run. */
import { rm } from 'node:fs/promises';
import type { FactsSession } from '../facts/index.ts';
import { BRAND_RANK, LOST_RANK } from '../ledger/index.ts';
import type { Network, TranslateContext, UnifyDeclaration } from '../networks/index.ts';
import { readReport } from './read-report.ts';
import type { FileReceipt } from './receipt.ts';
import { FIRST_DAY, LAST_DAY, type StagedFile, StagingWriter } from './staging.ts';

/** One file to import: the name a person knows it by, and where its kept bytes lie. */
export interface ReportFile {
  readonly name: string;
  readonly sha256: string;
  readonly path: string;
}

/** How the files are to be read, and what they cover. */
export interface StagingOrder {
  readonly network: Network;
  readonly context: TranslateContext;
  readonly reportId: string | null;
  /** The files are everything in their range: what they lack is withdrawn. */
  readonly isComplete: boolean;
  /** Process dates the files cover, where a person said so. */
  readonly window: { readonly from: string; readonly to: string } | null;
  /** A file that this run may write and remove. */
  readonly temporary: string;
}

/** Staged rows by file, and the largest number of files of one report. */
export interface Staged {
  readonly files: readonly FileReceipt[];
  readonly steps: number;
}

/** A report's place in the unify declaration: money reports from 1, then lost and brand lists; 1 without one. */
export function rankOf(unify: UnifyDeclaration | null, report: string): number {
  if (unify === null) return 1;
  const place = unify.money.indexOf(report);
  if (place >= 0) return place + 1;
  if (unify.lost.includes(report)) return LOST_RANK;
  if (unify.brands.includes(report)) return BRAND_RANK;
  throw new Error(`the report ${report} is in no list of its network's unify declaration`);
}

/** Reads every file and loads its rows into `staged_lines` and `staged_files`. */
export async function stageFiles(
  session: FactsSession,
  files: readonly ReportFile[],
  order: StagingOrder,
): Promise<Staged> {
  const receipts: FileReceipt[] = [];
  const rows: string[] = [];
  const stepsOf = new Map<string, number>();
  const writer = await StagingWriter.create(order.temporary);
  try {
    for (const [index, file] of files.entries()) {
      const staged = await stageFile(writer, file, index + 1, order, stepsOf);
      receipts.push(staged.receipt);
      rows.push(staged.row);
    }
    await writer.close();
    await session.run('truncate table staged_lines');
    await session.run('truncate table staged_files');
    await session.loadCsv('staged_lines', writer.path);
  } finally {
    await writer.close().catch(() => undefined); // already closed on the good path
    await rm(writer.path, { force: true });
  }
  await session.run(`insert into staged_files values ${rows.join(', ')}`);
  return { files: receipts, steps: Math.max(...stepsOf.values()) };
}

async function stageFile(
  writer: StagingWriter,
  file: ReportFile,
  fileNo: number,
  order: StagingOrder,
  stepsOf: Map<string, number>,
): Promise<{ receipt: FileReceipt; row: string }> {
  const { network, context, reportId, window } = order;
  let staged: StagedFile | null = null;
  let processed = 0;
  const known = (): StagedFile => {
    if (staged === null) throw new Error('a row came before its header');
    return staged;
  };
  const reading = await readReport(
    file.path,
    { network, context, reportId, fileName: file.name },
    {
      onReport: (report) => {
        const step = (stepsOf.get(report.id) ?? 0) + 1;
        stepsOf.set(report.id, step);
        const rank = rankOf(network.unify, report.id);
        staged = { fileNo, step, report: report.id, rank, from: window?.from ?? FIRST_DAY, to: window?.to ?? LAST_DAY };
      },
      onLine: (line, at) => {
        if (line.processedOn !== null) processed += 1;
        writer.line(known(), line, at);
      },
      onBrand: (brand, at) => writer.brand(known(), brand, at),
      flush: () => writer.flush(),
    },
  );
  const { step, report, rank, from, to } = known();
  // a window with any reject withdraws nothing: the missing line may be the rejected one
  const isComplete = order.isComplete && reading.rejected.length === 0;
  const row = `(${fileNo}, ${step}, '${report}', ${rank}, '${from}', '${to}', ${processed > 0 ? 1 : 0}, ${isComplete ? 1 : 0})`;
  return {
    receipt: { name: file.name, report, sha256: file.sha256, rowsRead: reading.rowsRead, rejected: reading.rejected },
    row,
  };
}
