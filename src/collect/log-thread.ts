/**
 * The log on a thread of its own, so that a disk that hangs stops this thread alone; built as a program of its own. It
 * answers every batch, in order.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { FromLog, LogSetup, ToLog } from './log-port.ts';
import { machineDisk } from './log-disk.ts';
import { SegmentLog } from './segment-log.ts';

if (parentPort === null) throw new Error('the log runs as a thread of the collector');
const port = parentPort;
const { folder, firstSegment } = workerData as LogSetup; // handed over by `startLogThread`
const log = new SegmentLog(folder, machineDisk, firstSegment);

function append({ frames, nowMs }: Extract<ToLog, { kind: 'append' }>): FromLog {
  try {
    return { kind: 'on-disk', end: log.append(frames, nowMs) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

port.on('message', (message: ToLog) => {
  if (message.kind === 'append') port.postMessage(append(message));
  else {
    log.close();
    port.close();
  }
});
