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
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const installStamp = join(modules, '.tributary-install');
const dist = join(root, 'dist');
const buildStamp = join(dist, '.tributary-build');
const lock = join(root, '.tributary-setup');
const LONGEST_WAIT_MS = 20 * 60_000;

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
    if (existsSync(dist)) accessSync(dist, constants.W_OK);
  } catch {
    fail(`Tributary has to write its set-up into ${root}, but may not: give your user write access to that folder.`);
  }
}

/** Takes the lock if it is free. The folder arrives with its pid inside, in one step, so a lock always names its owner. */
function takeLock() {
  const mine = `${lock}.${process.pid}`;
  rmSync(mine, { recursive: true, force: true });
  mkdirSync(mine);
  writeFileSync(join(mine, 'pid'), String(process.pid));
  try {
    renameSync(mine, lock);
    return true;
  } catch (error) {
    rmSync(mine, { recursive: true, force: true });
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) return false;
    throw error;
  }
}

/** The process that holds the lock; undefined when it was just given back. */
function lockOwner(folder) {
  try {
    return Number(readFileSync(join(folder, 'pid'), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes the lock of a process that is gone, unless someone else took it over in the meantime. */
function breakLock(owner) {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
    if (lockOwner(aside) !== owner) renameSync(aside, lock);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error;
  }
  rmSync(aside, { recursive: true, force: true });
}

/** One set-up at a time, in whatever process; a lock whose owner is gone is taken over. */
export async function withLock(work) {
  const giveUpAt = performance.now() + LONGEST_WAIT_MS;
  while (!takeLock()) {
    const owner = lockOwner(lock);
    if (owner !== undefined && (owner === process.pid || !isAlive(owner))) breakLock(owner);
    else if (performance.now() > giveUpAt) {
      fail(`Another set-up (process ${owner}) holds ${lock} for too long: if it is not running, delete that folder.`);
    } else await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.once('exit', release); // also when fail() ends the process
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
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

/** A hash of everything that the build reads, by content: a copied or checked-out file is not a changed one. */
function sourceHash() {
  const hash = createHash('sha256').update(lockHash());
  const walk = (folder) => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== 'fixtures') walk(path);
      else if (entry.isFile() && !/\.test\.tsx?$/.test(entry.name)) {
        hash.update(`${path}\n`).update(readFileSync(join(root, path)));
      }
    }
  };
  for (const script of ['build.mjs', 'build-snippet.mjs', 'build-web.mjs'])
    hash.update(readFileSync(join(root, 'scripts', script)));
  for (const folder of ['src', 'sandbox', 'snippet', 'web', 'docs/screens'])
    if (existsSync(join(root, folder))) walk(folder);
  return hash.digest('hex');
}

/** The stamp names the programs it built: one of them missing means building again. */
function isBuilt() {
  if (!existsSync(buildStamp)) return false;
  const [hash, ...programs] = readFileSync(buildStamp, 'utf8').split('\n');
  return hash === sourceHash() && programs.every((program) => existsSync(join(root, program)));
}

async function build() {
  if (isBuilt()) return;
  say('Building …');
  const hash = sourceHash();
  const { buildProgram } = await import('./build.mjs');
  const programs = await buildProgram().catch((error) => {
    if (Array.isArray(error.errors)) fail('Tributary could not be built: see the message above.'); // esbuild said where
    throw error;
  });
  writeFileSync(buildStamp, [hash, ...programs].join('\n'));
}

/** Installs and builds what is missing: `production` for running, `full` for developing. Fast when nothing is. */
export async function setUp(mode = 'production') {
  checkMachine();
  if (isInstalled(mode) && isBuilt()) return;
  checkWritable();
  await withLock(async () => {
    install(mode);
    await build();
  });
}
