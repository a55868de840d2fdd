// npm test: all set-up, then every test. `--long` runs the long campaigns in full.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, say, setUp, withLock } from './setup.mjs';

const args = process.argv.slice(2).filter((arg) => arg !== '--long');
await setUp('full');

const clickhouse = join(root, 'test', 'clickhouse');
/** npm writes this file last: without it an install was cut off. */
const isInstalled = () => existsSync(join(clickhouse, 'node_modules', '.package-lock.json'));

function installClickhouse() {
  if (isInstalled()) return;
  say('Installing the ClickHouse engine for tests (546 MB, once) …');
  const quiet = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = spawnSync('npm', ['install', '--prefix', clickhouse, ...quiet], {
    cwd: clickhouse,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0)
    say('The ClickHouse engine could not be installed: the tests that need it will say that they were skipped.');
}

if (existsSync(join(clickhouse, 'package.json')) && !isInstalled()) {
  if (process.platform === 'linux' && process.arch === 'x64') await withLock(installClickhouse);
  else say('The ClickHouse engine for tests exists for Linux x64 only: the tests that need it are skipped.');
}

const browserTests = join(root, 'e2e');
const isBrowserInstalled = () => existsSync(join(browserTests, 'node_modules', '.package-lock.json'));

function installBrowser() {
  if (isBrowserInstalled()) return;
  say('Installing a browser for tests (90 MB, once) …');
  const quiet = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = spawnSync('npm', ['install', '--prefix', browserTests, ...quiet], {
    cwd: browserTests,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0)
    say('The browser for tests could not be installed: the tests that need it will say that they were skipped.');
  else if (!browserStarts()) installSystemBrowser();
}

/** The packed browser lacks libraries on a bare machine; one of the system brings its own. */
const browserStarts = () =>
  spawnSync(process.execPath, [join(browserTests, 'find-browser.mjs')], { stdio: 'ignore', timeout: 60_000 }).status ===
  0;

/** Debian's browser, where we may install it; else the tests say what is wrong. */
function installSystemBrowser() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) {
    say('The browser for tests does not start here: install Chromium, or name one with CHROMIUM_PATH.');
    return;
  }
  say('Installing Chromium from Debian, since the packed one does not start …');
  const quiet = { stdio: ['ignore', 'ignore', 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', '-qq'], quiet);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet);
}

if (existsSync(join(browserTests, 'package.json')) && !isBrowserInstalled()) await withLock(installBrowser);

const proxies = join(root, 'test', 'proxies', 'unpacked');
const hasProgram = (name) => !spawnSync(name, ['-h'], { stdio: 'ignore' }).error;

/** Debian's nginx and Caddy, only unpacked (38 MB): an installed one would start and take port 80. */
function unpackProxies() {
  if (existsSync(proxies)) return;
  say('Fetching nginx and Caddy from Debian for tests (10 MB, once) …');
  mkdirSync(proxies, { recursive: true });
  const quiet = { cwd: proxies, stdio: 'ignore', timeout: 30_000 };
  const download = () =>
    spawnSync('apt-get', ['download', '-qq', 'nginx', 'nginx-common', 'caddy'], quiet).status === 0;
  // a bare machine has no lists of packages yet
  if (!download() && process.getuid?.() === 0 && spawnSync('apt-get', ['update', '-qq'], quiet).status === 0)
    download();
  for (const file of readdirSync(proxies).filter((name) => name.endsWith('.deb'))) {
    spawnSync('dpkg', ['-x', file, '.'], quiet);
    rmSync(join(proxies, file));
  }
}

// without them the tests of the recipes say that they were skipped
if (process.platform === 'linux' && hasProgram('apt-get') && !(hasProgram('nginx') && hasProgram('caddy')))
  await withLock(unpackProxies);

const env = { ...process.env, ...(process.argv.includes('--long') ? { TRIBUTARY_LONG: '1' } : {}) };
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const run = spawnSync(process.execPath, [vitest, 'run', ...args], { cwd: root, stdio: 'inherit', env });
process.exitCode = run.status ?? 1;
