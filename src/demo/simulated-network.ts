/**
 * The simulated network, a program of its own: it plays a network's servers on a port of this machine, and the demo is
 * imported from it by the same way as from a real one. It ends with us, however we end.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { TributaryError } from '../core/index.ts';

/** A simulated network that answers. */
export interface SimulatedNetwork {
  /** The address of its saved report, with its token in it: what a person would paste. */
  readonly reportUrl: string;
  readonly stop: () => Promise<void>;
}

/** What is simulated: a believable publisher with three sites, and a year before `now`. */
export const DEMO_MONTHS = 12;
const ORDERS_PER_DAY = 45;
/** It takes about 2 s; a busy machine some times that. */
const LONGEST_START_MS = 60_000;

/** In the sources, or where the build puts it, beside the program. */
function programFile(): string {
  const isSource = import.meta.url.endsWith('.ts');
  return fileURLToPath(new URL(isSource ? '../../dist/sandbox.js' : './sandbox.js', import.meta.url));
}

/** The arguments with which the program makes the world of the demo. */
export function demoArguments(now: Date): readonly string[] {
  const world = ['--tidy', '--months', String(DEMO_MONTHS), '--orders-per-day', String(ORDERS_PER_DAY)];
  return [...world, '--now', now.toISOString(), '--rate-limit', '0', '--with-parent'];
}

/** Starts it. Throws `demo-failed`. */
export async function startSimulatedNetwork(now: Date, stop: AbortSignal): Promise<SimulatedNetwork> {
  const child = spawn(process.execPath, [programFile(), ...demoArguments(now)], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const end = async (): Promise<void> => {
    child.stdin.end();
    child.kill('SIGTERM');
    await ended;
  };
  try {
    return { reportUrl: await addressOf(child, ended, stop), stop: end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function addressOf(
  child: ChildProcessByStdio<Writable, Readable, Readable>,
  ended: Promise<void>,
  stop: AbortSignal,
): Promise<string> {
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString('utf8')}`.slice(-2000);
  });
  child.stdin.on('error', () => undefined); // it has ended, which `ended` tells
  return new Promise((resolve, reject) => {
    const fail = (why: string): void =>
      reject(new TributaryError('demo-failed', 'The simulated network did not start.', {}, new Error(why)));
    const timer = setTimeout(() => fail('it took too long'), LONGEST_START_MS);
    stop.addEventListener('abort', () => fail('the program is ending'), { once: true });
    if (stop.aborted) fail('the program is ending');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, url] = /^report (\S+)$/.exec(line) ?? [];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    void ended.then(() => {
      clearTimeout(timer);
      fail(`it ended: ${said}`);
    });
  });
}
