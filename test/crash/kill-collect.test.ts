/**
 * P14, P15, P20 and P17 on the built program: killed with SIGKILL at any moment under load, no event that was answered
 * with 202 is lost and none is there twice; while the disk fails or hangs nothing is acknowledged. 5 rounds here, 200 by
 * `npm run test:long`.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDuckdb } from '../../src/facts/index.ts';
import { BROWSER, click, idOf, pageview } from '../events/sent-events.ts';

const ROUNDS = process.env['TRIBUTARY_LONG'] === '1' ? 200 : 5;
const SENDERS = 20;
const launcher = join(import.meta.dirname, '..', '..', 'bin', 'tributary.js');
const folder = mkdtempSync(join(tmpdir(), 'tributary-kill-collect-'));
const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly api: string;
  readonly collect: string;
  readonly key: string;
}

/** Starts the program (under strace, if `wrap` says so) and waits until it takes events. */
async function start(data: string, wrap: readonly string[] = []): Promise<Started> {
  const args = [...wrap, process.execPath, launcher, 'start', '--port', '0', '--data', data];
  const [command = ''] = args;
  const env = { ...process.env, TRIBUTARY_COLLECT_RATE: '1000000', TRIBUTARY_COLLECT_SITE_RATE: '1000000' };
  const child = spawn(command, args.slice(1), { stdio: ['ignore', 'pipe', 'ignore'], env, detached: true });
  children.add(child);
  let said = '';
  for await (const text of child.stdout) {
    said += String(text);
    if (said.includes('Stop it with')) break;
  }
  child.stdout.resume();
  const [, api = ''] = /running at (\S+)/.exec(said) ?? [];
  const [, collect = ''] = /are taken at (\S+)/.exec(said) ?? [];
  const { key } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8')) as { key: string }; // our own file
  return { child, api, collect, key };
}

async function call<T>({ api, key }: Started, method: string, path: string, body?: unknown): Promise<T> {
  const headers = {
    authorization: `Bearer ${key}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const response = await fetch(`${api}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as T;
}

/** Everything that was taken is in the facts. */
async function allApplied(running: Started): Promise<void> {
  type Lag = { collector: { lagBytes: number } };
  const lag = async (): Promise<number> => (await call<Lag>(running, 'GET', '/api/v1/collector')).collector.lagBytes;
  await expect.poll(lag, { timeout: 60_000 }).toBe(0);
}

const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });

/** The status, or null if the connection broke. */
function send(url: string, body: unknown): Promise<number | null> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'text/plain', origin: 'https://blog.example', 'user-agent': BROWSER };
    const sent = request(url, { method: 'POST', headers, agent }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? null));
      response.once('error', () => resolve(null));
    });
    sent.once('error', () => resolve(null));
    sent.end(JSON.stringify(body));
  });
}

/** Everything in the facts of a data folder that no process holds. */
async function stored(data: string, site: string): Promise<{ ids: string[]; counts: Record<string, number> }> {
  const facts = await openDuckdb(join(data, 'workspaces', 'main', 'facts.duckdb'));
  const parameters = { site };
  const rows = await facts.query(
    'select event_id from pageviews where site_id = {site:String} union all select event_id from clicks where site_id = {site:String}',
    parameters,
  );
  const counts = await facts.query(
    'select outcome, sum(events) as n from collected_counts where site_id = {site:String} group by outcome',
    parameters,
  );
  await facts.close();
  return {
    ids: rows.map((row) => String(row['event_id'])),
    counts: Object.fromEntries(counts.map((row) => [String(row['outcome']), Number(row['n'])])),
  };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = once(child, 'exit');
  process.kill(-(child.pid ?? 0), signal); // with its launcher, where it has one
  await exit;
  children.delete(child);
}

interface Ledger {
  readonly sent: Set<string>;
  readonly acknowledged: Set<string>;
  next: number;
  drops: number;
}

