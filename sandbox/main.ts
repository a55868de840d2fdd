/** Entry of the sandbox program. */
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { runSandbox } from './sandbox-command.ts';

const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
process.once('SIGINT', () => stopping.abort());

// Whoever started the sandbox may stop reading what it says (`| head`, a log that is gone): it goes on serving.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await runSandbox(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  drained: async () => {
    if (!process.stdout.writableNeedDrain || process.stdout.destroyed) return;
    await once(process.stdout, 'drain').catch(() => undefined); // nobody reads any more
  },
  err: (text) => process.stderr.write(text),
  stop: stopping.signal,
  inputEnded: async () => {
    await finished(process.stdin.resume(), { writable: false }).catch(() => undefined); // gone is gone
  },
  machineNowMs: () => Date.now(),
});
process.stdin.destroy(); // reading it would keep the program up
