// Bundles the programs with esbuild; packages stay outside, but for three of many small files. build-web.mjs builds the web app.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSnippet } from './build-snippet.mjs';
import { root, setUp } from './setup.mjs';

const PROGRAMS = [
  ['src/cli.ts', 'dist/cli.js'],
  ['src/main.ts', 'dist/main.js'],
  ['src/collect/collector-thread.ts', 'dist/collector-thread.js'],
  ['src/collect/log-thread.ts', 'dist/log-thread.js'],
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

/** Builds the web app in a process of its own: Vite takes 550 MB at its peak, which the server would keep. */
function buildWeb() {
  const done = spawnSync(process.execPath, [join(root, 'scripts', 'build-web.mjs')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  // as esbuild does: what is wrong was said, where it is
  if (done.status !== 0) throw Object.assign(new Error('The web app could not be built.'), { errors: [] });
  return join('dist', 'web', 'index.html');
}

/** What the server hands out as it is, beside the program: the guides of the networks, and what the public pages show. */
function copyFiles() {
  const networks = join(root, 'src', 'networks');
  const guides = join(root, 'dist', 'guides');
  rmSync(guides, { recursive: true, force: true });
  for (const name of readdirSync(networks)) {
    if (!existsSync(join(networks, name, 'guide.md'))) continue;
    cpSync(join(networks, name, 'guide.md'), join(guides, name, 'guide.md'));
    const pictures = join(networks, name, 'guide');
    if (existsSync(pictures)) cpSync(pictures, join(guides, name, 'guide'), { recursive: true });
  }
  rmSync(join(root, 'dist', 'public'), { recursive: true, force: true });
  cpSync(join(root, 'src', 'public', 'assets'), join(root, 'dist', 'public'), { recursive: true });
  cpSync(join(root, 'docs', 'screens'), join(root, 'dist', 'public'), { recursive: true });
}

/** Builds the programs whose source exists, and gives the files it wrote. */
export async function buildProgram() {
  const present = PROGRAMS.filter(([entry]) => existsSync(join(root, entry)));
  await Promise.all(present.map(([entry, outfile]) => bundle(entry, outfile)));
  copyFiles();
  const snippet = existsSync(join(root, 'snippet')) ? await buildSnippet(bundle) : [];
  const { stop } = await import('esbuild');
  await stop(); // its service would stay beside the server for life, with 10 MB
  const web = existsSync(join(root, 'web')) ? [buildWeb()] : [];
  return [...present.map(([, outfile]) => outfile), ...snippet, ...web];
}

// not awaited: set-up imports this very file, which would wait for itself
if (process.argv[1]?.endsWith('build.mjs')) setUp();
