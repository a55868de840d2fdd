/**
 * The simulated network, a program of its own: it plays a network's servers on a port of this machine, and the demo is
 * imported from it by the same way as from a real one. It ends with us, however we end.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { createInterface } from 'node:readline';
import { TributaryError } from '../core/index.ts';
import { demoArguments, sandboxFile } from './simulated-world.ts';

/** A simulated network that answers. */
export interface SimulatedNetwork {
  /** The address of its saved report, with its token in it: what a person would paste. */
  readonly reportUrl: string;
  readonly stop: () => Promise<void>;
}

/** It takes about 2 s; a busy machine some times that. */
const LONGEST_START_MS = 60_000;

/** Starts it. Throws `demo-failed`. */
export async function startSimulatedNetwork(now: Date, stop: AbortSignal): Promise<SimulatedNetwork> {
  const child = spawn(process.execPath, [sandboxFile(), ...demoArguments(now)], { stdio: ['pipe', 'pipe', 'pipe'] });
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
