/** One row of a raw report, found by its physical line: read from the file as it came, up to 4 kB. */
import type { Imports } from '../imports/index.ts';
import type { ReadRawRow } from '../reports/index.ts';

const LONGEST_ROW = 4096;
const NEWLINE = 10;
const QUOTE = 34;

/** Reads rows through the imports that keep the reports. */
export function rawRows(imports: Imports): ReadRawRow {
  return async (runId, fileNo, report, line) => {
    const { receipt, kind } = await imports.run(runId);
    const file = receipt?.files[fileNo - 1];
    // a replay numbers the files of all runs it rebuilds; what its receipt lists does not say which one this is
    if (file === undefined || kind === 'replay' || file.report !== report) return null;
    const { name, sha256 } = file;
    const { bytes } = await imports.rawReport(sha256);
    return { file: name, sha256, ...(await rowAt(bytes, line)) };
  };
}

/**
 * The row that begins on a physical line (from 1): to the end of the line on which its quotes are closed. `text` is null
 * if the file has no such line.
 */
export async function rowAt(
  bytes: AsyncIterable<Uint8Array | string>,
  line: number,
): Promise<{ readonly text: string | null; readonly isCut: boolean }> {
  const kept: number[] = [];
  let [at, isQuoted, isOver, isCut] = [1, false, false, false];
  for await (const part of bytes) {
    const chunk = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    let start = 0;
    for (; at < line && start < chunk.length; at += 1) {
      const end = chunk.indexOf(NEWLINE, start); // a million lines byte by byte would hold the program up for a second
      if (end < 0) break;
      start = end + 1;
    }
    if (at < line) continue;
    for (const byte of chunk.subarray(start)) {
      if (byte === QUOTE) isQuoted = !isQuoted;
      isOver = byte === NEWLINE && !isQuoted;
      isCut = !isOver && kept.length === LONGEST_ROW;
      if (isOver || isCut) break;
      kept.push(byte);
    }
    if (isOver || isCut) break; // leaving the loop closes the file
  }
  if (at < line || (kept.length === 0 && !isOver)) return { text: null, isCut: false };
  // a character that the cut falls into becomes a replacement character
  return {
    text: Buffer.from(kept)
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .replace(/\r$/, ''),
    isCut,
  };
}
