/** Entry of the sandbox program. */
import { runSandbox } from './sandbox-command.ts';

const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
process.once('SIGINT', () => stopping.abort());

process.exitCode = await runSandbox(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  stop: stopping.signal,
  machineNowMs: () => Date.now(),
});
