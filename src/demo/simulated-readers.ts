/** The readers of the simulated publisher: the same program, which tells what their browsers sent, request by request. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { PastRequest } from '../collect/index.ts';
import { TributaryError } from '../core/index.ts';
import { readersArguments, sandboxFile } from './simulated-world.ts';

const request = z.object({
  atMs: z.number(),
  address: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
}) satisfies z.ZodType<PastRequest>;

/** What they sent until `now`, the earliest first. Throws `demo-failed`. The program ends with who reads it. */
export async function* simulatedReaders(
  now: Date,
  siteKeys: ReadonlyMap<string, string>,
  stop: AbortSignal,
): AsyncGenerator<PastRequest> {
  const child = spawn(process.execPath, [sandboxFile(), ...readersArguments(now, siteKeys)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = Promise.race([once(child, 'exit'), once(child, 'error')]).then(
    ([how]: unknown[]) => how,
    (error: unknown) => error,
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString('utf8')}`.slice(-2000);
  });
  child.stdin.on('error', () => undefined); // it has ended, which `ended` tells
  const end = (): void => {
    child.kill('SIGKILL'); // it holds nothing
  };
  stop.addEventListener('abort', end, { once: true });
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      stop.throwIfAborted();
      yield request.parse(JSON.parse(line));
    }
    const how = await ended;
    stop.throwIfAborted();
    if (how !== 0) throw failed(new Error(`it ended with ${String(how)}: ${said}`));
  } finally {
    stop.removeEventListener('abort', end);
    end();
  }
}

function failed(why: Error): TributaryError {
  return new TributaryError('demo-failed', 'The simulated readers could not be followed.', {}, why);
}
