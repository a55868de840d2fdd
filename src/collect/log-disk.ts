/**
 * The few calls by which the collector's log reaches the disk. They are synchronous on purpose: they run on the
 * collector's own thread, while asynchronous ones would wait in Node's thread pool behind the queries of the dashboard.
 */
import { closeSync, fdatasyncSync, fsyncSync, ftruncateSync, openSync, rmSync, writevSync } from 'node:fs';
import { dirname } from 'node:path';

/** A disk; a test puts one in its place that fails. Every call throws where the system reports an error. */
export interface LogDisk {
  /** Makes a new file (0600) that begins with `head`; it and its name are on disk when this ends. */
  readonly create: (path: string, head: Buffer) => number;
  /** Appends all parts or throws; how much of them was written then is not known. */
  readonly append: (file: number, parts: readonly Buffer[]) => void;
  readonly sync: (file: number) => void;
  /** Takes back what lies behind `size`. */
  readonly cut: (file: number, size: number) => void;
  readonly close: (file: number) => void;
}

/** How many parts the system takes in one call. */
const PARTS_AT_ONCE = 1024;

/** The disk of this machine. */
export const machineDisk: LogDisk = {
  create: (path, head) => {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeAll(file, [head]);
      fsyncSync(file);
      syncFolder(dirname(path));
      return file;
    } catch (error) {
      closeSync(file);
      rmSync(path, { force: true });
      throw error;
    }
  },
  append: writeAll,
  sync: fdatasyncSync,
  cut: ftruncateSync,
  close: closeSync,
};

function writeAll(file: number, parts: readonly Buffer[]): void {
  for (let first = 0; first < parts.length; first += PARTS_AT_ONCE) {
    let left: Buffer[] = parts.slice(first, first + PARTS_AT_ONCE);
    while (left.length > 0) left = behind(left, writevSync(file, left));
  }
}

/** What of the parts lies behind so many bytes: a call may write less than it was given. */
function behind(parts: readonly Buffer[], written: number): Buffer[] {
  let at = written;
  for (const [index, part] of parts.entries()) {
    if (at < part.length) return [part.subarray(at), ...parts.slice(index + 1)];
    at -= part.length;
  }
  return [];
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
