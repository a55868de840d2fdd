// Bundles the programs with esbuild; packages stay outside, but for three of many small files. Builds the web app with Vite.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import { root, setUp } from './setup.mjs';

const PROGRAMS = [
  ['src/cli.ts', 'dist/cli.js'],
  ['src/main.ts', 'dist/main.js'],
  ['sandbox/main.ts', 'dist/sandbox.js'],
];

/** Plain JavaScript in hundreds of files: finding and reading them one by one costs every command 0.1 s of its 0.65 s. */
const INSIDE = ['hono', 'kysely', 'zod'];

/** Names of the packages that are loaded from node_modules at run time, and of what is inside them. */
function outside() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const names = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !INSIDE.includes(name));
  return names.flatMap((name) => [name, `${name}/*`]);
}

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
    external: outside(),
    sourcemap: true,
    logLevel: 'warning',
  });
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
  }
}

const WEB = join('dist', 'web');
/** Fonts and pictures are compressed already. */
const COMPRESSIBLE = /\.(html|js|css|svg)$/;
/** Below this a compressed file saves no packet. */
const WORTH_COMPRESSING = 1024;

/** Beside each text file a brotli and a gzip one, so that the server never compresses the same bytes twice. */
function compress(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !COMPRESSIBLE.test(entry.name)) continue;
    const bytes = readFileSync(path);
    if (bytes.length < WORTH_COMPRESSING) continue;
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [zlib.BROTLI_PARAM_QUALITY]: 11 } }));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

/** Builds the web app into dist/web. The folder appears whole: a running server sees the old or the new one. */
export async function buildWeb() {
  const part = join(root, `${WEB}.${process.pid}`);
  const target = join(root, WEB);
  const { build } = await import('vite');
  try {
    await build({
      configFile: join(root, 'web', 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: part },
    });
    compress(part);
    rmSync(target, { recursive: true, force: true });
    renameSync(part, target);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  return join(WEB, 'index.html');
}

/** The guides of the networks, which the server hands out, beside the program. */
function copyGuides() {
  const networks = join(root, 'src', 'networks');
  const guides = readdirSync(networks).filter((name) => existsSync(join(networks, name, 'guide.md')));
  mkdirSync(join(root, 'dist', 'guides'), { recursive: true });
  for (const name of guides) cpSync(join(networks, name, 'guide.md'), join(root, 'dist', 'guides', `${name}.md`));
}

/** Builds the programs whose source exists, and gives the files it wrote. */
export async function buildProgram() {
  const present = PROGRAMS.filter(([entry]) => existsSync(join(root, entry)));
  await Promise.all(present.map(([entry, outfile]) => bundle(entry, outfile)));
  copyGuides();
  const { stop } = await import('esbuild');
  await stop(); // its service would stay beside the server for life, with 10 MB
  const web = existsSync(join(root, 'web')) ? [await buildWeb()] : [];
  return [...present.map(([, outfile]) => outfile), ...web];
}

// not awaited: set-up imports this very file, which would wait for itself
if (process.argv[1]?.endsWith('build.mjs')) setUp();
