#!/usr/bin/env node
// The command line: from a clone it does the same set-up as `npm start`, then runs the built program.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

if (existsSync(fileURLToPath(new URL('../package-lock.json', import.meta.url)))) {
  const { setUp } = await import('../scripts/setup.mjs');
  await setUp();
}
if (process.argv[2] === 'sandbox') {
  // the simulated network is a program of its own: it takes its flags from the command line as they are
  process.argv.splice(2, 1);
  await import('../dist/sandbox.js');
} else {
  const { runCli } = await import('../dist/cli.js');
  process.exitCode = await runCli(process.argv.slice(2));
}
