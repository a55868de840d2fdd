/** Accounts at the built program: the set-up link of the first start, a browser over loopback, the command line. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { PASSWORD } from './house.ts';

const root = join(import.meta.dirname, '..', '..');
const launcher = join(root, 'bin', 'tributary.js');
const folder = mkdtempSync(join(tmpdir(), 'tributary-accounts-'));
const running = new Set<ChildProcess>();
vi.setConfig({ testTimeout: 180_000 });

beforeAll(() => {
  tributary(['--version']); // builds, so that the tests measure none of it
});
afterEach(async () => {
  for (const child of running) await end(child);
  running.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tributary(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { code: number | null; out: string; err: string } {
  const done = spawnSync(process.execPath, [launcher, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** Starts a server and gives what it said. */
async function start(
  data: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ child: ChildProcess; url: string; said: () => string }> {
  const args = [launcher, 'start', '--port', '0', '--data', data];
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env } });
  running.add(child);
  let said = '';
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('Stop it with Ctrl+C.')) resolve();
      });
    }
  });
  return { child, url: /running at (\S+)/.exec(said)?.[1] ?? '', said: () => said };
}

const linkIn = (text: string): string => /(http\S+#[\w-]{43})/.exec(text)?.[1] ?? '';

test('the first start prints a link that makes the owner; after that none, and the command line knows the members', async () => {
  const data = join(folder, 'first');
  const first = await start(data);
  const link = linkIn(first.said());
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup#/);
  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${first.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: first.url, ...headers },
      body: JSON.stringify(body),
    });
  const owner = {
    code: link.split('#')[1],
    name: 'Ada',
    email: 'ada@example.com',
    password: PASSWORD,
    workspace: 'Shop',
  };
  const made = await post('/api/v1/setup', owner);
  expect([made.status, await made.json()]).toEqual([200, { state: 'signed-in' }]);
  const cookie = made.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const me = await fetch(`${first.url}/api/v1/me`, { headers: { cookie } });
  expect(await me.json()).toMatchObject({ name: 'Ada', role: 'owner' });
  expect((await fetch(`${first.url}/api/v1/pulse`)).status).toBe(200);
  expect((await fetch(`${first.url}/api/v1/health`)).status).toBe(401);
  expect((await post('/api/v1/setup', owner)).status).toBe(404);
  const audit = await fetch(`${first.url}/api/v1/audit`, { headers: { cookie } });
  expect(await audit.json()).toMatchObject({
    firstBroken: null,
    entries: [{ action: 'sign-in', ipPrefix: '127.0.0.0/24' }, {}],
  });

  const invited = tributary(['user', 'invite', 'bo@example.com', '--role', 'editor', '--hide-money', '--data', data]);
  expect(linkIn(invited.out)).toContain(`${first.url}/invitation#`);
  const bo = { code: linkIn(invited.out).split('#')[1], name: 'Bo', password: PASSWORD };
  expect((await post('/api/v1/invitation/acceptance', bo)).status).toBe(200);
  expect(tributary(['user', '--data', data]).out).toMatch(
    /ada@example\.com +Ada +owner\nbo@example\.com +Bo +editor +without money\n/,
  );
  await end(first.child);

  const changed = tributary(['user', 'set-role', 'bo@example.com', 'viewer', '--no-hide-money', '--data', data]);
  expect([changed.code, changed.out]).toEqual([0, 'bo@example.com is viewer.\n']);
  const reset = tributary(['user', 'reset-password', 'bo@example.com', '--data', data], {
    TRIBUTARY_URL: 'https://t.example',
  });
  expect(linkIn(reset.out)).toMatch(/^https:\/\/t\.example\/reset-password#/);
  expect(tributary(['user', 'remove', 'bo@example.com', '--data', data]).code).toBe(0);
  const last = tributary(['user', 'remove', 'ada@example.com', '--data', data, '--json']);
  expect([last.code, JSON.parse(last.out)]).toMatchObject([1, { error: { code: 'last-owner' } }]);
  const second = await start(data);
  expect(linkIn(second.said())).toBe('');
});

test('with a public address the link and the cookie are of it, and the key still opens everything', async () => {
  const data = join(folder, 'public');
  const server = await start(data, { TRIBUTARY_URL: 'https://tributary.example/' });
  const link = linkIn(server.said());
  expect(link).toMatch(/^https:\/\/tributary\.example\/setup#/);
  const asBrowser = {
    'content-type': 'application/json',
    origin: 'https://tributary.example',
    'x-forwarded-for': '203.0.113.7',
  };
  const owner = {
    code: link.split('#')[1],
    name: 'Ada',
    email: 'ada@example.com',
    password: PASSWORD,
    workspace: 'Shop',
  };
  const made = await fetch(`${server.url}/api/v1/setup`, {
    method: 'POST',
    headers: asBrowser,
    body: JSON.stringify(owner),
  });
  expect(made.headers.getSetCookie()[0]).toMatch(/^__Host-tributary\.session_token=.*; Secure/);
  const { key } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8')) as { key: string };
  const audit = await fetch(`${server.url}/api/v1/audit`, { headers: { authorization: `Bearer ${key}` } });
  expect(await audit.json()).toMatchObject({ entries: [{ ipPrefix: '203.0.113.0/24' }, {}] });
  const wrong = tributary(['start', '--data', join(folder, 'wrong')], { TRIBUTARY_URL: 'tributary.example' });
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('TRIBUTARY_URL is an address like')]);
});