/** Sends until nobody answers any more: new events, some of them twice, and some of a bot. */
async function sendUntilKilled(url: string, k: string, ledger: Ledger): Promise<void> {
  const sender = async (): Promise<void> => {
    for (;;) {
      ledger.next += 1;
      const number = ledger.next;
      const event = number % 3 === 0 ? pageview(number, { k }) : click(number, { k });
      if (number % 11 === 0) {
        const status = await send(url, pageview(number, { k, url: 'https://thief.example/?null' }));
        if (status === null) return;
        if (status === 202) ledger.drops += 1;
        continue;
      }
      ledger.sent.add(idOf(number));
      for (let time = 0; time < (number % 7 === 0 ? 2 : 1); time += 1) {
        const status = await send(url, event);
        if (status === null) return;
        if (status === 202) ledger.acknowledged.add(idOf(number));
      }
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
}

test(`killed ${ROUNDS} times under load: nothing acknowledged is lost, nothing is there twice`, async () => {
  const data = join(folder, 'killed');
  const first = await start(data);
  const site = await call<{ id: string; key: string }>(first, 'POST', '/api/v1/sites', { host: 'blog.example' });
  await ended(first.child, 'SIGTERM');
  const ledger: Ledger = { sent: new Set(), acknowledged: new Set(), next: 0, drops: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const running = await start(data);
    const sending = sendUntilKilled(running.collect, site.key, ledger);
    await new Promise((resolve) => setTimeout(resolve, 200 + ((round * 977) % 3000)));
    await ended(running.child, 'SIGKILL');
    await sending;
  }
  const last = await start(data);
  await allApplied(last);
  type Status = { total: { received: number; accepted: number; dropped: number } };
  const { total } = await call<Status>(last, 'GET', `/api/v1/sites/${site.id}/status`);
  await ended(last.child, 'SIGTERM');
  const { ids, counts } = await stored(data, site.id);
  expect(ids.length).toBe(new Set(ids).size);
  const there = new Set(ids);
  expect([...ledger.acknowledged].filter((id) => !there.has(id))).toEqual([]);
  expect(ids.filter((id) => !ledger.sent.has(id))).toEqual([]);
  expect(ledger.acknowledged.size).toBeGreaterThan(ROUNDS * 20);
  expect(total.received).toBe(total.accepted + total.dropped);
  expect([total.accepted, (counts['pageview'] ?? 0) + (counts['click'] ?? 0)]).toEqual([ids.length, ids.length]);
  // what was answered is counted; what a kill cut off may be, one event a sender and round at most
  expect(counts['wrong-host']).toBeGreaterThanOrEqual(ledger.drops);
  expect(counts['wrong-host']).toBeLessThanOrEqual(ledger.drops + ROUNDS * SENDERS);
}, 3_600_000);

test('P17: while the disk refuses to sync nothing is acknowledged; then it goes on in a new file', async (context) => {
  if (spawnSync('strace', ['-V']).status !== 0) return context.skip('strace is not installed');
  const data = join(folder, 'faulty');
  const first = await start(data);
  const site = await call<{ id: string; key: string }>(first, 'POST', '/api/v1/sites', { host: 'blog.example' });
  await ended(first.child, 'SIGTERM');
  // every sync of the first two segments fails, as on a broken disk; the third is well
  const broken = [1, 2].flatMap((n) => ['-P', join(data, 'collect', `events-00000000${n}.log`)]);
  const running = await start(data, [
    ...['strace', '-f', '-qq', '-o', '/dev/null', ...broken],
    ...['-e', 'trace=fdatasync', '-e', 'inject=fdatasync:error=EIO'],
  ]);
  const statuses: (number | null)[] = [];
  const isWellAgain = (): boolean => statuses.includes(503) && statuses.slice(-3).every((status) => status === 202);
  for (let n = 1; n <= 300 && !isWellAgain(); n += 1) {
    statuses.push(await send(running.collect, click(n, { k: site.key })));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const refused = statuses.filter((status) => status === 503).length;
  expect(new Set(statuses)).toEqual(new Set([202, 503]));
  expect(statuses.indexOf(202)).toBe(refused); // first all are refused, then all are taken
  expect(refused).toBeGreaterThan(5);
  await ended(running.child, 'SIGKILL');
  const last = await start(data);
  await allApplied(last);
  await ended(last.child, 'SIGTERM');
  const { ids } = await stored(data, site.id);
  const acknowledged = statuses.flatMap((status, index) => (status === 202 ? [idOf(index + 1)] : []));
  expect(ids.length).toBe(new Set(ids).size);
  expect(acknowledged.filter((id) => !ids.includes(id))).toEqual([]);
}, 300_000);

test('P16: while a sync hangs for three seconds all is answered; then what waited is acknowledged', async (context) => {
  if (spawnSync('strace', ['-V']).status !== 0) return context.skip('strace is not installed');
  const data = join(folder, 'hanging');
  // the fifth sync of the log takes three seconds
  const running = await start(data, [
    ...['strace', '-f', '-qq', '-o', '/dev/null', '-P', join(data, 'collect', 'events-000000001.log')],
    ...['-e', 'trace=fdatasync', '-e', 'inject=fdatasync:delay_enter=3000000:when=5'],
  ]);
  const site = await call<{ id: string; key: string }>(running, 'POST', '/api/v1/sites', { host: 'blog.example' });
  const statuses: (number | null)[] = [];
  for (let n = 1; n <= 4; n += 1) statuses.push(await send(running.collect, click(n, { k: site.key })));
  expect(statuses).toEqual([202, 202, 202, 202]);
  const began = performance.now();
  const waiting = send(running.collect, click(5, { k: site.key }));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const refused = await Promise.all(
    [...Array(200).keys()].map((n) => send(running.collect, click(100 + n, { k: site.key }))),
  );
  expect(new Set(refused)).toEqual(new Set([503]));
  const script = await fetch(running.collect.replace(/\/c$/, '/t.js'));
  expect(script.status).toBe(200);
  await script.arrayBuffer();
  expect(await call<unknown>(running, 'GET', '/api/v1/collector')).toMatchObject({
    collector: { pulse: { waiting: 1 } },
  });
  expect(performance.now() - began).toBeLessThan(2900); // all that while the disk still hung
  expect(await waiting).toBe(202);
  expect(performance.now() - began).toBeGreaterThan(2900);
  expect(await send(running.collect, click(6, { k: site.key }))).toBe(202);
  await allApplied(running);
  await ended(running.child, 'SIGTERM');
  const { ids } = await stored(data, site.id);
  expect(ids.length).toBe(6);
  expect(new Set(ids)).toEqual(new Set([1, 2, 3, 4, 5, 6].map(idOf)));
}, 120_000);
