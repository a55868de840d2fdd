// Makes the browser script that it reads as short as it can, and writes it: in a process of its own, as Vite's memory stays
// taken.
import { readFileSync } from 'node:fs';
import { minifySync } from 'vite';
import { withBetterLetters } from './letters.mjs';

/** The script in a block instead of a function: what `let` declares in one is as little the page's. */
function inBlock(script) {
  const inside = /^\(\(\)=>\{(.*)\}\)\(\);?$/s.exec(script)?.[1];
  if (inside === undefined || /\bfunction\b/.test(inside)) throw new Error('The browser script cannot be a block.');
  return `{${inside.replaceAll(/(?<=^|[;{}])var /g, 'let ')}}`;
}

const { code, errors } = minifySync('t.js', readFileSync(0, 'utf8'), {
  module: false,
  mangle: { toplevel: true },
  compress: { target: 'es2021' },
});
if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
process.stdout.write(withBetterLetters(inBlock(code.trim()), (script) => script.replace('LINK_RULES', '[]')));
