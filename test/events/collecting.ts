/** A collector in the process of the test, as the program has it in threads of its own. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Applier } from '../../src/collect/applier.ts';
import { type CollectorSetup, type FromCollector, unpackEnd } from '../../src/collect/collector-messages.ts';
import { type LogDisk, machineDisk } from '../../src/collect/log-disk.ts';
import type { LogPort } from '../../src/collect/log-port.ts';
import { runCollector } from '../../src/collect/run-collector.ts';
import { SegmentLog } from '../../src/collect/segment-log.ts';
import { VisitorSalt } from '../../src/collect/visitor-salt.ts';
import { silentLog } from '../../src/core/index.ts';
import type { FactsStore } from '../../src/facts/index.ts';
import type { CollectedSite } from '../../src/sites/index.ts';
import { BROWSER, SITE_KEY } from './sent-events.ts';

/** A site as the collector knows it. */
export const SITE: CollectedSite = {
  workspaceId: 'main',
  siteId: 'site-1',
  key: SITE_KEY,
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
  /** What lies between the collector and its log; usually nothing. */
  readonly between?: (log: LogPort) => LogPort;
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
    geoDatabase: null,
    rates: { network: 1_000_000, site: 1_000_000 },
    firstSegment,
    mostWaiting: 5000,
    mostConnections: 1000,
    sites,
    end,
    ...options.setup,
  };
  const segments = new SegmentLog(folder, disk, firstSegment);
  const log: LogPort = {
    append: async (frames, atMs) => segments.append(frames, atMs),
    close: async () => segments.close(),
  };
  const running = await runCollector(setup, {
    log: options.between?.(log) ?? log,
    nowMs,
    tell: (message) => told.push(message),
  });
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
    advertiserOf: () => '4711',
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

/** The id that a reader with the usual browser has at a site, under the salt that a collector wrote into its folder. */
export function visitorUnder(saltFile: string, siteId: string, address: string, nowMs: number): string {
  return new VisitorSalt(saltFile, () => undefined).visitor(siteId, address, BROWSER, nowMs);
}
