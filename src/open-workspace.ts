/** Opens the stores of one workspace together with the services over them, and settles what a crash left open. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Attributor, LabelRules } from './attribution/index.ts';
import { type ControlStore, type KeyRingDoor, LazySecrets } from './control/index.ts';
import { type Clock, createOutbound, holdLimits, type Log, type Redactor } from './core/index.ts';
import type { FactsStore } from './facts/index.ts';
import {
  Connections,
  ImportService,
  type OpenNetwork,
  type PullContext,
  RunBook,
  settleRuns,
} from './imports/index.ts';
import { RateKeeper } from './ledger/index.ts';
import { RawStore } from './raw/index.ts';
import { WorkspaceSettings } from './settings/index.ts';
import type { Sites } from './sites/index.ts';
import { Annotations, SavedViews } from './views/index.ts';

/** An open workspace: everything of one publisher, and nothing of another. */
export interface Workspace extends PullContext {
  readonly id: string;
  /** Its own folder. */
  readonly folder: string;
  readonly imports: ImportService;
  readonly secrets: LazySecrets;
  readonly sites: Sites;
  readonly views: SavedViews;
  readonly annotations: Annotations;
  readonly attributor: Attributor;
  readonly settings: WorkspaceSettings;
  readonly rates: RateKeeper;
  readonly close: () => Promise<void>;
}

/** What all workspaces of a process share. */
export interface Surroundings {
  readonly clock: Clock;
  readonly sleep: PullContext['sleep'];
  readonly random: () => number;
  readonly log: Log;
  readonly redactor: Redactor;
  readonly ring: KeyRingDoor;
  readonly openNetwork: OpenNetwork;
  /** Why a workspace imports nothing just now; null: it does. */
  readonly whyPaused: (workspaceId: string) => Promise<string | null>;
}

/** What is the workspace's own. */
export interface WorkspaceStores {
  readonly id: string;
  readonly folder: string;
  readonly control: ControlStore;
  readonly facts: FactsStore;
  readonly sites: Sites;
}

const LEFTOVERS = [
  /^(staging|answer|upload|replay)-[\w-]+\.(csv(\.\d+)?|part|duckdb(\.wal|\.tmp)?)$/,
  /^export-\w{6}$/,
  /^\.server\.json\.[\w-]+\.part$/,
];

/** Removes what a killed process was writing into a folder. Only who holds the data folder may do so. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (LEFTOVERS.some((pattern) => pattern.test(name))) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Puts the services together; closing the workspace closes the facts, not the control store, which outlives it. */
export async function openWorkspace(stores: WorkspaceStores, surroundings: Surroundings): Promise<Workspace> {
  const { id, folder, control, facts, sites } = stores;
  const { clock, log, redactor, ring } = surroundings;
  await removeLeftovers(folder);
  const raw = new RawStore(join(folder, 'raw'));
  const secrets = new LazySecrets(control, ring, redactor, id);
  const context: PullContext = {
    ...{ facts, control, raw, clock, log },
    sleep: surroundings.sleep,
    random: surroundings.random,
    runs: new RunBook(control, raw, clock),
    connections: new Connections({ control, clock, secrets, redactor }),
    holdLimits: holdLimits(),
    temporaryFolder: folder,
    openNetwork: surroundings.openNetwork,
    whyPaused: () => surroundings.whyPaused(id),
  };
  await settleRuns(context);
  const imports = new ImportService(context);
  const settings = new WorkspaceSettings(control);
  const rates = new RateKeeper({
    ...{ facts, folder, clock, log, outbound: createOutbound() },
    isWanted: async () => (await settings.read()).fetchesRates,
  });
  const rules = new LabelRules(control, sites, clock);
  const attributor = new Attributor({ facts, clock, log, folder, rules });
  return {
    ...context,
    ...{ id, folder, imports, secrets, sites, settings, rates, attributor },
    views: new SavedViews(control, clock),
    annotations: new Annotations(control, clock),
    close: async () => {
      await rates.stop();
      await attributor.settle();
      await imports.close();
      await facts.close();
    },
  };
}
