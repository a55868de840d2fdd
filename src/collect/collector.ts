/** The collector as the rest of the program has it: keeps its thread running, and the facts close behind its log. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Clock, type Log, TributaryError } from '../core/index.ts';
import type { SiteBook } from '../sites/index.ts';
import type { AdvertiserOf } from './stage-events.ts';
import { Applier, nextSegment } from './applier.ts';
import type { EventHome } from './apply-records.ts';
import type { ApplierState } from './applier-state.ts';
import {
  type CollectorPulse,
  type CollectorSetup,
  type FromCollector,
  type ToCollector,
  unpackEnd,
} from './collector-messages.ts';
import type { Rates } from './rate-limits.ts';

export interface CollectorOptions {
  /** Where the log lies; made where it is missing. */
  readonly folder: string;
  /** The built program of the thread. */
  readonly thread: URL;
  readonly scriptFile: string;
  readonly host: string;
  readonly port: number;
  /** Whether the next free port may be taken: not where a proxy knows the one that was asked for. */
  readonly isPortFree: boolean;
  readonly collectPath: string;
  readonly scriptPath: string;
  /** The public address; null: nothing stands before it. */
  readonly publicUrl: string | null;
  readonly countryHeader: string | null;
  /** The file that says where addresses are. */
  readonly geoDatabase: string | null;
  readonly rates: Rates;
  /** How many events may wait for the disk, and connections be open. */
  readonly mostWaiting: number;
  readonly mostConnections: number;
  readonly sites: SiteBook;
  readonly workspaces: () => readonly string[];
  readonly homeOf: (workspaceId: string) => Promise<EventHome | null>;
  readonly advertiserOf: AdvertiserOf;
  readonly log: Log;
  readonly clock: Clock;
}

/** How the collector is. */
export interface CollectorHealth extends ApplierState {
  /** Where pages send events to. */
  readonly url: string;
  /** Where pages have the script from. */
  readonly scriptUrl: string;
  readonly isRunning: boolean;
  /** What the thread last said of itself; null: nothing yet. */
  readonly pulse: CollectorPulse | null;
}

const PORTS_TRIED = 20;
const RESTART_MS = 1000;
/** Longer than the thread gives what is under way. */
const STOP_MS = 2500;
/** Node's heap for the thread: it holds little, and must not grow with what comes. */
const HEAP_MB = 192;

