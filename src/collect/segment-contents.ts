/**
 * What the packed segments hold: one line a segment with where the last record of each workspace ends. So that what the
 * facts lack of them is told without unpacking them; a segment without a line is read through once.
 */
import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the last record of each workspace ends in a segment; '' = records of no known site. */
export type SegmentContents = ReadonlyMap<string, number>;

/** Up to where the facts of each workspace have each segment. A workspace that is not there was removed. */
export type AppliedEnds = ReadonlyMap<string, ReadonlyMap<number, number>>;

const NAME = 'contents.jsonl';

/** Adds what a segment holds; the last line of a segment counts. */
export async function rememberContents(folder: string, segment: number, contents: SegmentContents): Promise<void> {
  await appendFile(join(folder, NAME), lineOf(segment, contents), { mode: 0o600 });
}

/** What the given segments hold, those that have a line. Lines of others go. */
export async function readContents(
  folder: string,
  segments: readonly number[],
): Promise<ReadonlyMap<number, SegmentContents>> {
  const path = join(folder, NAME);
  if (!existsSync(path)) return new Map();
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  const kept = new Set(segments);
  const found = new Map<number, SegmentContents>();
  for (const line of lines) {
    const [segment, contents] = parseLine(line) ?? [];
    if (segment !== undefined && contents !== undefined && kept.has(segment)) found.set(segment, contents);
  }
  if (found.size < lines.length) {
    const part = `${path}.part`;
    await writeFile(part, [...found].map(([segment, contents]) => lineOf(segment, contents)).join(''), { mode: 0o600 });
    await rename(part, path);
  }
  return found;
}

/** Whether the facts lack pieces of a segment. They are put there in their order, so what they have is its beginning. */
export function isLacking(segment: number, contents: SegmentContents, applied: AppliedEnds, first: string): boolean {
  return [...contents].some(([workspace, end]) => {
    const ends = applied.get(workspace === '' ? first : workspace);
    return ends !== undefined && (ends.get(segment) ?? 0) < end;
  });
}

function lineOf(segment: number, contents: SegmentContents): string {
  return `${JSON.stringify({ segment, ends: [...contents] })}\n`;
}

/** null: a line that was torn off; its segment is read through again. */
function parseLine(line: string): readonly [number, SegmentContents] | null {
  try {
    const { segment, ends } = JSON.parse(line) as { segment: number; ends: [string, number][] }; // as `lineOf` wrote it
    return [segment, new Map(ends)];
  } catch {
    return null;
  }
}
