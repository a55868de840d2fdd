/** The log that is written: batches of frames, on disk when `append` ends, in segments that take turns. */
import { SEGMENT_MAGIC } from './log-frames.ts';
import type { LogDisk } from './log-disk.ts';
import { segmentPath } from './segments.ts';

/** A segment is read back as a whole: small enough for that, large enough to be few. */
const SEGMENT_SIZE = 8 << 20;
/** An older segment is ended, so that it can be packed. */
const SEGMENT_MS = 60 * 60_000;

/** Up to where the log is on disk. */
export interface LogEnd {
  readonly segment: number;
  readonly size: number;
}

interface OpenSegment {
  readonly number: number;
  readonly file: number;
  readonly openedAt: number;
  size: number;
}

/** Appends to the log of one folder. There is one at a time. */
export class SegmentLog {
  readonly #folder: string;
  readonly #disk: LogDisk;
  readonly #segmentSize: number;
  #next: number;
  #open: OpenSegment | null = null;

  /** `first` is a number that no segment ever had. */
  constructor(folder: string, disk: LogDisk, first: number, segmentSize = SEGMENT_SIZE) {
    this.#folder = folder;
    this.#disk = disk;
    this.#next = first;
    this.#segmentSize = segmentSize;
  }

  /**
   * Appends whole frames; they are on disk when this ends. When the system reports an error the segment is given up and the next
   * call begins a new one: what the system still holds of a file whose sync failed is not known, and asking once more
   * may be answered with yes although it is lost.
   */
  append(frames: Uint8Array, nowMs: number): LogEnd {
    const segment = this.#segmentFor(nowMs);
    try {
      this.#disk.append(segment.file, frames);
      this.#disk.sync(segment.file);
    } catch (error) {
      this.#giveUp(segment);
      throw error;
    }
    segment.size += frames.length;
    return { segment: segment.number, size: segment.size };
  }

  close(): void {
    if (this.#open !== null) this.#disk.close(this.#open.file);
    this.#open = null;
  }

  #segmentFor(nowMs: number): OpenSegment {
    if (this.#open !== null) {
      if (this.#open.size < this.#segmentSize && nowMs - this.#open.openedAt < SEGMENT_MS) return this.#open;
      this.close();
    }
    const number = this.#next;
    this.#next += 1; // also when it cannot be made: a number is never used twice
    const file = this.#disk.create(segmentPath(this.#folder, number), SEGMENT_MAGIC);
    this.#open = { number, file, openedAt: nowMs, size: SEGMENT_MAGIC.length };
    return this.#open;
  }

  /** What was not acknowledged is taken out of the file, where that still works; read back it would do no harm. */
  #giveUp(segment: OpenSegment): void {
    this.#open = null;
    for (const step of [() => this.#disk.cut(segment.file, segment.size), () => this.#disk.close(segment.file)]) {
      try {
        step();
      } catch {
        // the error that led here is the one to tell
      }
    }
  }
}