/** Starts the thread, and again whenever it ends by itself. */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #end = new SharedArrayBuffer(8);
  readonly #applier: Applier;
  #firstSegment = 1;
  #port = 0;
  #worker: Worker | null = null;
  #pulse: CollectorPulse | null = null;
  #isStopping = false;

  private constructor(options: CollectorOptions) {
    this.#options = options;
    this.#applier = new Applier({
      folder: options.folder,
      homeOf: options.homeOf,
      workspaces: options.workspaces,
      advertiserOf: options.advertiserOf,
      readableUpTo: (segment) => this.#readableUpTo(segment),
      log: options.log,
      nowMs: () => options.clock().getTime(),
    });
    options.sites.onChange((sites) => this.#say({ kind: 'sites', sites }));
  }

  /** Starts to collect; events of before that are not in the facts yet are put there. Throws `ports-busy`. */
  static async start(options: CollectorOptions): Promise<Collector> {
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    removeLeftovers(options.folder);
    const collector = new Collector(options);
    await collector.#startThread();
    collector.#applier.start();
    return collector;
  }

  /** Where it listens on this machine. */
  get origin(): string {
    return `http://${this.#options.host}:${this.#port}`;
  }

  get health(): CollectorHealth {
    const { publicUrl, collectPath, scriptPath } = this.#options;
    const base = publicUrl ?? this.origin;
    return {
      url: `${base}${collectPath}`,
      scriptUrl: `${base}${scriptPath}`,
      isRunning: this.#worker !== null,
      pulse: this.#pulse,
      ...this.#applier.state,
    };
  }

  /** Puts everything that has come so far into the facts, without waiting for its turn; false if that failed. */
  applyNow(): Promise<boolean> {
    return this.#applier.applyAll();
  }

  /** Takes nothing more; what was taken is on disk, and is put into the facts now or at the next start. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const worker = this.#worker;
    if (worker !== null) {
      const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
      this.#say({ kind: 'stop' });
      const timer = setTimeout(() => void worker.terminate(), STOP_MS);
      await ended;
      clearTimeout(timer);
    }
    await this.#applier.stop();
  }

  /** A segment of before the thread's start is whole, and so is one that the thread has left. */
  #readableUpTo(segment: number): 'all' | number {
    const end = unpackEnd(Atomics.load(new BigInt64Array(this.#end), 0));
    if (segment < Math.max(this.#firstSegment, end.segment)) return 'all';
    return segment === end.segment ? end.size : 0;
  }

  async #startThread(): Promise<void> {
    const { folder, workspaces, homeOf, log, sites, port, isPortFree } = this.#options;
    const homes = await Promise.all(workspaces().map(homeOf));
    this.#firstSegment = await nextSegment(
      folder,
      homes.filter((home) => home !== null),
    );
    const known = this.#port === 0 ? port : this.#port; // once it has a port, pages know it
    const isFirst = this.#port === 0 && isPortFree && port !== 0;
    const { thread, publicUrl, ...rest } = this.#options;
    const setup: CollectorSetup = {
      folder,
      host: rest.host,
      ports: Array.from({ length: isFirst ? PORTS_TRIED : 1 }, (_, index) => known + index),
      collectPath: rest.collectPath,
      scriptPath: rest.scriptPath,
      scriptFile: rest.scriptFile,
      isBehindProxy: publicUrl !== null,
      countryHeader: rest.countryHeader,
      geoDatabase: rest.geoDatabase,
      rates: rest.rates,
      firstSegment: this.#firstSegment,
      mostWaiting: rest.mostWaiting,
      mostConnections: rest.mostConnections,
      sites: sites.all,
      end: this.#end,
    };
    const worker = new Worker(thread, { workerData: setup, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
    worker.on('error', (error) => log.error('collector broke', { error: error.message }));
    await new Promise<void>((resolve, reject) => {
      worker.once('exit', () => reject(new Error('the collector ended before it listened')));
      worker.on('message', (message: FromCollector) => {
        if (message.kind === 'listening') {
          const fault = message.places?.fault ?? null;
          // at the first start somebody sees it; later the collector goes on without
          if (this.#port === 0 && fault !== null) {
            reject(noPlaces(rest.geoDatabase, fault));
            void worker.terminate();
            return;
          }
          this.#port = message.port;
          resolve();
        } else if (message.kind === 'ports-busy') reject(this.#portsBusy(setup.ports));
        else this.#hear(message);
      });
    });
    this.#worker = worker;
    this.#say({ kind: 'sites', sites: sites.all }); // they may have changed while it started
    worker.once('exit', () => {
      this.#worker = null;
      if (!this.#isStopping) this.#restart();
    });
  }

  #restart(): void {
    setTimeout(() => {
      if (this.#isStopping) return;
      this.#startThread().catch((error: unknown) => {
        this.#options.log.error('collector not started', { error: error instanceof Error ? error.message : '' });
        this.#restart();
      });
    }, RESTART_MS).unref();
  }

  #say(message: ToCollector): void {
    this.#worker?.postMessage(message);
  }

  #hear(message: Exclude<FromCollector, { kind: 'listening' | 'ports-busy' }>): void {
    switch (message.kind) {
      case 'pulse':
        this.#pulse = message.pulse;
        this.#say({ kind: 'applier', state: this.#applier.state });
        break;
      case 'fault':
        this.#options.log.error('events not taken: the disk fails', { error: message.message });
        break;
      case 'no-places':
        this.#options.log.warn('the database of countries and cities cannot be read', { error: message.message });
        break;
      case 'missing-script':
        this.#options.log.warn('there is no browser script to hand out', { path: message.path });
        break;
    }
  }

  #portsBusy(ports: readonly number[]): TributaryError {
    const [first, last] = [ports[0], ports.at(-1)];
    const which = first === last ? `The port ${first} is` : `The ports ${first} to ${last} are all`;
    return new TributaryError('ports-busy', `${which} in use: choose another for the collector with --collect-port.`);
  }
}

function noPlaces(path: string | null, fault: string): TributaryError {
  return new TributaryError('invalid-settings', `TRIBUTARY_GEO_DATABASE (${path}) cannot be read: ${fault}.`);
}

/** What a killed process was packing or staging. */
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (/^staging-.*\.csv$|\.part$/.test(name)) rmSync(join(folder, name), { force: true });
  }
}
