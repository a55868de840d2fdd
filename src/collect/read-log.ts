/** Reads the log back, packed or not: whole records in their order, and what is no record moved aside. */
import { createReadStream, existsSync, writeFileSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { errorCode } from '../core/index.ts';
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

/** A stretch of a segment, up to `end`. */
export interface Stretch {
  readonly records: readonly PlacedRecord[];
  readonly damages: readonly { readonly place: Damage; readonly bytes: Buffer }[];
  readonly end: number;
}

/** A packed segment that the system does not give, now at least. */
export class UnreadableSegment extends Error {}

/** So much is in memory at once: some 6,000 records, which take some 40 ms to be parsed. */
const STRETCH_SIZE = 4 << 20;
/** Packed bytes that are unpacked in one go; deflate makes of them a thousand times as much at the very most. */
const PACKED_AT_ONCE = 1 << 14;

/** Reads an open segment from a frame's beginning up to `to`, stretch by stretch. */
export async function* readOpen(
  segment: Segment,
  from: number,
  to: number,
  size = STRETCH_SIZE,
): AsyncGenerator<Stretch> {
  let read = from;
  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(segment.path, { start: from, end: to - 1, highWaterMark: 1 << 18 })) {
      const some = chunk as Buffer; // a stream without an encoding gives buffers
      read += some.length;
      yield some;
    }
    if (read < to) throw new Error(`${segment.path} ends before its byte ${to}`);
  }
  yield* stretches(bytes(), from, size);
}

/**
 * Reads a packed segment from its beginning, stretch by stretch. Where it cannot be unpacked any further, the last stretch
 * has what could be read, and a damage at its end. Throws `UnreadableSegment` after what could be read.
 */
export async function* readPacked(segment: Segment, size = STRETCH_SIZE): AsyncGenerator<Stretch> {
  let fault: unknown = null;
  async function* bytes(): AsyncGenerator<Buffer> {
    try {
      yield* unpacked(segment.path);
    } catch (error) {
      fault = error;
    }
  }
  let end = 0;
  for await (const stretch of stretches(bytes(), 0, size)) {
    end = stretch.end;
    yield stretch;
  }
  if (fault === null) return;
  if (!errorCode(fault).startsWith('Z_'))
    throw new UnreadableSegment(`${segment.path} cannot be read`, { cause: fault });
  yield { records: [], damages: [{ place: { from: end, to: end }, bytes: Buffer.alloc(0) }], end };
}

/** Gives everything in front of a damage before it throws: a pipe would lose what it has buffered. */
async function* unpacked(path: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  let parts: Buffer[] = [];
  gunzip.on('data', (part: Buffer) => parts.push(part));
  gunzip.on('error', () => undefined); // whoever writes is told
  const taken = (): Buffer => {
    const all = Buffer.concat(parts);
    parts = [];
    return all;
  };
  try {
    for await (const packed of createReadStream(path, { highWaterMark: PACKED_AT_ONCE })) {
      const error = await new Promise<Error | null | undefined>((resolve) => gunzip.write(packed, resolve));
      yield taken();
      if (error instanceof Error) throw error;
    }
    const error = await new Promise<Error | null>((resolve) => {
      gunzip.once('error', resolve);
      gunzip.once('end', () => resolve(null));
      gunzip.end();
    });
    yield taken();
    if (error !== null) throw error;
  } finally {
    gunzip.destroy();
  }
}

async function* stretches(chunks: AsyncIterable<Buffer>, from: number, size: number): AsyncGenerator<Stretch> {
  let at = from;
  let parts: Buffer[] = [];
  let held = 0;
  let wanted = size;
  for await (const chunk of chunks) {
    parts.push(chunk);
    held += chunk.length;
    if (held < wanted) continue;
    const bytes = Buffer.concat(parts);
    const stretch = stretchOf(bytes, at, false);
    const rest = bytes.subarray(stretch.end - at);
    [at, parts, held, wanted] = [stretch.end, [rest], rest.length, rest.length + size];
    yield stretch;
  }
  yield stretchOf(Buffer.concat(parts), at, true);
}

function stretchOf(bytes: Buffer, from: number, isLast: boolean): Stretch {
  const { frames, damages, end } = readFrames(bytes, from, isLast);
  return {
    records: frames.map(({ at, end: to, record }) => {
      const text = record.toString('utf8');
      return { at, end: to, record: parseRecord(text), text };
    }),
    damages: damages.map((place) => ({ place, bytes: bytes.subarray(place.from - from, place.to - from) })),
    end,
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

/** A record that cannot be put into the facts, and why. */
export interface DeadLetter {
  readonly segment: number;
  readonly at: number;
  readonly reason: string;
  readonly record: string;
}

/** The file of records that could not be put into the facts: each once, however often the log is read. */
export class DeadLetters {
  readonly #path: string;
  #known: Set<string> | null = null;

  constructor(folder: string) {
    this.#path = join(folder, 'dead-letters.jsonl');
  }

  /** False if it was kept before. */
  async keep({ segment, at, reason, record }: DeadLetter): Promise<boolean> {
    this.#known ??= await this.#read();
    const place = `{"segment":${segment},"at":${at},`;
    if (this.#known.has(place)) return false;
    await appendFile(this.#path, `${JSON.stringify({ segment, at, reason, record })}\n`, { mode: 0o600 });
    this.#known.add(place);
    return true;
  }

  async #read(): Promise<Set<string>> {
    if (!existsSync(this.#path)) return new Set();
    const text = await readFile(this.#path, 'utf8');
    return new Set([...text.matchAll(/^\{"segment":\d+,"at":\d+,/gm)].map(([place]) => place));
  }
}
