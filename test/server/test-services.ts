/** Services for tests: imports in memory, a real facts store, everything logged kept to be looked at. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Access } from '../../src/access/index.ts';
import { Attributor, LabelRules } from '../../src/attribution/index.ts';
import type { InstallationServices, WorkspaceServices } from '../../src/api/index.ts';
import {
  type AccountStore,
  type ControlStore,
  keyIdsOf,
  KeyRingDoor,
  LazySecrets,
  openAccounts,
  openControl,
} from '../../src/control/index.ts';
import {
  type Clock,
  createLog,
  createOutbound,
  type Log,
  Redactor,
  systemClock,
  systemSleep,
} from '../../src/core/index.ts';
import { DuckdbEngine, type FactsStore } from '../../src/facts/index.ts';
import { RateKeeper } from '../../src/ledger/index.ts';
import { readGuideText } from '../../src/networks/index.ts';
import type { Hosting } from '../../src/plans/index.ts';
import { type Mailer, Newsletter, Outbox } from '../../src/notify/index.ts';
import { WorkspaceSettings } from '../../src/settings/index.ts';
import { Sites } from '../../src/sites/index.ts';
import { Annotations, SavedViews } from '../../src/views/index.ts';
import { FakeImports } from './fake-imports.ts';
import { testNetwork } from './test-network.ts';

/** A workspace with imports in memory. */
export interface TestWorkspace extends WorkspaceServices {
  readonly imports: FakeImports;
}

/** What a test works with; `close` it at the end. */
export interface TestServices {
  readonly services: InstallationServices;
  /** What is in the workspace `main`, whose folder is the data folder. */
  readonly main: TestWorkspace;
  /** The imports of `main`. */
  readonly imports: FakeImports;
  /** What is in any workspace. */
  readonly workspace: (id: string) => Promise<TestWorkspace>;
  readonly redactor: Redactor;
  /** The accounts. */
  readonly control: AccountStore;
  /** Every line that was logged. */
  readonly logged: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens services over an empty folder; `origin` is the public address, if a proxy stands before it. */
export async function openTestServices(
  folder: string,
  origin?: string,
  mailing: { readonly mailer?: Mailer; readonly clock?: Clock; readonly hosting?: Hosting } = {},
): Promise<TestServices> {
  const [redactor, logged] = [new Redactor(), [] as string[]];
  const { mailer = null, clock = systemClock, hosting } = mailing;
  const engine = new DuckdbEngine(join(folder, 'facts.duckdb.tmp'));
  const log = createLog(redactor, (line) => logged.push(line));
  const { accounts, close } = openAccounts(join(folder, 'accounts.db'));
  const secrets = new LazySecrets(accounts, new KeyRingDoor(folder, () => keyIdsOf(accounts)), redactor, null);
  const outbox = new Outbox({ control: accounts, clock, sleep: systemSleep, log, mailer, letterPauseMs: 0 });
  const open = new Map<string, Promise<TestWorkspace>>();
  const controls: (() => Promise<void>)[] = [];
  const opened = async (id: string): Promise<TestWorkspace> => {
    const own = id === 'main' ? folder : join(folder, 'workspaces', id);
    await mkdir(own, { recursive: true });
    const { control, close: closeControl } = openControl(join(own, 'control.db'));
    controls.push(closeControl);
    return workspaceIn(own, control, await engine.open(join(own, 'facts.duckdb')), log);
  };
  const workspace = (id: string): Promise<TestWorkspace> => {
    const known = open.get(id) ?? opened(id);
    open.set(id, known);
    return known;
  };
  const services: InstallationServices = {
    access: new Access({ control: accounts, secrets, clock, log, origin, outbox, hosting }),
    newsletter: new Newsletter({ control: accounts, clock, outbox, origin }),
    collector: () => null,
    clock,
    networks: [testNetwork],
    log,
    redactor,
    readGuide: ({ label }) => Promise.resolve(readGuideText(`---\nupdated: 2026-03-01\n---\n\n# ${label}\n`)),
    publicFace: {
      settings: { mode: 'self-hosted', isOn: false, contact: undefined, hasDemo: false, plansFile: undefined },
      plans: null,
      hasNewsletter: false,
    },
    readGuidePicture: () => Promise.resolve(new Uint8Array()),
    rotateKeys: () => Promise.resolve({ keyId: 'abc', total: 2, rewrapped: 2, retiredKeyIds: ['old'], source: 'file' }),
    clearRemoved: () => Promise.resolve(),
    openWorkspace: workspace,
    version: '0.1.0',
    dataFolder: folder,
  };
  const closeAll = async (): Promise<void> => {
    await outbox.close();
    for (const one of open.values()) {
      const { attributor, facts } = await one;
      await attributor.settle();
      await facts.close();
    }
    await engine.close();
    for (const closeControl of controls) await closeControl();
    await close();
  };
  const main = await workspace('main');
  return { services, main, imports: main.imports, workspace, redactor, control: accounts, logged, close: closeAll };
}

function workspaceIn(own: string, control: ControlStore, facts: FactsStore, log: Log): TestWorkspace {
  const sites = new Sites(control, systemClock);
  const rules = new LabelRules(control, sites, systemClock);
  return {
    ...{ imports: new FakeImports(), facts, folder: own, sites },
    attributor: new Attributor({ facts, clock: systemClock, log, folder: own, rules }),
    views: new SavedViews(control, systemClock),
    annotations: new Annotations(control, systemClock),
    settings: new WorkspaceSettings(control),
    rates: new RateKeeper({
      ...{ facts, folder: own, log, clock: systemClock, outbound: createOutbound() },
      isWanted: () => Promise.resolve(false),
    }),
  };
}
