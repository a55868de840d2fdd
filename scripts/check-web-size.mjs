// The size budget of the web app: what the browser loads first, and what each screen adds, as gzip. Prints the figures.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root, say } from './setup.mjs';

const FIRST_LOAD_KB = 200;
const SCREEN_KB = 40;

const web = join(root, 'dist', 'web');
const manifest = JSON.parse(readFileSync(join(web, '.vite', 'manifest.json'), 'utf8'));
const kilobytes = (file) => gzipSync(readFileSync(join(web, file)), { level: 9 }).length / 1000;

/** The scripts that a chunk needs, itself included, besides those in `present`. */
function scriptsOf(key, present = new Set()) {
  const found = new Set();
  const walk = (one) => {
    const { file, imports = [] } = manifest[one];
    if (present.has(file) || found.has(file)) return;
    found.add(file);
    imports.forEach(walk);
  };
  walk(key);
  return found;
}

const sum = (files) => [...files].reduce((total, file) => total + kilobytes(file), 0);
const faults = [];
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const first = scriptsOf(entry);
const firstKb = sum(first);
say(`first load ${firstKb.toFixed(1)} kB of ${FIRST_LOAD_KB}; styles ${sum(manifest[entry].css ?? []).toFixed(1)} kB`);
if (firstKb > FIRST_LOAD_KB) faults.push(`The first load is ${firstKb.toFixed(1)} kB, more than ${FIRST_LOAD_KB}.`);
for (const key of Object.keys(manifest).filter((one) => manifest[one].isDynamicEntry)) {
  const kb = sum(scriptsOf(key, first));
  say(`  ${kb.toFixed(1).padStart(5)} kB  ${key.replace('src/', '')}`);
  if (kb > SCREEN_KB) faults.push(`${key} adds ${kb.toFixed(1)} kB, more than ${SCREEN_KB}.`);
}
for (const fault of faults) say(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
