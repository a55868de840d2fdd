/**
 * A pull killed with SIGKILL at any step of fetching, planning or waiting goes on with the next command: what was
 * answered is kept, and the ledger ends as if nothing had happened. 3 rounds here, 40 by `npm run test:long`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookInside } from './look-inside.ts';
import { createWorld, type RakutenServer, startRakutenServer } from '../../sandbox/index.ts';

const ROUNDS = process.env['TRIBUTARY_LONG'] === '1' ? 40 : 3;
const launcher = join(import.meta.dirname, '..', '..', 'bin', 'tributary.js');
const folder = mkdtempSync(join(tmpdir(), 'tributary-kill-pull-'));
let server: RakutenServer;

beforeAll(async () => {
  const today = Date.now();
  const day = (days: number): string => new Date(today + days * 86_400_000).toISOString().slice(0, 10);
  const world = createWorld({ seed: 5, startDay: day(-120), endDay: day(2), ordersPerDay: 3, networks: [1] });
  server = await startRakutenServer(world, {
    clock: { kind: 'virtual', now: new Date(today) },
    rateLimit: { perMinute: Number.POSITIVE_INFINITY },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command while this process goes on: the simulated network lives in it. */
async function command(
  data: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ended> {
  const child = spawn(process.execPath, [launcher, ...args, '--data', data, '--json'], {
    env: { ...process.env, ...env },
  });
  const texts = { out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => (texts.out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (texts.err += text.toString()));
  child.stdin.end(input);
  await once(child, 'close');
  return { status: child.exitCode, signal: child.signalCode, ...texts };
}

async function succeed(data: string, args: readonly string[], input = ''): Promise<string> {
  const done = await command(data, args, {}, input);
  expect(done.status, `${args.join(' ')}: ${done.err}${done.out}`).toBe(0);
  return done.out;
}

const sync = ['sync', 'A', '--months', '2'];

/** Pulls to the end, however often it takes, and posts; gives the ledger. */
async function finish(data: string): Promise<string> {
  await succeed(data, sync);
  const { runs } = await lookInside(data);
  expect(runs.filter((run) => run.kind === 'pull')).toHaveLength(1);
  expect(runs[0]?.state).toBe('preview');
  await succeed(data, ['upload', runs[0]?.id ?? '']);
  return (await lookInside(data)).ledger;
}

test(`a pull killed at ${ROUNDS} steps`, async () => {
  const base = join(folder, 'base');
  const settings = ['siteId=1234567', 'country=US', `baseUrl=${server.baseUrl}`, 'requestsPerMinute=6000'];
  const add = [
    'connections',
    'add',
    '--network',
    'rakuten',
    '--name',
    'A',
    ...settings.flatMap((one) => ['--set', one]),
  ];
  await succeed(base, add, `${server.token}\n`);
  const whole = join(folder, 'whole');
  cpSync(base, whole, { recursive: true });
  const counted = await command(whole, sync, { TRIBUTARY_KILL_AT_STEP: '1000000' });
  const steps = Number(/reached (\d+) steps/.exec(counted.err)?.[1]);
  expect(steps).toBeGreaterThan(60);
  const expected = await finishFrom(whole);
  expect(expected).toContain('"currency":"USD"');
  const asked = server.requests.length;
  for (let round = 0; round < ROUNDS; round += 1) {
    const data = join(folder, `round-${round}`);
    cpSync(base, data, { recursive: true });
    const step = 3 + Math.floor(((steps - 3) * (round + 1)) / (ROUNDS + 1));
    const killed = await command(data, sync, { TRIBUTARY_KILL_AT_STEP: String(step) });
    expect(killed.signal, `step ${step} of ${steps}`).toBe('SIGKILL');
    expect(await finish(data), `step ${step} of ${steps}`).toBe(expected);
    rmSync(data, { recursive: true, force: true });
  }
  // at most the one request that was under way is asked again
  expect(server.requests.length - asked).toBeLessThanOrEqual(ROUNDS * 9);
}, 1_800_000);

/** Posts the pull that already waits; gives the ledger. */
async function finishFrom(data: string): Promise<string> {
  const { runs } = await lookInside(data);
  await succeed(data, ['upload', runs[0]?.id ?? '']);
  return (await lookInside(data)).ledger;
}
