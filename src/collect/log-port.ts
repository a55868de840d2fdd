/** The log as the collector's thread has it: at the other end of a port. */
import { Worker } from 'node:worker_threads';
import type { LogEnd } from './segment-log.ts';

/** What the log's thread is started with. */
export interface LogSetup {
  readonly folder: string;
  readonly firstSegment: number;
}

export type ToLog =
  | { readonly kind: 'append'; readonly frames: Uint8Array<ArrayBuffer>; readonly nowMs: number }
  | { readonly kind: 'close' };

export type FromLog =
  | { readonly kind: 'on-disk'; readonly end: LogEnd }
  | { readonly kind: 'failed'; readonly message: string };

/** A log that is somewhere else. */
export interface LogPort {
  /** Resolves when the frames are on disk; rejects where they cannot be brought there. The frames' memory is given away. */
  readonly append: (frames: Uint8Array<ArrayBuffer>, nowMs: number) => Promise<LogEnd>;
  /** To be called once, with nothing under way. */
  readonly close: () => Promise<void>;
}

/** Node's heap for the thread: it holds one batch. */
const HEAP_MB = 64;

/** Starts the log's thread. If it breaks, so does the one that calls this: both are started again, with a new segment. */
export function startLogThread(program: URL, setup: LogSetup): LogPort {
  const worker = new Worker(program, { workerData: setup, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
  let under: { resolve: (end: LogEnd) => void; reject: (error: Error) => void } | null = null;
  let isClosing = false;
  worker.on('message', (message: FromLog) => {
    const waiting = under;
    under = null;
    if (message.kind === 'on-disk') waiting?.resolve(message.end);
    else waiting?.reject(new Error(message.message));
  });
  worker.on('exit', () => {
    if (!isClosing) throw new Error('the thread of the log ended');
  });
  const say = (message: ToLog, given: readonly ArrayBuffer[] = []): void => worker.postMessage(message, given);
  return {
    append: (frames, nowMs) =>
      new Promise((resolve, reject) => {
        under = { resolve, reject };
        say({ kind: 'append', frames, nowMs }, [frames.buffer]);
      }),
    close: () =>
      new Promise((resolve) => {
        isClosing = true;
        worker.once('exit', () => resolve());
        say({ kind: 'close' });
      }),
  };
}
