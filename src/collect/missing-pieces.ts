/**
 * Puts into the facts what they lack of packed segments: after a facts file was lost, or an older one was put back. Looked for
 * once, at the start: whatever is packed later was applied before.
 */
import type { Log } from '../core/index.ts';
import { type PlacedRecord, readPacked, UnreadableSegment } from './read-log.ts';
import type { RecordApplier, RecordsOptions } from './apply-records.ts';
import { type AppliedEnds, isLacking, readContents, type SegmentContents } from './segment-contents.ts';
import { listSegments, type Segment } from './segments.ts';

/** What applying a packed segment is given from outside. */
export interface PackedWork {
  readonly records: RecordApplier;
  readonly log: Log;
  /** Lets what is new go first; false: it is to end. */
  readonly between: () => Promise<boolean>;
  readonly batchRecords: number;
}

/** The packed segments of which the facts of a workspace lack pieces, or of which nobody knows; the oldest first. */
export async function missingSegments(options: RecordsOptions): Promise<readonly number[]> {
  const segments = listSegments(options.folder);
  const open = new Set(segments.filter(({ state }) => state === 'open').map(({ number }) => number));
  const packed = segments.filter(({ state, number }) => state === 'packed' && !open.has(number));
  const numbers = packed.map(({ number }) => number);
  const known = await readContents(options.folder, numbers);
  const [first = ''] = options.workspaces();
  const applied = await appliedEnds(options, [...known.values()], first, numbers[0] ?? 0);
  return numbers.filter((number) => {
    const contents = known.get(number);
    return contents === undefined || isLacking(number, contents, applied, first);
  });
}

/** Of the workspaces that the segments name and that are still there. */
async function appliedEnds(
  options: RecordsOptions,
  contents: readonly SegmentContents[],
  first: string,
  oldest: number,
): Promise<AppliedEnds> {
  const named = new Set(contents.flatMap((one) => [...one.keys()]).map((id) => (id === '' ? first : id)));
  const applied = new Map<string, ReadonlyMap<number, number>>();
  for (const workspace of named) {
    const home = await options.homeOf(workspace);
    if (home === null) continue;
    const rows = await home.facts.query(
      `select log_segment, max(log_to) as log_to from collector_positions where log_segment >= {oldest:Int64}
       group by log_segment`,
      { oldest },
    );
    applied.set(workspace, new Map(rows.map((row) => [Number(row['log_segment']), Number(row['log_to'])])));
  }
  return applied;
}

/** Applies what the facts lack of a packed segment. False: it was told to end before. */
export async function applyPacked(segment: Segment, work: PackedWork): Promise<boolean> {
  const { records, log, between, batchRecords } = work;
  records.begin(segment.number);
  try {
    for await (const stretch of readPacked(segment)) {
      records.keepDamages(segment, stretch.damages);
      for (const some of slices(stretch.records, batchRecords)) {
        await records.apply(some);
        if (!(await between())) return false;
      }
    }
    await records.finish();
  } catch (error) {
    if (!(error instanceof UnreadableSegment)) throw error;
    log.error('packed segment cannot be read', { segment: segment.number, error: String(error.cause) });
  }
  return true;
}

/** So many at a time. */
export function* slices(records: readonly PlacedRecord[], size: number): Generator<readonly PlacedRecord[]> {
  for (let first = 0; first < records.length; first += size) yield records.slice(first, first + size);
}
