/** The readers of the simulated publisher: the same program, which tells what their browsers sent, request by request. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
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

/**
 * What they sent until `now`, the earliest first, some at a time; before the first of it, `geoDatabase` is a file that says
 * where they are. Throws `demo-failed`. The program ends with who
 * reads it.
 */
export async function* simulatedReaders(
  now: Date,
  siteKeys: ReadonlyMap<string, string>,
  geoDatabase: string,
  stop: AbortSignal,
): AsyncGenerator<readonly PastRequest[]> {
  const child = spawn(process.execPath, [sandboxFile(), ...readersArguments(now, siteKeys, geoDatabase)], {
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
    for await (const lines of wholeLines(child.stdout)) {
      stop.throwIfAborted();
      yield lines.map((line) => request.parse(JSON.parse(line)));
    }
    const how = await ended;
    stop.throwIfAborted();
    if (how !== 0) throw failed(new Error(`it ended with ${String(how)}: ${said}`));
  } finally {
    stop.removeEventListener('abort', end);
    end();
  }
}

/** The lines of a text that comes in pieces, as they become whole; each ends with a line break. */
async function* wholeLines(text: Readable): AsyncGenerator<readonly string[]> {
  let rest = '';
  // a stream with an encoding gives texts
  for await (const piece of text.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = `${rest}${piece}`.split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines;
  }
}

function failed(why: Error): TributaryError {
  return new TributaryError('demo-failed', 'The simulated readers could not be followed.', {}, why);
}
