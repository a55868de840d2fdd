// npm run bench -- NAME: bundles and runs bench/NAME.ts.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, setUp } from './setup.mjs';

const name = process.argv[2] ?? '';
if (!/^[\w-]+$/.test(name) || !existsSync(join(root, 'bench', `${name}.ts`)))
  fail('Which benchmark? npm run bench -- import');
await setUp();
const { bundle } = await import('./build.mjs');
await bundle(join('bench', `${name}.ts`), join('dist', `bench-${name}.js`));
await import(`../dist/bench-${name}.js`);
