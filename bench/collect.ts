/**
 * The collector under load: durable events a second and how long each waits, beside a plain `node:http` server that only
 * answers, in the same run on the same machine. `npm run bench -- collect [seconds] [connections]`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PageviewEvent } from '../snippet/wire.ts';

const root = join(import.meta.dirname, '..');
const SECONDS = Number(process.argv[3] ?? 5);
const CONNECTIONS = Number(process.argv[4] ?? 200);
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

interface Measured {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly statuses: Readonly<Record<string, number>>;
}

/** One connection that asks again as soon as it is answered; no answer has a body. */
class Asker {
  readonly #socket: Socket;
  readonly #next: () => string;
  readonly #took: number[];
  readonly #statuses: Record<string, number>;
  #asked = 0;
  #answer = '';
  isOver = false;

  constructor(port: number, next: () => string, took: number[], statuses: Record<string, number>) {
    this.#next = next;
    this.#took = took;
    this.#statuses = statuses;
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => this.#ask());
    this.#socket.on('data', (bytes) => this.#read(bytes.toString('latin1')));
    this.#socket.on('error', () => undefined); // the server of the last round has ended
  }

  end(): void {
    this.isOver = true;
    this.#socket.destroy();
  }

  #ask(): void {
    this.#asked = performance.now();
    this.#socket.write(this.#next());
  }

  #read(text: string): void {
    this.#answer += text;
    if (!this.#answer.endsWith('\r\n\r\n')) return;
    const status = this.#answer.slice(9, 12);
    this.#answer = '';
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    this.#took.push(performance.now() - this.#asked);
    if (!this.isOver) this.#ask();
  }
}

async function load(port: number, next: () => string): Promise<Measured> {
  const took: number[] = [];
  const statuses: Record<string, number> = {};
  const began = performance.now();
  const askers = Array.from({ length: CONNECTIONS }, () => new Asker(port, next, took, statuses));
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  for (const asker of askers) asker.end();
  const seconds = (performance.now() - began) / 1000;
  took.sort((a, b) => a - b);
  const at = (share: number): number => took[Math.floor(took.length * share)] ?? Number.NaN;
  return { perSecond: took.length / seconds, medianMs: at(0.5), p99Ms: at(0.99), statuses };
}

let number = 0;
/** A pageview as the browser script sends it, about 300 bytes, each with its own id. */
function requestOf(key: string): string {
  number += 1;
  const id = `a${Date.now().toString(36)}${number.toString(36).padStart(11, '0')}`;
  const event: PageviewEvent = [
    ...([{ site: key }, undefined, id, id, `https://blog.example/best-headphones-${number % 50}?null`] as const),
    ...([null, 'https://www.google.com/', 'The best headphones of the year', ''] as const),
  ];
  const body = JSON.stringify(event);
  return [
    'POST /c HTTP/1.1',
    'host: 127.0.0.1',
    'origin: https://blog.example',
    `user-agent: ${BROWSER}`,
    'accept-language: en-GB,en;q=0.9',
    'content-type: text/plain;charset=UTF-8',
    `content-length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

/** A server that reads and answers, and nothing else. */
async function measurePlain(): Promise<Measured> {
  const program = `
    const { createServer } = require('node:http');
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(202, { 'content-length': 0 }).end());
    });
    server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const measured = await load(Number(String(said)), () => requestOf('none'));
  child.kill();
  return measured;
}

async function measureCollector(folder: string): Promise<Measured & { appliedSeconds: number; stored: number }> {
  const env = { ...process.env, TRIBUTARY_COLLECT_RATE: '1000000', TRIBUTARY_COLLECT_SITE_RATE: '1000000' };
  const args = [join(root, 'bin', 'tributary.js'), 'start', '--port', '0', '--data', folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  let said = '';
  for await (const text of child.stdout) {
    said += String(text);
    if (said.includes('Stop it with')) break;
  }
  child.stdout.resume();
  const [, api = ''] = /running at (\S+)/.exec(said) ?? [];
  const [, collector = ''] = /are taken at (\S+)/.exec(said) ?? [];
  const { key } = JSON.parse(await readFile(join(folder, 'server.json'), 'utf8')) as { key: string }; // the program's own file
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const added = await fetch(`${api}/api/v1/sites`, { method: 'POST', headers, body: '{"host":"blog.example"}' });
  const site = (await added.json()) as { id: string; key: string };
  const measured = await load(Number(new URL(collector).port), () => requestOf(site.key));
  const ended = performance.now();
  for (;;) {
    const state = await (await fetch(`${api}/api/v1/collector`, { headers })).json();
    if ((state as { collector: { lagBytes: number } }).collector.lagBytes === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const appliedSeconds = (performance.now() - ended) / 1000;
  const status = await (await fetch(`${api}/api/v1/sites/${site.id}/status`, { headers })).json();
  child.kill('SIGTERM');
  await once(child, 'exit');
  return { ...measured, appliedSeconds, stored: (status as { total: { accepted: number } }).total.accepted };
}

/** What the disk gives at this moment: appends of 40 kB, each synced before the next; the median of a second in ms. */
async function measureDisk(folder: string): Promise<number> {
  const file = openSync(join(folder, 'disk'), 'w');
  const took: number[] = [];
  for (const began = performance.now(); performance.now() - began < 1000; ) {
    const at = performance.now();
    writeSync(file, Buffer.alloc(40_000, 1));
    fdatasyncSync(file);
    took.push(performance.now() - at);
    await new Promise((resolve) => setImmediate(resolve));
  }
  closeSync(file);
  return took.sort((a, b) => a - b)[Math.floor(took.length / 2)] ?? Number.NaN;
}

function line(what: string, { perSecond, medianMs, p99Ms, statuses }: Measured): string {
  const answers = Object.entries(statuses).map(([status, count]) => `${status}: ${count}`);
  return `${what.padEnd(20)} ${perSecond.toFixed(0).padStart(7)} a second   median ${medianMs.toFixed(1)} ms   p99 ${p99Ms.toFixed(1)} ms   ${answers.join(', ')}\n`;
}

const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
try {
  const before = await measurePlain();
  const diskBefore = await measureDisk(folder);
  const collector = await measureCollector(join(folder, 'data'));
  const diskAfter = await measureDisk(folder);
  const after = await measurePlain();
  process.stdout.write(line('plain node:http', before));
  process.stdout.write(line('collector, durable', collector));
  process.stdout.write(line('plain node:http', after));
  const plain = (before.perSecond + after.perSecond) / 2;
  process.stdout.write(
    `durable events: ${(collector.perSecond / plain).toFixed(2)} of what the plain server answers; p99 ${(collector.p99Ms / ((before.p99Ms + after.p99Ms) / 2)).toFixed(1)} times its\n` +
      `a sync of the disk alone takes ${diskBefore.toFixed(1)} ms before, ${diskAfter.toFixed(1)} ms after\n` +
      `in the facts ${collector.appliedSeconds.toFixed(1)} s after the last one (${collector.stored} of ${collector.statuses['202'] ?? 0} acknowledged)\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
