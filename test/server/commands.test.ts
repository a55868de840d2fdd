/** The command line beside a running server: it finds it, says the same as without one, and the server ends well. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const launcher = join(root, 'bin', 'tributary.js');
const folder = mkdtempSync(join(tmpdir(), 'tributary-server-'));
const report = join(folder, 'Bericht März.csv');
const running = new Set<ChildProcess>();

beforeAll(() => {
  copyFileSync(join(root, 'src/networks/rakuten/fixtures/sale-and-reversal-with-sub-ids/report.csv'), report);
  tributary(['--version']); // builds, so that the tests measure none of it
});
afterEach(async () => {
  for (const child of running) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  running.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tributary(args: readonly string[]): {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
} {
  const done = spawnSync(process.execPath, [launcher, ...args], { cwd: root, encoding: 'utf8' });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

interface Server {
  readonly child: ChildProcess;
  readonly url: string;
  readonly said: { out: string; err: string };
}

/** Each test starts the program 4 to 14 times, half a second of work each. */
vi.setConfig({ testTimeout: 180_000 });

/** Starts a server and waits until it says where it is, or has ended. */
async function start(data: string): Promise<Server> {
  const child = spawn(process.execPath, [launcher, 'start', '--port', '0', '--data', data], { cwd: root });
  running.add(child);
  const said = { out: '', err: '' };
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk.toString();
  });
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.stdout.on('data', (chunk: Buffer) => {
      said.out += chunk.toString();
      if (said.out.includes('Stop it with Ctrl+C.')) resolve();
    });
  });
  return { child, said, url: /http:\/\/127\.0\.0\.1:\d+/.exec(said.out)?.[0] ?? '' };
}

async function stop({ child }: Server, signal: NodeJS.Signals): Promise<{ code: number | null; ms: number }> {
  const started = performance.now();
  child.kill(signal);
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, ms: performance.now() - started };
}

const importing = (data: string): string[] => [
  ...['import', report, '--network', 'rakuten', '--country', 'US', '--data', data, '--json'],
];
const reading = (data: string): string[][] => [
  ['ledger', '--data', data, '--json'],
  ['runs', '--data', data, '--json'],
  ['runs', '--data', data],
  ['export', 'entries', '--data', data],
  ['upload', 'no-such-run', '--data', data, '--json'],
];
/** Only the id of the run differs between two imports. */
const withoutRun = (text: string): string => text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'RUN');

test('with a server and without one every command says the same, byte for byte', async () => {
  const [served, alone] = [join(folder, 'served'), join(folder, 'alone')];
  const server = await start(served);
  expect(statSync(join(served, 'server.json')).mode & 0o777).toBe(0o600);
  const imported = tributary(importing(served));
  expect([imported.code, JSON.parse(imported.out)]).toMatchObject([
    0,
    { status: 'posted', added: 4, files: [{ name: 'Bericht März.csv' }] },
  ]);
  const missing = tributary(importing(served).with(1, join(folder, 'none.csv')));
  const withServer = reading(served).map(tributary);
  expect(await stop(server, 'SIGTERM')).toMatchObject({ code: 0 });
  const without = tributary(importing(alone));
  expect([withoutRun(without.out), without.code, without.err]).toEqual([withoutRun(imported.out), 0, imported.err]);
  expect(tributary(importing(alone).with(1, join(folder, 'none.csv')))).toEqual(missing);
  expect(reading(served).map(tributary)).toEqual(withServer);
  expect(withServer[0]?.out).toContain('"commission":"3.9950"');
});

test('SIGTERM and SIGINT end a server well within 5 s, and its file is gone', async () => {
  const data = join(folder, 'ended');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const server = await start(data);
    const { key } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8')) as { key: string };
    const headers = { authorization: `Bearer ${key}` };
    expect((await fetch(`${server.url}/api/v1/health`, { headers })).status).toBe(200);
    const { code, ms } = await stop(server, signal);
    expect([signal, code, existsSync(join(data, 'server.json'))]).toEqual([signal, 0, false]);
    expect(ms).toBeLessThan(5000);
    const logged = server.said.err.trim().split('\n');
    expect(logged.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['started', 'stopping', 'stopped']);
    expect(server.said.out + server.said.err).not.toContain(key);
  }
});

test('a second start is told where the first is; of many at once one runs', async () => {
  const data = join(folder, 'twice');
  const many = await Promise.all([start(data), start(data), start(data)]);
  const [winner, ...others] = many.filter((one) => one.child.exitCode === null);
  expect(others).toEqual([]);
  for (const loser of many.filter((one) => one !== winner)) {
    expect([loser.child.exitCode, loser.said.out]).toEqual([1, '']);
    expect(loser.said.err).toMatch(/data folder/);
  }
  const second = tributary(['start', '--port', '0', '--data', data]);
  expect([second.code, second.out]).toEqual([1, '']);
  expect(second.err).toContain(winner?.url);
});

test('a killed server is no server: commands work, and the next start takes its place', async () => {
  const data = join(folder, 'killed');
  const first = await start(data);
  await stop(first, 'SIGKILL');
  expect(existsSync(join(data, 'server.json'))).toBe(true);
  expect(tributary(importing(data)).code).toBe(0);
  const second = await start(data);
  expect(JSON.parse(readFileSync(join(data, 'server.json'), 'utf8'))).toMatchObject({ pid: second.child.pid });
  expect(tributary(['ledger', '--data', data]).out).toContain('3.9950');
});

test('a server that hangs is named, and nothing is opened behind its back', async () => {
  const data = join(folder, 'hangs');
  const server = await start(data);
  server.child.kill('SIGSTOP');
  const asked = tributary(['ledger', '--data', data, '--json']);
  server.child.kill('SIGCONT');
  expect([asked.code, JSON.parse(asked.out)]).toMatchObject([
    1,
    { status: 'failed', error: { code: 'server-unreachable' } },
  ]);
  expect(asked.out).toContain(server.url);
});
