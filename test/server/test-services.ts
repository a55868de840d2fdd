/** Services for tests: imports in memory, a real facts store, everything logged kept to be looked at. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Access } from '../../src/access/index.ts';
import type { InstallationServices, WorkspaceServices } from '../../src/api/index.ts';
import { type AccountStore, keyIdsOf, KeyRingDoor, LazySecrets, openAccounts } from '../../src/control/index.ts';
import { createLog, Redactor, systemClock } from '../../src/core/index.ts';
import { DuckdbEngine } from '../../src/facts/index.ts';
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
export async function openTestServices(folder: string, origin?: string): Promise<TestServices> {
  const [redactor, logged] = [new Redactor(), [] as string[]];
  const engine = new DuckdbEngine(join(folder, 'facts.duckdb.tmp'));
  const log = createLog(redactor, (line) => logged.push(line));
  const { accounts, close } = openAccounts(join(folder, 'accounts.db'));
  const secrets = new LazySecrets(accounts, new KeyRingDoor(folder, () => keyIdsOf(accounts)), redactor, null);
  const open = new Map<string, Promise<TestWorkspace>>();
  const opened = async (id: string): Promise<TestWorkspace> => {
    const own = id === 'main' ? folder : join(folder, 'workspaces', id);
    await mkdir(own, { recursive: true });
    return { imports: new FakeImports(), facts: await engine.open(join(own, 'facts.duckdb')), folder: own };
  };
  const workspace = (id: string): Promise<TestWorkspace> => {
    const known = open.get(id) ?? opened(id);
    open.set(id, known);
    return known;
  };
  const services: InstallationServices = {
    access: new Access({ control: accounts, secrets, clock: systemClock, log, origin }),
    networks: [testNetwork],
    log,
    redactor,
    readGuide: ({ label }) => Promise.resolve(`# ${label}\n`),
    rotateKeys: () => Promise.resolve({ keyId: 'abc', total: 2, rewrapped: 2, retiredKeyIds: ['old'], source: 'file' }),
    clearRemoved: () => Promise.resolve(),
    openWorkspace: workspace,
    version: '0.1.0',
    dataFolder: folder,
  };
  const closeAll = async (): Promise<void> => {
    for (const one of open.values()) await (await one).facts.close();
    await engine.close();
    await close();
  };
  const main = await workspace('main');
  return { services, main, imports: main.imports, workspace, redactor, control: accounts, logged, close: closeAll };
}
