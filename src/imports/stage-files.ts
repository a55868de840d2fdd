/** Translates the files of a run into the staging tables. A structural surprise in any file fails the whole run. */
import { dayBefore } from '../core/index.ts';
import type { FactsWriter } from '../facts/index.ts';
import { BRAND_RANK, LOST_RANK } from '../ledger/index.ts';
import type { Network, TranslateContext, UnifyDeclaration, Window } from '../networks/index.ts';
import { keyRows } from './match-lines.ts';
import { readReport } from './read-report.ts';
import type { FileReceipt } from './receipt.ts';
import { FIRST_DAY, LAST_DAY, type StagedFile, type StagedPart, StagingWriter } from './staging.ts';

/** One file to import: the name a person knows it by, where its kept bytes lie, and what it is said to hold. */
export interface ReportFile {
  readonly name: string;
  readonly sha256: string;
  readonly path: string;
  /** The report it is; null = recognised by its header. */
  readonly reportId: string | null;
  /** Process dates the file covers; null = nobody knows. */
  readonly window: Window | null;
  /** The file is everything in its range: what it lacks is withdrawn. */
  readonly isComplete: boolean;
}

/** How the files are to be read. */
export interface StagingOrder {
  readonly network: Network;
  readonly context: TranslateContext;
  /** Files of this name with a number behind it are the run's to write and remove. */
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

const STAGED_TABLES = ['staged_lines', 'staged_files', 'work_keys'] as const;

/** Reads every file and loads its rows into `staged_lines`, their keys into `work_keys`, and `staged_files`. */
export async function stageFiles(
  session: FactsWriter,
  files: readonly ReportFile[],
  order: StagingOrder,
): Promise<Staged> {
  const readings: Reading[] = [];
  const stepsOf = new Map<string, number>();
  await session.empty(...STAGED_TABLES);
  const writer = new StagingWriter(order.temporary, (part) => loadPart(session, part));
  try {
    for (const [index, file] of files.entries())
      readings.push(await stageFile(writer, file, index + 1, order, stepsOf));
    await writer.close();
  } finally {
    await writer.dispose();
  }
  await session.run(`insert into staged_files values ${fileRows(readings).join(', ')}`);
  return { files: readings.map((reading) => reading.receipt), steps: Math.max(...stepsOf.values()) };
}

interface Reading {
  readonly file: ReportFile;
  readonly staged: StagedFile;
  readonly receipt: FileReceipt;
}

async function loadPart(session: FactsWriter, part: StagedPart): Promise<void> {
  await session.loadCsv('staged_lines', part.path);
  await keyRows(session, part);
}

async function stageFile(
  writer: StagingWriter,
  file: ReportFile,
  fileNo: number,
  order: StagingOrder,
  stepsOf: Map<string, number>,
): Promise<Reading> {
  const { network, context } = order;
  const { reportId, window } = file;
  let staged: StagedFile | null = null;
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
      onLine: (line, at) => writer.line(known(), line, at),
      onBrand: (brand, at) => writer.brand(known(), brand, at),
      flush: () => writer.flush(),
    },
  );
  const { report } = known();
  const { rowsRead, rejected } = reading;
  return { file, staged: known(), receipt: { name: file.name, report, sha256: file.sha256, rowsRead, rejected } };
}

function overlaps(a: StagedFile, b: StagedFile): boolean {
  return a.from <= b.to && b.from <= a.to;
}

/** A window with any reject withdraws nothing, in no report: the missing line may be the rejected one. */
function isComplete(reading: Reading, all: readonly Reading[]): boolean {
  const isSpoilt = (other: Reading): boolean =>
    other.receipt.rejected.length > 0 && (other === reading || overlaps(other.staged, reading.staged));
  return reading.file.isComplete && !all.some(isSpoilt);
}

function fileRows(readings: readonly Reading[]): string[] {
  const rows = readings.map((reading) => ({ ...reading.staged, complete: isComplete(reading, readings) }));
  return rows.map((row) => {
    const beside = rows.filter((other) => other.report === row.report && other.complete && row.complete);
    const cover = coverOf(row, beside);
    return `(${row.fileNo}, ${row.step}, '${row.report}', ${row.rank}, '${row.from}', '${row.to}', ${row.complete ? 1 : 0}, '${cover.from}', '${cover.to}')`;
  });
}

/** The window grown by the windows that touch it. */
function coverOf(window: Window, others: readonly Window[]): Window {
  let { from, to } = window;
  for (let grew = true; grew; ) {
    const next = others.filter((other) => other.from <= dayBefore(to, -1) && other.to >= dayBefore(from, 1));
    const first = next.reduce((day, other) => (other.from < day ? other.from : day), from);
    const last = next.reduce((day, other) => (other.to > day ? other.to : day), to);
    grew = first < from || last > to;
    [from, to] = [first, last];
  }
  return { from, to };
}
