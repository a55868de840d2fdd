/** A publisher's account at the simulated network, and an installation that pulls from it, both in one virtual time. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createWorld,
  type RakutenServer,
  type RakutenServerOptions,
  startRakutenServer,
  type World,
  type WorldOptions,
} from '../../sandbox/index.ts';
import { silentLog } from '../../src/core/index.ts';
import type { Connection, PullOrder, Run } from '../../src/imports/index.ts';
import { readEntries, readFigures } from '../../src/ledger/index.ts';
import type { Workspace } from '../../src/open-workspace.ts';
import { openMain } from '../open-main.ts';

const NETWORK_ID = 1;

/** What a test sets otherwise. */
export interface AccountOptions {
  readonly world?: WorldOptions;
  readonly server?: RakutenServerOptions;
  /** The instant at which the story begins; default: 1 July 2025, in the middle of the world. */
  readonly now?: string;
  /** Whether the installation is run for others, so that trials count. */
  readonly isHosted?: boolean;
}

/** The network, the installation, and the time in which both live. Sleeping moves the time on. */
export class Account {
  readonly folder: string;
  readonly server: RakutenServer;
  readonly world: World;
  readonly #isHosted: boolean;
  #installation: Workspace;

  private constructor(folder: string, server: RakutenServer, installation: Workspace, isHosted: boolean) {
    this.#isHosted = isHosted;
    this.folder = folder;
    this.server = server;
    this.world = server.world;
    this.#installation = installation;
  }

  static async open(options: AccountOptions = {}): Promise<Account> {
    const world = createWorld({
      seed: 11,
      startDay: '2025-01-01',
      endDay: '2025-12-31',
      ordersPerDay: 2,
      networks: [NETWORK_ID],
      ...options.world,
    });
    const server = await startRakutenServer(world, {
      clock: { kind: 'virtual', now: new Date(options.now ?? '2025-07-01T10:00:00Z') },
      rateLimit: { clock: 'world' },
      ...options.server,
    });
    const folder = await mkdtemp(join(tmpdir(), 'tributary-account-'));
    const { isHosted = false } = options;
    return new Account(folder, server, await openAt(join(folder, 'data'), server, isHosted), isHosted);
  }

  get installation(): Workspace {
    return this.#installation;
  }

  get imports(): Workspace['imports'] {
    return this.#installation.imports;
  }

  /** Ends the program's life and begins another over the same data folder. */
  async restart(): Promise<void> {
    await this.#installation.close();
    this.#installation = await openAt(join(this.folder, 'data'), this.server, this.#isHosted);
  }

  /** Moves the time on. */
  pass(hours: number): void {
    this.server.setNow(new Date(this.server.now().getTime() + hours * 3_600_000));
  }

  connect(
    settings: Readonly<Record<string, unknown>> = {},
    more: { readonly name?: string; readonly adoptFiles?: boolean } = {},
  ): Promise<Connection> {
    return this.imports.addConnection({
      network: 'rakuten',
      settings: {
        token: this.server.token,
        siteId: '1234567',
        country: 'US',
        baseUrl: this.server.baseUrl,
        ...settings,
      },
      ...more,
    });
  }

  /** Starts a pull and waits for its end. */
  async pull(connection: Connection, order: PullOrder = {}): Promise<Run> {
    const { id } = await this.imports.startPull(connection.id, order);
    return this.settled(id);
  }

  settled(run: string): Promise<Run> {
    return settledIn(this.imports, run);
  }

  /** The first import as a person makes it: pull, look, upload. */
  async importHistory(connection: Connection): Promise<Run> {
    const { id, state, error } = await this.pull(connection);
    if (state !== 'preview') throw new Error(`the first import is ${state}: ${error?.message ?? ''}`);
    await this.imports.uploadRun(id);
    return this.settled(id);
  }

  /** Lets the schedule look once and waits for what it started. Returns the runs that it started. */
  async tick(): Promise<Run[]> {
    const before = new Set((await this.imports.runs(1000)).map((run) => run.id));
    await this.imports.tick();
    const started = (await this.imports.runs(1000)).filter((run) => !before.has(run.id));
    return Promise.all(started.map((run) => this.settled(run.id)));
  }

  /** Commission lines of the ledger, one text a line. */
  async held(): Promise<string[]> {
    const lines: string[] = [];
    for await (const rows of readEntries(this.#installation.facts, null)) {
      for (const row of rows) {
        if (row['state'] === 'withdrawn') continue;
        const { state, advertiser_id, order_id, sku, occurred_on, occurred_time, sales, commission, items } = row;
        lines.push(
          [state, advertiser_id, order_id, sku, occurred_on, occurred_time, sales, commission, items].join(' | '),
        );
      }
    }
    return lines.sort();
  }

  /** What the ledger must hold now: every line that the network has processed since `firstDay`, amounts exact. */
  truth(firstDay = '2000-01-01'): string[] {
    const now = this.server.now().getTime();
    const from = Date.parse(`${firstDay}T00:00:00Z`);
    return this.world.lines
      .filter((line) => line.networkId === NETWORK_ID && line.processedAtMs <= now && line.processedAtMs >= from)
      .map((line) => {
        const isLost = line.kind === 'non-commissionable';
        const occurred = new Date(line.occurredAtMs).toISOString();
        return [
          isLost ? 'lost' : 'counted',
          line.mid,
          line.orderId,
          line.sku,
          occurred.slice(0, 10),
          occurred.slice(11, 19),
          amountText(line.salesUnits),
          isLost ? '0.0000' : amountText(line.commissionUnits),
          line.items,
        ].join(' | ');
      })
      .sort();
  }

  async figures(): Promise<string> {
    return JSON.stringify(await readFigures(this.#installation.facts, null));
  }

  /** Every byte that the program wrote, to look for what must not be in it. */
  async everythingWritten(): Promise<string> {
    const texts: string[] = [];
    const walk = async (folder: string): Promise<void> => {
      for (const name of await readdir(folder)) {
        const path = join(folder, name);
        if ((await stat(path)).isDirectory()) await walk(path);
        else texts.push(await readFile(path, 'latin1'));
      }
    };
    await walk(this.folder);
    return texts.join('\n');
  }

  async leave(): Promise<void> {
    await this.#installation.close();
    await this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function settledIn(imports: Workspace['imports'], run: string): Promise<Run> {
  for (;;) {
    const now = await imports.runSettled(run, 1000);
    if (['preview', 'held', 'posted', 'discarded', 'failed'].includes(now.state)) return now;
  }
}

function openAt(data: string, server: RakutenServer, isHosted: boolean): Promise<Workspace> {
  return openMain(data, {
    isHosted,
    log: silentLog,
    clock: () => server.now(),
    random: () => 0.5,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      server.setNow(new Date(server.now().getTime() + Math.ceil(ms)));
      await new Promise((resolve) => setTimeout(resolve, 1)); // lets others run, as time that passes does
      signal?.throwIfAborted();
    },
  });
}

function amountText(units: number): string {
  const digits = String(Math.abs(units)).padStart(5, '0');
  return `${units < 0 ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}
