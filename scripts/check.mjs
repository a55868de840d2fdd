// npm run check: types, format, lint, rules of the house, the size of the web app. Stops at nothing, fails if anything fails.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, say, setUp } from './setup.mjs';

await setUp('full');
const bin = (name) => join(root, 'node_modules', '.bin', name);
const steps = [
  ['types', bin('tsc'), ['--noEmit', '-p', 'tsconfig.json']],
  ['types of web', bin('tsc'), ['--noEmit', '-p', join('web', 'tsconfig.json')]],
  ['types of the browser script', bin('tsc'), ['--noEmit', '-p', join('snippet', 'tsconfig.json')]],
  ['format', bin('biome'), ['ci', '.']],
  [
    'lint',
    bin('oxlint'),
    ['--type-aware', '--deny-warnings', 'src', 'test', 'bench', 'sandbox', 'web', 'snippet', 'e2e'],
  ],
  // files and packages that nothing uses; single exports are looked at by people
  [
    'unused',
    bin('knip'),
    ['--include', 'files,dependencies,unlisted,unresolved', '--no-config-hints', '--no-progress'],
  ],
  ['imports', process.execPath, [join(root, 'scripts', 'check-imports.mjs')]],
  ['size of the browser script', process.execPath, [join(root, 'scripts', 'check-snippet-size.mjs')]],
  ['size of the web app', process.execPath, [join(root, 'scripts', 'check-web-size.mjs')]],
];
for (const [name, command, args] of steps) {
  const started = performance.now();
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`${done.status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (done.status !== 0) process.exitCode = 1;
}
