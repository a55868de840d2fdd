/**
 * What the built program keeps in memory: a workspace of a size, then the server as `npm start` runs it, asked one report
 * and one file after the other, each twice. Memory is what the system counts for the process and its threads, at the most
 * while it answers, beside what it was idle. Linux only.
 * `npm run bench -- memory [--entries N] [--events N] [--data FOLDER] [--only WORDS] [--node=OPTIONS]`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    entries: { type: 'string', default: '100000' },
    events: { type: 'string', default: '2000000' },
    data: { type: 'string' },
    node: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
  },
});

/** Of the days that `bench/attribution/make-facts.ts` makes. */
const YEAR = 'from=2026-01-01&to=2026-12-26';
const ASKED: readonly (readonly [string, string])[] = [
  ['overview', `overview?${YEAR}`],
  ['pages', `earners?by=page&${YEAR}`],
  ['sources', `earners?by=source&${YEAR}`],
  ['pages by Markov credit', `earners?by=page&credit=markov&creditOf=page&${YEAR}`],
  ['transactions', `transactions?${YEAR}`],
  ['clicks', `clicks?${YEAR}`],
  ['clicks that earned', `clicks?earning=yes&${YEAR}`],
  ['quality', `attribution-quality?${YEAR}`],
  ['sub-ids', `sub-ids?by=advertiser&${YEAR}`],
  ['transactions as CSV', `transactions/export?${YEAR}`],
  ['transactions as JSON', `transactions/export?format=json&${YEAR}`],
  ['transactions as XLSX', `transactions/export?format=xlsx&${YEAR}`],
  ['clicks as CSV', `clicks/export?${YEAR}`],
];

/** MB that a process has in memory, of `VmRSS` (now) or `VmHWM` (at the most since it was last forgotten). */
function memoryMb(pid: number, which: 'VmRSS' | 'VmHWM'): number {
  const kb = new RegExp(`${which}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kb ?? 0) * 1024) / 1e6;
}

function forgetMost(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

const folder = values.data ?? (await mkdtemp(join(tmpdir(), 'tributary-memory-')));
try {
  if (!existsSync(join(folder, 'workspaces'))) {
    // a process of its own: what making takes is not what the server takes
    const make = [join('scripts', 'bench.mjs'), 'attribution', '--make', folder, values.entries, values.events];
    const made = spawnSync(process.execPath, make, { cwd: root, stdio: 'inherit' });
    if (made.status !== 0) throw new Error('the workspace could not be made');
  }
  await measure();
} finally {
  if (values.data === undefined) await rm(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const options = values.node.split(' ').filter(Boolean);
  const start = [...options, join('bin', 'tributary.js'), 'start', '--data', folder, '--port', '0'];
  const server = spawn(process.execPath, start, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  try {
    for await (const text of server.stdout) if (String(text).includes('Stop it with')) break;
    const pid = server.pid ?? 0;
    await sleep(5000);
    const idle = memoryMb(pid, 'VmRSS');
    process.stdout.write(`${'idle'.padEnd(24)} ${idle.toFixed(0).padStart(28)} MB\n`);
    const { url, key } = entryOf(readFileSync(join(folder, 'server.json'), 'utf8'));
    for (const [what, path] of ASKED) {
      if (!what.includes(values.only)) continue;
      for (const time of ['first', 'again']) {
        forgetMost(pid);
        const before = memoryMb(pid, 'VmRSS');
        const began = performance.now();
        const answer = await fetch(`${url}/api/v1/reports/${path}`, { headers: { authorization: `Bearer ${key}` } });
        let bytes = 0;
        const reader = (answer.body as ReadableStream<Uint8Array> | null)?.getReader(); // what fetch gives is bytes
        for (let part = await reader?.read(); part?.done === false; part = await reader?.read())
          bytes += part.value.byteLength;
        const seconds = (performance.now() - began) / 1000;
        const most = memoryMb(pid, 'VmHWM');
        const size = bytes < 1e6 ? '' : `${(bytes / 1e6).toFixed(0)} MB`;
        process.stdout.write(
          `${what.padEnd(24)} ${time} ${answer.ok ? '' : `refused (${answer.status}) `}${seconds.toFixed(1).padStart(6)} s ${size.padStart(8)} ${most.toFixed(0).padStart(6)} MB at most (from ${before.toFixed(0)}) = ${(most / idle).toFixed(1)} times idle\n`,
        );
      }
    }
    await sleep(10_000);
    process.stdout.write(`${'10 seconds later'.padEnd(24)} ${memoryMb(pid, 'VmRSS').toFixed(0).padStart(28)} MB\n`);
  } finally {
    server.kill('SIGTERM');
    await ended;
  }
}

function entryOf(text: string): { readonly url: string; readonly key: string } {
  return JSON.parse(text) as { url: string; key: string }; // written by the server that was just started
}
