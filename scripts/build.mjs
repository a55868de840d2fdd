// Bundles the programs with esbuild; packages stay outside.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, setUp } from './setup.mjs';

const PROGRAMS = [
  ['src/cli.ts', 'dist/cli.js'],
  ['src/main.ts', 'dist/main.js'],
  ['sandbox/main.ts', 'dist/sandbox.js'],
];

/** Bundles one TypeScript entry into an ES module for Node. Files appear whole: a reader sees the old or the new one. */
export async function bundle(entry, outfile) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(root, entry)],
    outfile: join(root, outfile),
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  });
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
  }
}

/** Builds the programs whose source exists, and gives the files it wrote. */
export async function buildProgram() {
  const present = PROGRAMS.filter(([entry]) => existsSync(join(root, entry)));
  await Promise.all(present.map(([entry, outfile]) => bundle(entry, outfile)));
  const { stop } = await import('esbuild');
  await stop(); // its service would stay beside the server for life, with 10 MB
  return present.map(([, outfile]) => outfile);
}

if (process.argv[1]?.endsWith('build.mjs')) await setUp();
