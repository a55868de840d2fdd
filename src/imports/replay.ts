/**
 * Rebuilds a scope's ledger from its raw reports with today's translation, beside the real one, and plans the difference
 * as a run of its own: an old run is never rewritten.
 */
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TributaryError } from '../core/index.ts';
import type { RunRow } from '../control/index.ts';
import {
  columnsOf,
  type FactsSession,
  type FactsStore,
  type FactsWriter,
  openDuckdb,
  type SqlRow,
} from '../facts/index.ts';
import { diffEntries, postRun } from '../ledger/index.ts';
import type { RawStore } from '../raw/index.ts';
import { filesOf, type ImportContext, parametersOf, type Planner, plannerOf, temporaryOf } from './conclude-run.ts';
import { type ImportOrder, readOrder } from './import-order.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { matchReplayed } from './match-replayed.ts';
import type { FileReceipt } from './receipt.ts';
import { unifyLines } from './unify-lines.ts';

/** Memory for the ledger that is rebuilt beside the real one, which keeps its own 300 MB. */
const SCRATCH_MEMORY = '200MB';

/** The manifest of a run that was posted. */
export type PostedManifest = Manifest & { readonly runSeq: number; readonly postedAt: string };

function isPosted(manifest: Manifest): manifest is PostedManifest {
  return manifest.state === 'posted' && manifest.runSeq !== null && manifest.postedAt !== null;
}

async function postedManifests(raw: RawStore): Promise<PostedManifest[]> {
  const manifests = (await raw.manifests()).map(readManifest).filter(isPosted);
  return manifests.sort((a, b) => a.runSeq - b.runSeq);
}

/** The orders of the replays to make: one a scope that has posted runs. */
export async function replayOrders(raw: RawStore): Promise<ImportOrder[]> {
  const newest = new Map<string, ImportOrder>();
  for (const { order, kind } of await postedManifests(raw)) if (kind !== 'replay') newest.set(order.scope, order);
  return [...newest.values()].map((order) => ({ ...order, files: [] }));
}

/** Plans a replay run: rebuilds, then compares. */
export function replayPlanner(context: ImportContext, row: RunRow): Planner {
  return async (session, parameters, onStage) => {
    const { scope } = readOrder(row.order);
    const manifests = await postedManifests(context.raw);
    await checkComplete(session, manifests, context.raw);
    const mine = manifests.filter(({ order, kind }) => order.scope === scope && kind !== 'replay');
    const temporary = temporaryOf(context, row);
    const scratch = await openScratch(context, row);
    try {
      const files = await rebuild(scratch.store, mine, context.raw, temporary, (done) =>
        onStage(`rebuilding ${done} of ${mine.length}`),
      );
      await onStage('comparing');
      await loadLines(scratch.store, session, temporary);
      await matchReplayed(session, parameters);
      await unifyLines(session, parameters);
      await diffEntries(session, parameters);
      return files;
    } finally {
      await scratch.close();
      await rm(temporary, { force: true });
    }
  };
}

/** Without every raw report a rebuild would take away lines that are right. */
async function checkComplete(
  session: FactsSession,
  manifests: readonly PostedManifest[],
  raw: RawStore,
): Promise<void> {
  const known = new Set(manifests.map((manifest) => manifest.run));
  const posted = await session.query('select run_id from posted_runs order by run_seq');
  const unknown = posted.filter((row) => !known.has(String(row['run_id']))).length;
  if (unknown > 0) {
    throw new TributaryError(
      'raw-reports-missing',
      `${unknown} posted runs have no manifest in the folder "raw": a rebuild without them would lose lines. Restore that folder from a backup.`,
    );
  }
  for (const { order } of manifests) {
    for (const file of order.files) {
      if ((await raw.sizeOf(file.sha256)) === undefined) {
        throw new TributaryError(
          'raw-reports-missing',
          `The raw report "${file.name}" is missing from the folder "raw": a rebuild without it would lose lines. Restore that folder from a backup.`,
          { file: file.name },
        );
      }
    }
  }
}

async function openScratch(
  { temporaryFolder }: ImportContext,
  row: RunRow,
): Promise<{ readonly store: FactsStore; readonly close: () => Promise<void> }> {
  const file = join(temporaryFolder, `replay-${row.run_id}.duckdb`);
  await removeScratch(file);
  const store = await openDuckdb(file, SCRATCH_MEMORY);
  return {
    store,
    close: async () => {
      await store.close();
      await removeScratch(file);
    },
  };
}

async function removeScratch(file: string): Promise<void> {
  for (const part of [file, `${file}.wal`, `${file}.tmp`]) await rm(part, { recursive: true, force: true });
}

/**
 * Replays posted runs in their order into an empty store, each under its own number and with its own time, so that the
 * store gives the ledger of every past moment. Returns how each raw report reads today.
 */
export async function rebuild(
  store: FactsStore,
  manifests: readonly PostedManifest[],
  raw: RawStore,
  temporary: string,
  onRun: (done: number) => Promise<void>,
): Promise<FileReceipt[]> {
  const receipts: FileReceipt[] = [];
  for (const [index, manifest] of manifests.entries()) {
    const { order, run, runSeq, postedAt } = manifest;
    if (filesOf(order, raw).length === 0) continue;
    const parameters = parametersOf({ id: run, seq: runSeq }, order.scope, postedAt);
    const planner = plannerOf(order, raw, temporary);
    receipts.push(
      ...(await store.exclusive(async (session) => {
        const files = await planner(session, parameters, () => Promise.resolve());
        await session.atomically(() => postRun(session, parameters));
        return files;
      })),
    );
    await onRun(index + 1);
  }
  return receipts;
}

/** The manifests of every posted run but replays, in the order of posting. */
export async function rebuildableManifests(raw: RawStore): Promise<PostedManifest[]> {
  return (await postedManifests(raw)).filter(({ kind }) => kind !== 'replay');
}

const REBUILT_LINES = 'select * from current_lines order by reported_id';

/** Carries the rebuilt lines over into the real store's staging table. */
async function loadLines(scratch: FactsStore, session: FactsWriter, temporary: string): Promise<void> {
  const columns = columnsOf('staged_lines');
  const file = await open(temporary, 'w', 0o600);
  let staged = 0;
  try {
    for await (const rows of scratch.stream(REBUILT_LINES)) {
      const texts = rows.map((row) => {
        staged += 1;
        const line: SqlRow = { ...row, staged_no: staged, step: 1 };
        return `${columns.map((column) => csvCell(line[column] ?? null)).join(',')}\n`;
      });
      await file.write(texts.join(''));
    }
  } finally {
    await file.close();
  }
  await session.empty('staged_lines', 'staged_files');
  await session.loadCsv('staged_lines', temporary);
}

function csvCell(value: string | number | null): string {
  if (value === null) return '\\N';
  return typeof value === 'number' ? String(value) : `"${value.replaceAll('"', '""')}"`;
}
