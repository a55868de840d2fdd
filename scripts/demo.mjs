// npm run demo: all set-up, then a year of made-up sales to look at.
import { setUp } from './setup.mjs';

await setUp();
const { runCli } = await import('../dist/cli.js');
process.exitCode = await runCli(['demo', ...process.argv.slice(2)]);
