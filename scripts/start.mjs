// npm start: all set-up, then the platform.
import { setUp } from './setup.mjs';

await setUp();
const { runCli } = await import('../dist/cli.js');
process.exitCode = await runCli(['start', ...process.argv.slice(2)]);
