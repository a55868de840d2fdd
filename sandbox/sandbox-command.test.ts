import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { WireEvent } from '../snippet/wire.ts';
import { parseClickId } from '../src/core/index.ts';
import type { ReaderRequest } from './readers/requests.ts';
import { runSandbox, worldOfArguments } from './sandbox-command.ts';

const SMALL = ['--months', '1', '--orders-per-day', '5'];

interface Run {
  readonly ended: Promise<number>;
  readonly out: () => string;
  readonly err: () => string;
  readonly stop: () => void;
}

function run(...args: string[]): Run {
  return runUntil(undefined, ...args);
}

function runUntil(inputEnded: (() => Promise<void>) | undefined, ...args: string[]): Run {
  const stopping = new AbortController();
  const texts = { out: '', err: '' };
  const ended = runSandbox(args, {
    out: (text) => {
      texts.out += text;
    },
    err: (text) => {
      texts.err += text;
    },
    stop: stopping.signal,
    ...(inputEnded === undefined ? {} : { inputEnded }),
    machineNowMs: () => Date.UTC(2025, 6, 15, 12),
  });
  return { ended, out: () => texts.out, err: () => texts.err, stop: () => stopping.abort() };
}

test('serves the printed report until it is stopped', async () => {
  const command = run(...SMALL, '--now', '2025-06-30T12:00:00Z', '--seed', 'x');
  while (!command.out().includes('report ')) await new Promise((resolve) => setTimeout(resolve, 5));
  const url = /^report (\S+)$/m.exec(command.out())?.[1] ?? '';
  const base = /^url {4}(\S+)$/m.exec(command.out())?.[1] ?? '';
  expect(url.startsWith(`${base}/en/reports/tributary-report/filters?start_date=2025-05-31&end_date=2025-06-30&`)).toBe(
    true,
  );
  expect(command.out()).toMatch(/^token {2}[A-Za-z0-9+/]+=*$/m);
  expect((await (await fetch(url)).text()).split('\r\n').length).toBeGreaterThan(10);
  const moved = await fetch(`${base}/_sandbox/now`, { method: 'POST', body: '{"now":"2025-07-20T00:00:00Z"}' });
  expect(moved.status).toBe(200);
  command.stop();
  expect(await command.ended).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
});

test('writes one file a report and country network', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-sandbox-'));
  expect(await run(...SMALL, '--files', folder).ended).toBe(0);
  const names = await readdir(folder);
  expect(names).toHaveLength(35);
  expect(names).toContain('signature-orders-report_network-41_2025-06-15_2025-07-15.csv');
  await rm(folder, { recursive: true });
});

test('prints what readers of the sites with a key sent until now, and ends', async () => {
  const since = ['--script-since', '2025-07-13'];
  const command = run(...SMALL, ...since, '--readers', '-', '--site', 'trail-diary.example=kkk');
  expect([await command.ended, command.err()]).toEqual([0, '']);
  const requests = command
    .out()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ReaderRequest);
  expect(requests.length).toBeGreaterThan(100);
  for (const { atMs, headers, body } of requests) {
    expect([atMs >= Date.UTC(2025, 6, 12, 23), atMs <= Date.UTC(2025, 6, 15, 12)]).toEqual([true, true]);
    expect(headers['origin']).toBe('https://trail-diary.example');
    const [tag] = JSON.parse(body) as WireEvent; // what the sandbox wrote itself
    expect(tag['site']).toBe('kkk');
  }
  const without = run(...SMALL, '--readers', '-');
  expect(await without.ended).toBe(1);
  expect(without.err()).toContain('--site HOST=KEY, where HOST is one of kitchen-notes.example, trail-diary.example');
});

test('help goes out, wrong flags are explained and end with 2', async () => {
  const help = run('--help');
  expect([await help.ended, help.err()]).toEqual([0, '']);
  expect(help.out()).toMatch(/--fault-rate/);
  for (const args of [['--months', 'many'], ['--now', 'later'], ['--fault-rate', '2'], ['--unknown'], ['extra']]) {
    const wrong = run(...args);
    expect([await wrong.ended, wrong.out()]).toEqual([2, '']);
    expect(wrong.err()).toMatch(/Usage:/);
  }
});

test('a port that is taken ends with 1', async () => {
  const first = run(...SMALL);
  while (!first.out().includes('report ')) await new Promise((resolve) => setTimeout(resolve, 5));
  const port = /:(\d+)$/m.exec(first.out())?.[1] ?? '';
  const second = run(...SMALL, '--port', port);
  expect(await second.ended).toBe(1);
  expect(second.err()).toMatch(/EADDRINUSE/);
  first.stop();
  expect(await first.ended).toBe(0);
});

test('it goes on serving when whoever reads what it says goes away', async () => {
  const port = await freePort();
  const launcher = join(import.meta.dirname, '..', 'bin', 'tributary.js');
  const args = [launcher, 'sandbox', ...SMALL, '--port', String(port)];
  const program = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => program.once('exit', resolve));
  program.stdout.destroy(); // before its first word, so that every one of them meets a closed pipe
  program.stderr.on('data', (said: Buffer) => {
    if (said.includes('world of seed')) program.stderr.destroy(); // it says one word more when it stops
  });
  const answered = async (): Promise<number> => (await fetch(`http://127.0.0.1:${port}/_sandbox/now`)).status;
  try {
    await expect.poll(() => answered().catch(() => 0), { timeout: 60_000 }).toBe(200);
    expect(await answered()).toBe(200);
    program.kill('SIGTERM');
    expect(await ended).toBe(0);
  } finally {
    program.kill('SIGKILL');
  }
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

test('with --with-parent it ends when its input does', async () => {
  let end: () => void = () => undefined;
  const input = new Promise<void>((resolve) => {
    end = resolve;
  });
  const command = runUntil(() => input, ...SMALL, '--with-parent');
  while (!command.out().includes('report ')) await new Promise((resolve) => setTimeout(resolve, 5));
  end();
  expect(await command.ended).toBe(0);
});

test('the publisher for showing has shops that cut ids and one that folds them, and clicks that nobody heard of', () => {
  const world = worldOfArguments([
    ...['--tidy', '--now', '2026-09-30T12:00:00Z', '--months', '4', '--orders-per-day', '8'],
    ...['--script-since', '2026-06-22'],
  ]);
  const kindsOf = (name: string): Set<string> => {
    const own = world.lines.filter((line) => line.advertiserName === name && /^a[0-9a-z]{9}/i.test(line.subId));
    return new Set(own.map(({ subId }) => parseClickId(subId).kind));
  };
  const names = new Map(world.advertisers.map(({ name }) => [name, [...kindsOf(name)].join()]));
  const withKind = (kind: string): string[] => [...names].flatMap(([name, own]) => (own === kind ? [name] : []));
  expect(withKind('truncated')).toEqual(['Grünhold', 'Copperline']);
  expect(withKind('folded')).toEqual(['The Boot Room']);
  const seen = new Set([...world.eachClick()].flatMap(({ id, isSeen }) => (isSeen ? [id] : [])));
  const unheard = world.lines.filter(({ subId, clickId }) => parseClickId(subId).kind !== 'none' && !seen.has(clickId));
  expect(new Set(unheard.map(({ advertiserName }) => advertiserName))).toContain('Copperline');
});
