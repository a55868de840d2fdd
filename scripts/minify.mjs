// Makes the script that it reads as short as it can, and writes it: in a process of its own, as Vite's memory stays taken.
import { readFileSync } from 'node:fs';
import { minifySync } from 'vite';

const { code, errors } = minifySync('t.js', readFileSync(0, 'utf8'), {
  module: false,
  mangle: { toplevel: true },
  compress: { target: 'es2021' },
});
if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
process.stdout.write(code.trim());
