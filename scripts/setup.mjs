// Set-up for a fresh clone: plain Node, no dependency needed. Everything it says goes to stderr.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const installStamp = join(modules, '.tributary-install');
const buildStamp = join(root, 'dist', '.tributary-build');
const lock = join(root, '.tributary-setup');

export function say(text) {
  process.stderr.write(`${text}\n`);
}

export function fail(text) {
  say(text);
  process.exit(1);
}

function checkMachine() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Tributary needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer Node and try again.`);
  }
}

function checkWritable() {
  try {
    accessSync(root, constants.W_OK);
  } catch {
    fail(`Tributary has to write its set-up into ${root}, but may not: give your user write access to that folder.`);
  }
}

/** One set-up at a time; a lock whose owner is gone is taken over. */
function withLock(work) {
  for (let tries = 0; ; tries += 1) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      const owner = Number(existsSync(join(lock, 'pid')) ? readFileSync(join(lock, 'pid'), 'utf8') : 0);
      if ((owner > 0 && !isAlive(owner)) || tries > 1800) rmSync(lock, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  writeFileSync(join(lock, 'pid'), String(process.pid));
  try {
    work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function isInstalled(mode) {
  if (!existsSync(installStamp)) return false;
  const [hash, installed] = readFileSync(installStamp, 'utf8').split(' ');
  return hash === lockHash() && (installed === 'full' || installed === mode);
}

function install(mode) {
  if (isInstalled(mode)) return;
  say('Installing what Tributary needs (once) …');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...(mode === 'full' ? [] : ['--omit=dev'])];
  const done = spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (done.status !== 0)
    fail('npm could not install the packages: see its message above (no network, or no space left?).');
  writeFileSync(installStamp, `${lockHash()} ${mode}`);
}

/** Names, sizes and times of all sources: cheap to read, and any edit changes it. */
function sourceState() {
  const hash = createHash('sha256').update(lockHash());
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else {
        const { size, mtimeMs } = statSync(path);
        hash.update(`${path} ${size} ${mtimeMs}\n`);
      }
    }
  };
  walk(join(root, 'src'));
  walk(join(root, 'sandbox'));
  return hash.digest('hex');
}

async function build() {
  const state = sourceState();
  if (existsSync(buildStamp) && readFileSync(buildStamp, 'utf8') === state) return;
  say('Building …');
  const { buildProgram } = await import('./build.mjs');
  await buildProgram();
  writeFileSync(buildStamp, state);
}

/** Installs and builds what is missing: `production` for running, `full` for developing. Fast when nothing is. */
export async function setUp(mode = 'production') {
  checkMachine();
  if (!isInstalled(mode)) {
    checkWritable();
    withLock(() => install(mode));
  }
  await build();
}
