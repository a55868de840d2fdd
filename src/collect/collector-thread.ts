/** Entry of the collector's thread; built as a program of its own, so that nothing of the stores is loaded into it. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../core/index.ts';
import type { CollectorSetup, FromCollector, ToCollector } from './collector-messages.ts';
import { startLogThread } from './log-port.ts';
import { runCollector } from './run-collector.ts';

if (parentPort === null) throw new Error('the collector runs as a thread of Tributary');
const port = parentPort;
const tell = (message: FromCollector): void => port.postMessage(message);

const setup = workerData as CollectorSetup; // handed over by `Collector`, which starts this thread
const log = startLogThread(new URL('./log-thread.js', import.meta.url), setup); // beside this built program
const running = await runCollector(setup, {
  log,
  nowMs: () => systemClock().getTime(),
  tell,
});
if (running === null) {
  await log.close();
  tell({ kind: 'ports-busy' });
} else {
  port.on('message', (message: ToCollector) => {
    // an error here ends the thread, and `Collector` starts another
    void running.hear(message).then(() => {
      if (message.kind === 'stop') port.close();
    });
  });
  tell({ kind: 'listening', port: running.port, places: running.places });
}
