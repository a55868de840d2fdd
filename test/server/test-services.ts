/** Services for tests: imports in memory, a real facts store, everything logged kept to be looked at. */
import { join } from 'node:path';
import { Access } from '../../src/access/index.ts';
import { type ControlStore, LazySecrets, openControl } from '../../src/control/index.ts';
import { type Clock, createLog, createOutbound, Redactor, systemClock, systemSleep } from '../../src/core/index.ts';
import { RateKeeper } from '../../src/ledger/index.ts';
import { WorkspaceSettings } from '../../src/settings/index.ts';
import { openDuckdb } from '../../src/facts/index.ts';
import { type Mailer, Newsletter, Outbox } from '../../src/notify/index.ts';
import type { Services } from '../../src/api/index.ts';
import { readGuideText } from '../../src/networks/index.ts';
import { Annotations, SavedViews } from '../../src/views/index.ts';
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
export async function openTestServices(
  folder: string,
  origin?: string,
  mailing: { readonly mailer?: Mailer; readonly clock?: Clock } = {},
): Promise<TestServices> {
  const [imports, redactor, logged] = [new FakeImports(), new Redactor(), [] as string[]];
  const facts = await openDuckdb(join(folder, 'facts.duckdb'));
  const log = createLog(redactor, (line) => logged.push(line));
  const { control, close } = openControl(join(folder, 'control.db'));
  const secrets = new LazySecrets(control, folder, redactor);
  const { mailer = null, clock = systemClock } = mailing;
  const outbox = new Outbox({ control, clock, sleep: systemSleep, log, mailer, letterPauseMs: 0 });
  const services: Services = {
    access: new Access({ control, secrets, clock, log, origin, outbox }),
    newsletter: new Newsletter({ control, clock, outbox, origin }),
    imports,
    facts,
    sites: new Sites(control, systemClock),
    collector: () => null,
    clock: systemClock,
    networks: [testNetwork],
    views: new SavedViews(control, systemClock),
    annotations: new Annotations(control, systemClock),
    settings: new WorkspaceSettings(control),
    rates: new RateKeeper({
      ...{ facts, folder, log, clock: systemClock, outbound: createOutbound() },
      isWanted: () => Promise.resolve(false),
    }),
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
    version: '0.1.0',
    folder,
  };
  const closeAll = async (): Promise<void> => {
    await outbox.close();
    await facts.close();
    await close();
  };
  return { services, imports, redactor, control, logged, close: closeAll };
}
