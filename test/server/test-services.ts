/** Services for tests: imports in memory, a real facts store, everything logged kept to be looked at. */
import { join } from 'node:path';
import { createLog, Redactor } from '../../src/core/index.ts';
import { openDuckdb } from '../../src/facts/index.ts';
import type { Services } from '../../src/api/index.ts';
import { FakeImports } from './fake-imports.ts';
import { testNetwork } from './test-network.ts';

/** What a test works with; `close` it at the end. */
export interface TestServices {
  readonly services: Services;
  readonly imports: FakeImports;
  readonly redactor: Redactor;
  /** Every line that was logged. */
  readonly logged: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens services over an empty folder. */
export async function openTestServices(folder: string): Promise<TestServices> {
  const [imports, redactor, logged] = [new FakeImports(), new Redactor(), [] as string[]];
  const facts = await openDuckdb(join(folder, 'facts.duckdb'));
  const services: Services = {
    imports,
    facts,
    networks: [testNetwork],
    log: createLog(redactor, (line) => logged.push(line)),
    redactor,
    rotateKeys: () => Promise.resolve({ keyId: 'abc', total: 2, rewrapped: 2, retiredKeyIds: ['old'], source: 'file' }),
    version: '0.1.0',
    folder,
  };
  return { services, imports, redactor, logged, close: () => facts.close() };
}
