/** Reads the log back: whole records in their order, and what is no record moved aside. */
import { existsSync, writeFileSync } from 'node:fs';
import { appendFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogRecord } from './kept.ts';
import { type Damage, readFrames } from './log-frames.ts';
import type { Segment } from './segments.ts';

/** A record at its place; `end` is where the next begins. */
export interface PlacedRecord {
  readonly at: number;
  readonly end: number;
  /** null: the bytes are whole, but are no record that this program knows. */
  readonly record: LogRecord | null;
  readonly text: string;
}

/** A stretch of a segment. */
export interface Stretch {
  readonly records: readonly PlacedRecord[];
  readonly damages: readonly { readonly place: Damage; readonly bytes: Buffer }[];
}

/** Reads a segment from a frame's beginning up to `to`. */
export async function readStretch(segment: Segment, from: number, to: number): Promise<Stretch> {
  const bytes = Buffer.alloc(to - from);
  const file = await open(segment.path, 'r');
  try {
    let read = 0;
    while (read < bytes.length) {
      const { bytesRead } = await file.read(bytes, read, bytes.length - read, from + read);
      if (bytesRead === 0) throw new Error(`${segment.path} ends before its byte ${to}`);
      read += bytesRead;
    }
  } finally {
    await file.close();
  }
  const { frames, damages } = readFrames(bytes, from);
  return {
    records: frames.map(({ at, end, record }) => {
      const text = record.toString('utf8');
      return { at, end, record: parseRecord(text), text };
    }),
    damages: damages.map((place) => ({ place, bytes: bytes.subarray(place.from - from, place.to - from) })),
  };
}

/** Its checksum says that it is as we wrote it; a newer version of us may have written more kinds. */
function parseRecord(text: string): LogRecord | null {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof given !== 'object' || given === null || !('record' in given) || !('site' in given)) return null;
  return given.record === 'event' || given.record === 'drops' ? (given as LogRecord) : null;
}

/** Keeps damaged bytes for whoever wants to look at them; false if they were kept before. */
export function keepDamage(folder: string, segment: Segment, place: Damage, bytes: Buffer): boolean {
  const path = join(folder, `damaged-${segment.number}-${place.from}-${place.to}.bin`);
  if (existsSync(path)) return false;
  writeFileSync(path, bytes, { mode: 0o600 });
  return true;
}

/** Keeps a record that cannot be put into the facts, and why. */
export async function keepDeadLetter(
  folder: string,
  letter: { readonly segment: number; readonly at: number; readonly reason: string; readonly record: string },
): Promise<void> {
  await appendFile(join(folder, 'dead-letters.jsonl'), `${JSON.stringify(letter)}\n`, { mode: 0o600 });
}
