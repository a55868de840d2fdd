// Bundles the programs with esbuild; packages stay outside.
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './setup.mjs';

/** Bundles one TypeScript entry into an ES module for Node. */
export function bundle(entry, outfile) {
  return build({
    entryPoints: [join(root, entry)],
    outfile: join(root, outfile),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  });
}

/** Builds the command line with its server, and the sandbox. */
export async function buildProgram() {
  await bundle('src/cli.ts', 'dist/cli.js');
  await bundle('sandbox/main.ts', 'dist/sandbox.js');
}

if (process.argv[1]?.endsWith('build.mjs')) await buildProgram();
