/** Services for tests: imports in memory, a real facts store, everything logged kept to be looked at. */
import { join } from 'node:path';
import { Access } from '../../src/access/index.ts';
import { type ControlStore, LazySecrets, openControl } from '../../src/control/index.ts';
import { createLog, Redactor, systemClock } from '../../src/core/index.ts';
import { openDuckdb } from '../../src/facts/index.ts';
import type { Services } from '../../src/api/index.ts';
import { Sites } from '../../src/sites/index.ts';
import { FakeImports } from './fake-imports.ts';
import { testNetwork } from './test-network.ts';

/** What a test works with; `close` it at the end. */
export interface TestServices {
  readonly services: Services;
  readonly imports: FakeImports;
  readonly redactor: Redactor;
  readonly control: ControlStore;
  /** Every line that was logged. */
  readonly logged: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens services over an empty folder; `origin` is the public address, if a proxy stands before it. */
export async function openTestServices(folder: string, origin?: string): Promise<TestServices> {
  const [imports, redactor, logged] = [new FakeImports(), new Redactor(), [] as string[]];
  const facts = await openDuckdb(join(folder, 'facts.duckdb'));
  const log = createLog(redactor, (line) => logged.push(line));
  const { control, close } = openControl(join(folder, 'control.db'));
  const secrets = new LazySecrets(control, folder, redactor);
  const services: Services = {
    access: new Access({ control, secrets, clock: systemClock, log, origin }),
    imports,
    facts,
    sites: new Sites(control, systemClock),
    collector: () => null,
    clock: systemClock,
    networks: [testNetwork],
    log,
    redactor,
    readGuide: ({ label }) => Promise.resolve(`# ${label}\n`),
    rotateKeys: () => Promise.resolve({ keyId: 'abc', total: 2, rewrapped: 2, retiredKeyIds: ['old'], source: 'file' }),
    version: '0.1.0',
    folder,
  };
  const closeAll = async (): Promise<void> => {
    await facts.close();
    await close();
  };
  return { services, imports, redactor, control, logged, close: closeAll };
}
