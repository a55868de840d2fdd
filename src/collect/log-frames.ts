/** How records lie in a segment of the collector's log, and how they are read back whatever happened to it. Pure. */
import { crc32c } from './crc32c.ts';

/** The first bytes of every segment. */
export const SEGMENT_MAGIC = Buffer.from('TRIBLOG1', 'latin1');
/** Before each record: its length and the checksum of length and record, both 32 bits, little-endian. */
const FRAME_HEAD = 8;
/** A request of at most 16 kB, with every link's address written out, never gets so long; a length above it is damage. */
const LONGEST_RECORD = 1 << 18;
/** Every record is a JSON object: what does not begin with `{` needs no checksum to be refused. */
const OPENING_BRACE = 0x7b;

/** A record with its checksum, as it is appended. */
export function frameOf(record: Buffer): Buffer {
  if (record.length > LONGEST_RECORD) throw new Error(`a record of ${record.length} bytes is too long for the log`);
  const frame = Buffer.allocUnsafe(FRAME_HEAD + record.length);
  frame.writeUInt32LE(record.length, 0);
  record.copy(frame, FRAME_HEAD);
  frame.writeUInt32LE(crc32c(record, crc32c(frame.subarray(0, 4))), 4);
  return frame;
}

/** A whole record: where its frame begins and ends in the segment, and what it says. */
export interface Frame {
  readonly at: number;
  readonly end: number;
  readonly record: Buffer;
}

/** Bytes of a segment, from `from` up to `to`, that are no record. */
export interface Damage {
  readonly from: number;
  readonly to: number;
}

/** What a piece of a segment holds. */
export interface Frames {
  readonly frames: readonly Frame[];
  readonly damages: readonly Damage[];
  /** Up to where it was read: what lies behind may be the beginning of a record. */
  readonly end: number;
}

/**
 * Reads a piece of a segment that begins at `base` (0: the magic comes first); `isLast`: it ends where the segment may be
 * read to. Damaged bytes are passed over up to the next whole record, so that one flipped bit costs one record and no
 * more. Of a piece that goes on, damage that reaches its end is left for the next one, unless it is all there is.
 */
export function readFrames(bytes: Buffer, base: number, isLast = true): Frames {
  const frames: Frame[] = [];
  const damages: Damage[] = [];
  let at = 0;
  if (base === 0) {
    at = Math.min(SEGMENT_MAGIC.length, bytes.length);
    // an empty one was made at the moment of a crash
    if (at > 0 && !bytes.subarray(0, at).equals(SEGMENT_MAGIC)) damages.push({ from: 0, to: at });
  }
  const limit = isLast ? bytes.length : Math.max(0, bytes.length - FRAME_HEAD - LONGEST_RECORD);
  while (at < limit) {
    const frame = frameAt(bytes, at, base);
    if (frame === null) {
      const from = at;
      do at += 1;
      while (at < limit && frameAt(bytes, at, base) === null);
      if (at === limit && !isLast && from > 0) return { frames, damages, end: base + from };
      damages.push({ from: base + from, to: base + at });
    } else {
      frames.push(frame);
      at = frame.end - base;
    }
  }
  return { frames, damages, end: base + at };
}

function frameAt(bytes: Buffer, at: number, base: number): Frame | null {
  const start = at + FRAME_HEAD;
  if (start >= bytes.length || bytes[start] !== OPENING_BRACE) return null;
  const length = bytes.readUInt32LE(at);
  if (length > LONGEST_RECORD || start + length > bytes.length) return null;
  const record = bytes.subarray(start, start + length);
  if (crc32c(record, crc32c(bytes.subarray(at, at + 4))) !== bytes.readUInt32LE(at + 4)) return null;
  return { at: base + at, end: base + start + length, record };
}
