/** A collector in this process, over a real server, log and facts store: for tests that look inside or break its disk. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Applier } from '../../src/collect/applier.ts';
import type { CollectorSetup, FromCollector } from '../../src/collect/collector-messages.ts';
import { unpackEnd } from '../../src/collect/collector-messages.ts';
import { type LogDisk, machineDisk } from '../../src/collect/log-disk.ts';
import { runCollector } from '../../src/collect/run-collector.ts';
import { silentLog } from '../../src/core/index.ts';
import type { FactsStore } from '../../src/facts/index.ts';
import type { CollectedSite } from '../../src/sites/index.ts';

export const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.7339.80 Safari/537.36';

/** A site as the collector knows it. */
export const SITE: CollectedSite = {
  workspaceId: 'main',
  siteId: 'site-1',
  key: 'abcdefghijkl',
  allowedHosts: ['blog.example'],
  privacy: 'daily',
  respectsGpc: true,
  excludedLinks: [],
  dimensions: ['author', 'category', 'published', 'tags'],
  retentionMonths: 25,
};

export interface CollectingOptions {
  readonly folder: string;
  readonly facts: FactsStore;
  readonly sites?: readonly CollectedSite[];
  readonly disk?: LogDisk;
  readonly nowMs?: () => number;
  readonly setup?: Partial<CollectorSetup>;
}

/** A running collector. */
export interface Collecting {
  readonly url: string;
  readonly applier: Applier;
  readonly told: readonly FromCollector[];
  readonly folder: string;
  /** The status of the answer. */
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a collector whose log lies in `folder`/collect. */
export async function collecting(options: CollectingOptions): Promise<Collecting> {
  const { facts, disk = machineDisk, nowMs = () => Date.now(), sites = [SITE] } = options;
  const folder = join(options.folder, 'collect');
  mkdirSync(folder, { recursive: true });
  const end = new SharedArrayBuffer(8);
  const told: FromCollector[] = [];
  const firstSegment = options.setup?.firstSegment ?? 1;
  const setup: CollectorSetup = {
    folder,
    host: '127.0.0.1',
    ports: [0],
    collectPath: '/c',
    scriptPath: '/t.js',
    scriptFile: join(options.folder, 't.js'),
    isBehindProxy: true,
    countryHeader: null,
    rates: { network: 1_000_000, site: 1_000_000 },
    firstSegment,
    mostWaiting: 5000,
    mostConnections: 1000,
    sites,
    end,
    ...options.setup,
  };
  const running = await runCollector(setup, { disk, nowMs, tell: (message) => told.push(message) });
  if (running === null) throw new Error('no free port');
  const applier = applierOver(folder, facts, nowMs, (segment) => {
    const reached = unpackEnd(Atomics.load(new BigInt64Array(end), 0));
    if (segment < Math.max(firstSegment, reached.segment)) return 'all';
    return segment === reached.segment ? reached.size : 0;
  });
  const url = `http://127.0.0.1:${running.port}`;
  return {
    url,
    applier,
    told,
    folder,
    post: (body, headers) => post(`${url}/c`, body, headers),
    stop: async () => {
      await running.hear({ kind: 'stop' });
      await applier.stop();
    },
  };
}

/** What puts a log into facts; by default every segment of it is whole. */
export function applierOver(
  folder: string,
  facts: FactsStore,
  nowMs: () => number = () => Date.now(),
  readableUpTo: (segment: number) => 'all' | number = () => 'all',
): Applier {
  return new Applier({
    folder,
    homeOf: () => Promise.resolve({ facts, retentions: () => Promise.resolve([{ siteId: SITE.siteId, months: 25 }]) }),
    workspaces: () => ['main'],
    readableUpTo,
    log: silentLog,
    nowMs,
  });
}

/** Sends a body as a browser on the site does; headers change that or ('') take away. */
export async function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const all = { 'content-type': 'text/plain;charset=UTF-8', origin: 'https://blog.example', 'user-agent': BROWSER };
  const sent = Object.entries({ ...all, ...headers }).filter(([, value]) => value !== '');
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, { method: 'POST', body: text, headers: sent as [string, string][] });
  await response.arrayBuffer();
  return response.status;
}

/** An id like the browser script's: 16 characters of base 36, told apart by a number. */
export function idOf(number: number): string {
  return number.toString(36).padStart(16, '0');
}

export function pageview(number: number, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const page = { u: 'https://www.blog.example/post?utm_source=news', s: 1, x: 'l', n: 'A "post", über\nall' };
  return { v: 1, k: SITE.key, e: idOf(number), w: idOf(number), t: 'p', ...page, ...more };
}

export function click(number: number, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const link = { h: 'https://click.example/deep?id=1&murl=https%3A%2F%2Fshop.example', n: 'rakuten', b: 'box', o: 2 };
  const page = { u: 'https://blog.example/post', s: 900.5, m: 'c', i: 'a0b1', a: 'Buy', q: 'Deals' };
  return { v: 1, k: SITE.key, e: idOf(number), w: idOf(1), t: 'c', ...page, ...link, ...more };
}

export function impressions(number: number, links: number): Record<string, unknown> {
  const i = [...Array(links).keys()].map((n) => ({ h: `https://click.example/${n}`, n: 'awin', c: 1 + n, o: 1 + n }));
  return { v: 1, k: SITE.key, e: idOf(number), w: idOf(1), t: 'i', u: 'https://blog.example/post', s: 10, i };
}
