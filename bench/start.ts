/**
 * What it takes to run Tributary: install size, first and second start, idle memory and stop, of a fresh copy of the
 * committed files in an empty folder. `npm run bench -- start`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

interface Started {
  readonly seconds: number;
  readonly idleMb: number;
  readonly stopSeconds: number;
}

/** Memory of a process and its children in MB. */
function residentMb(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  const own = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(own ?? 0) / 1024 + children.reduce((sum, child) => sum + residentMb(Number(child)), 0);
}

async function start(clone: string): Promise<Started> {
  const began = performance.now();
  const child = spawn(process.execPath, ['scripts/start.mjs', '--port', '0'], {
    cwd: clone,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error('the server did not start');
  let said = '';
  for await (const text of child.stdout) {
    said += String(text);
    if (said.includes('Stop it with')) break;
  }
  const seconds = (performance.now() - began) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const idleMb = residentMb(pid);
  const stopping = performance.now();
  child.kill('SIGTERM');
  await once(child, 'exit');
  return { seconds, idleMb, stopSeconds: (performance.now() - stopping) / 1000 };
}

function megabytes(folder: string): number {
  return Number(execFileSync('du', ['-sk', folder], { encoding: 'utf8' }).split('\t')[0]) / 1024;
}

const folder = await mkdtemp(join(tmpdir(), 'tributary-start-'));
try {
  const clone = join(folder, 'clone');
  execFileSync('git', ['clone', '--quiet', root, clone]);
  const say = (what: string, { seconds, idleMb, stopSeconds }: Started): void => {
    process.stdout.write(
      `${what.padEnd(13)} ${seconds.toFixed(1).padStart(6)} s   idle ${idleMb.toFixed(0).padStart(4)} MB   stops in ${stopSeconds.toFixed(1)} s\n`,
    );
  };
  say('first start', await start(clone));
  say('second start', await start(clone));
  process.stdout.write(
    `installed     ${megabytes(join(clone, 'node_modules')).toFixed(0).padStart(6)} MB of packages, ${megabytes(join(clone, 'dist')).toFixed(1)} MB of program\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
