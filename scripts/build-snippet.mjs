// Builds the browser script into dist/snippet: t.js, and the same under a name with its hash that can be pinned (SRI), each
// with its compressed forms beside it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import { root } from './setup.mjs';

const FOLDER = join(root, 'dist', 'snippet');

/** A file appears whole: a server that reads it sees the old or the new one. */
function write(name, contents) {
  const path = join(FOLDER, name);
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}

/** The rules of the networks' links, from the networks' own declarations. `bundle` is the one of build.mjs. */
async function linkRules(bundle) {
  const file = join('dist', `link-rules.${process.pid}.mjs`);
  try {
    await bundle(join('snippet', 'link-rules.ts'), file);
    const module = await import(pathToFileURL(join(root, file)).href);
    return module.linkRules();
  } finally {
    for (const name of [file, `${file}.map`]) rmSync(join(root, name), { force: true });
  }
}

/** The script without rules, as text. esbuild makes one function of it, Vite's minifier makes that shorter than esbuild does. */
async function scriptAlone() {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(root, 'snippet', 'main.ts')],
    write: false,
    bundle: true,
    minifySyntax: true,
    format: 'iife',
    target: 'es2021',
    charset: 'utf8',
    legalComments: 'none',
    // without "use strict": 14 bytes for what types ensure already
    tsconfigRaw: { compilerOptions: { strict: false, alwaysStrict: false } },
    logLevel: 'warning',
  });
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'scripts', 'minify.mjs')], {
    input: outputFiles[0].text,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (status !== 0) throw Object.assign(new Error('The browser script could not be minified.'), { errors: [] });
  return stdout;
}

/** A text as servers send it. */
function compressed(text) {
  const brotli = brotliCompressSync(text, { params: { [zlib.BROTLI_PARAM_QUALITY]: 11 } });
  return { brotli, gzip: gzipSync(text, { level: 9 }) };
}

/** Its bytes. */
function sizesOf(text) {
  const { brotli, gzip } = compressed(text);
  return { raw: Buffer.byteLength(text), gzip: gzip.length, brotli: brotli.length };
}

/** Builds the script, and gives the file of it. `snippet.json` has the pinned name, its hash, and the sizes. */
export async function buildSnippet(bundle) {
  const rules = await linkRules(bundle);
  const template = await scriptAlone();
  const withRules = (source) => template.replace('LINK_RULES', () => source);
  const [script, alone] = [withRules(rules.source), withRules('[]')];
  const hash = createHash('sha384').update(script).digest();
  const pinned = `t.${hash.toString('hex').slice(0, 12)}.js`;
  mkdirSync(FOLDER, { recursive: true });
  const { brotli, gzip } = compressed(script);
  for (const name of ['t.js', pinned]) {
    write(name, script);
    write(`${name}.br`, brotli);
    write(`${name}.gz`, gzip);
  }
  const sizes = { script: sizesOf(script), withoutNetworks: sizesOf(alone), rules: rules.count };
  write('snippet.json', JSON.stringify({ pinned, integrity: `sha384-${hash.toString('base64')}`, sizes }));
  for (const name of readdirSync(FOLDER)) {
    if (/^t\.[0-9a-f]{12}\.js/.test(name) && !name.startsWith(pinned)) rmSync(join(FOLDER, name));
  }
  return [join('dist', 'snippet', 't.js'), join('dist', 'snippet', 'snippet.json')];
}
