// npm test: all set-up, then every test. `--long` runs the long campaigns in full.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, say, setUp } from './setup.mjs';

const args = process.argv.slice(2).filter((arg) => arg !== '--long');
await setUp('full');

const clickhouse = join(root, 'test', 'clickhouse');
if (existsSync(join(clickhouse, 'package.json')) && !existsSync(join(clickhouse, 'node_modules', 'chdb'))) {
  say('Installing the ClickHouse engine for tests (546 MB, once) …');
  const npm = [
    'install',
    '--prefix',
    clickhouse,
    '--no-save',
    '--no-package-lock',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const done = spawnSync('npm', npm, { cwd: clickhouse, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (done.status !== 0)
    say('The ClickHouse engine could not be installed: the tests that need it will say that they were skipped.');
}

const env = { ...process.env, ...(process.argv.includes('--long') ? { TRIBUTARY_LONG: '1' } : {}) };
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const run = spawnSync(process.execPath, [vitest, 'run', ...args], { cwd: root, stdio: 'inherit', env });
process.exitCode = run.status ?? 1;
