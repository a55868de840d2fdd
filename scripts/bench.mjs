// npm run bench -- NAME: bundles and runs bench/NAME.ts, or runs bench/NAME.mjs as it is.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, setUp } from './setup.mjs';

const name = process.argv[2] ?? '';
const isThere = (ending) => /^[\w-]+$/.test(name) && existsSync(join(root, 'bench', name + ending));
if (!isThere('.ts') && !isThere('.mjs')) fail('Which benchmark? npm run bench -- import');
await setUp();
if (isThere('.mjs')) await import(`../bench/${name}.mjs`);
else {
  const { bundle } = await import('./build.mjs');
  await bundle(join('bench', `${name}.ts`), join('dist', `bench-${name}.js`));
  await import(`../dist/bench-${name}.js`);
}
