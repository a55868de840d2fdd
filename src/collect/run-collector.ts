/** The collector on its own thread: puts its parts together, listens, and ends when it is told to. */
import type { Server } from 'node:http';
import { join } from 'node:path';
import { errorCode } from '../core/index.ts';
import type { CollectedSite } from '../sites/index.ts';
import type { ApplierState } from './applier-state.ts';
import {
  type CollectorPulse,
  type CollectorSetup,
  type FromCollector,
  packEnd,
  type ToCollector,
} from './collector-messages.ts';
import { createCollectorServer } from './collector-server.ts';
import { GroupCommit, type Patience } from './group-commit.ts';
import type { LogPort } from './log-port.ts';
import { NOWHERE, Places, type PlacesState } from './places.ts';
import { RateLimits } from './rate-limits.ts';
import { Reception } from './reception.ts';
import { ScriptFile } from './script-file.ts';
import { SeenEvents } from './seen-events.ts';
import { VisitorSalt } from './visitor-salt.ts';

const MOST_WAITING_BYTES = 16 << 20;
/**
 * A sync is 0.3 ms, and 35 ms at the 99th percentile of a busy disk. Who is refused is lost, as the browser script does
 * not ask again; who waits holds one of the few connections that a browser has to a site. So half a second is waited
 * through, and nobody waits longer than ten.
 */
const PATIENCE: Patience = { hangMs: 500, mostMs: 10_000 };
const PULSE_MS = 1000;
/** What is under way may finish within this. */
const GRACE_MS = 1000;

/** What the thread has around it. */
export interface CollectorSurroundings {
  readonly log: LogPort;
  readonly nowMs: () => number;
  readonly tell: (message: FromCollector) => void;
}

/** A collector that listens. */
export interface RunningCollector {
  readonly port: number;
  /** How the database of countries and cities is at the start. */
  readonly places: PlacesState | null;
  readonly hear: (message: ToCollector) => Promise<void>;
}

/** Starts to listen; null if no port is free. */
export async function runCollector(
  setup: CollectorSetup,
  { log, nowMs, tell }: CollectorSurroundings,
): Promise<RunningCollector | null> {
  let sites = byKey(setup.sites);
  let applier: ApplierState | null = null;
  const faults = new Faults(tell);
  const onFault = (error: unknown): void => faults.add(error);
  const salt = new VisitorSalt(join(setup.folder, 'visitor-salt'), onFault);
  const places = await openPlaces(setup.geoDatabase, nowMs, tell);
  const commit = commitTo(log, setup, faults, nowMs);
  const reception = new Reception({
    siteOf: (key) => sites.get(key),
    limits: new RateLimits(setup.rates),
    seen: new SeenEvents(),
    commit,
    nowMs,
    countryHeader: setup.countryHeader,
    placeOfAddress: (address) => places?.of(address) ?? NOWHERE,
    visitorOf: (siteId, address, userAgent) => salt.visitor(siteId, address, userAgent, nowMs()),
  });
  const script = new ScriptFile(setup.scriptFile, nowMs, (path) => tell({ kind: 'missing-script', path }));
  const pulse = (): CollectorPulse => ({
    ...{ ...reception.tally, ...faults.state },
    ...{ connections, waiting: commit.waiting, places: places?.state ?? null },
  });
  let connections = 0;
  const health = (): unknown => {
    const sinceMs = applier?.waitingSinceMs ?? null;
    return { ...pulse(), applier, oldestUnappliedMs: sinceMs === null ? null : Math.max(0, nowMs() - sinceMs) };
  };
  const server = createCollectorServer({ ...setup, reception, commit, script, health, onFault });
  server.on('connection', (socket) => {
    connections += 1;
    socket.once('close', () => {
      connections -= 1;
    });
  });
  const port = await listenOn(server, setup.host, setup.ports);
  if (port === null) return null;
  const timer = setInterval(() => {
    salt.expire(nowMs());
    void places?.look();
    tell({ kind: 'pulse', pulse: pulse() });
  }, PULSE_MS);
  return {
    port,
    places: places?.state ?? null,
    hear: async (message) => {
      if (message.kind === 'sites') {
        sites = byKey(message.sites);
        return;
      }
      if (message.kind === 'applier') {
        applier = message.state;
        return;
      }
      clearInterval(timer);
      await ended(server);
      await commit.flush();
      await log.close();
      await salt.settled();
      tell({ kind: 'pulse', pulse: pulse() });
    },
  };
}

async function openPlaces(
  path: string | null,
  nowMs: () => number,
  tell: CollectorSurroundings['tell'],
): Promise<Places | null> {
  if (path === null) return null;
  const places = new Places(path, nowMs, (message) => tell({ kind: 'no-places', message }));
  await places.look();
  return places;
}

/** Commits to a log, and tells of its end before anyone is answered. */
function commitTo(log: LogPort, setup: CollectorSetup, faults: Faults, nowMs: () => number): GroupCommit {
  const end = new BigInt64Array(setup.end);
  return new GroupCommit({
    append: log.append,
    nowMs,
    onCommit: (reached) => {
      Atomics.store(end, 0, packEnd(reached));
      faults.end();
    },
    onFault: (error) => faults.add(error),
    mostWaiting: setup.mostWaiting,
    mostBytes: MOST_WAITING_BYTES,
    patience: PATIENCE,
  });
}

/** What the disk said, and says while nothing was committed since. */
class Faults {
  readonly #tell: CollectorSurroundings['tell'];
  #count = 0;
  #last: string | null = null;

  constructor(tell: CollectorSurroundings['tell']) {
    this.#tell = tell;
  }

  get state(): Pick<CollectorPulse, 'faults' | 'fault'> {
    return { faults: this.#count, fault: this.#last };
  }

  add(error: unknown): void {
    this.#count += 1;
    this.#last = error instanceof Error ? error.message : String(error);
    this.#tell({ kind: 'fault', message: this.#last });
  }

  end(): void {
    this.#last = null;
  }
}

function byKey(sites: readonly CollectedSite[]): ReadonlyMap<string, CollectedSite> {
  return new Map(sites.map((site) => [site.key, site]));
}

async function listenOn(server: Server, host: string, ports: readonly number[]): Promise<number | null> {
  for (const port of ports) {
    if (await listens(server, host, port)) {
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : port;
    }
  }
  return null;
}

function listens(server: Server, host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => {
      if (errorCode(error) === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', failed);
    server.listen({ host, port, backlog: 1024 }, () => {
      server.off('error', failed);
      resolve(true);
    });
  });
}

async function ended(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(timer);
}
