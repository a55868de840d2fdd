/**
 * The few calls by which the collector's log reaches the disk. They are synchronous on purpose: the log has a thread of
 * its own, while asynchronous ones would wait in Node's thread pool behind the queries of the dashboard.
 */
import { closeSync, fdatasyncSync, fsyncSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** A disk; a test puts one in its place that fails. Every call throws where the system reports an error. */
export interface LogDisk {
  /** Makes a new file (0600) that begins with `head`; it and its name are on disk when this ends. */
  readonly create: (path: string, head: Uint8Array) => number;
  /** Appends everything or throws; how much of it was written then is not known. */
  readonly append: (file: number, bytes: Uint8Array) => void;
  readonly sync: (file: number) => void;
  /** Takes back what lies behind `size`. */
  readonly cut: (file: number, size: number) => void;
  readonly close: (file: number) => void;
}

/** The disk of this machine. */
export const machineDisk: LogDisk = {
  create: (path, head) => {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeAll(file, head);
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

/** One call may write less than it was given. */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
