/** The recipes of `docs/first-party.md` as they stand there, and the programs that they are for. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'first-party.md'), 'utf8');

/** The recipes in a language, in their order. */
export function recipesIn(language: 'nginx' | 'caddy' | 'js' | 'php'): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);
}

/** Where `npm test` unpacks Debian's packages of them. */
const unpacked = join(import.meta.dirname, 'unpacked');

/** A program of the system, or of the packages that were unpacked for tests; null if there is none that starts. */
export function programNamed(name: 'nginx' | 'caddy' | 'php'): string | null {
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/sbin',
    ...['usr/sbin', 'usr/bin'].map((folder) => join(unpacked, folder)),
  ];
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  const version = name === 'caddy' ? 'version' : '-v';
  return found !== undefined && spawnSync(found, [version]).status === 0 ? found : null;
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A proxy that runs. */
export interface RunningProxy {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts nginx with a recipe inside of a server that caches everything, whatever its headers say: the worst that a
 * website may have around the recipe.
 */
export async function startNginx(program: string, folder: string, recipe: string): Promise<RunningProxy> {
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  const config = `
    daemon off; master_process off; pid ${join(folder, 'pid')}; error_log ${join(folder, 'error.log')};
    events {}
    http {
      ${temporary.join(' ')}
      access_log ${join(folder, 'access.log')};
      proxy_cache_path ${join(folder, 'cache')} keys_zone=all:1m;
      proxy_cache all; proxy_cache_methods GET HEAD POST; proxy_cache_valid any 1m; proxy_cache_key $request_uri;
      proxy_ignore_headers Cache-Control;
      server { listen 127.0.0.1:${port}; ${recipe} }
    }`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'nginx.conf'), config);
  const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')];
  return started(spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] }), port);
}

/** Starts Caddy with a recipe for `t.example.com`, here without a certificate. */
export async function startCaddy(program: string, folder: string, recipe: string): Promise<RunningProxy> {
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'Caddyfile');
  const head = '{\n  admin off\n  auto_https off\n}\n';
  writeFileSync(file, head + recipe.replaceAll('t.example.com', `http://127.0.0.1:${port}`));
  const env = { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const args = ['run', '--config', file, '--adapter', 'caddyfile'];
  return started(spawn(program, args, { stdio: 'ignore', env }), port);
}

async function started(child: ChildProcess, port: number): Promise<RunningProxy> {
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (child.exitCode !== null || tries > 400) throw new Error('the proxy does not start');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
