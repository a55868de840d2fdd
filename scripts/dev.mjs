// npm run dev: the server, built again and restarted when its sources change, and the web app with Vite in front of it.
// Arguments go to `tributary start`: npm run dev -- --data my-data. Default: data, port 4300; Vite says its own address.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { root, say, setUp } from './setup.mjs';

/** An editor writes several files at once. */
const PAUSE_MS = 200;
const PORT = '4300';
const args = process.argv.slice(2);
if (!args.includes('--port')) args.push('--port', PORT);
const port = args[args.indexOf('--port') + 1];

await setUp('full');
const { bundle } = await import('./build.mjs');
let server;
let isChanging = false;

function startServer() {
  const run = `import('./dist/cli.js').then(({ runCli }) => runCli(process.argv.slice(1))).then((code) => { process.exitCode = code; })`;
  server = spawn(process.execPath, ['--input-type=module', '-e', run, '--', 'start', ...args], {
    cwd: root,
    stdio: 'inherit',
  });
}

async function stopServer() {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
}

async function rebuild() {
  if (isChanging) return;
  isChanging = true;
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  isChanging = false;
  try {
    await bundle('src/cli.ts', 'dist/cli.js');
  } catch {
    return; // esbuild said where; the server of before goes on
  }
  say('Restarting the server …');
  await stopServer();
  startServer();
}

startServer();
watch(join(root, 'src'), { recursive: true }, (_event, file) => {
  if (file !== null && !file.endsWith('.test.ts')) void rebuild();
});

const { createServer } = await import('vite');
const target = `http://127.0.0.1:${port}`;
const vite = await createServer({
  configFile: join(root, 'web', 'vite.config.ts'),
  server: {
    host: '127.0.0.1',
    proxy: {
      // to the server the request comes from its own page, as it does when the app is built
      '/api': { target, changeOrigin: true, headers: { origin: target } },
    },
  },
});
await vite.listen();
vite.printUrls();

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await Promise.all([vite.close(), stopServer()]);
    process.exit(0);
  });
}
