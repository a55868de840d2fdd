/** What the API is given to answer from; `cli/open-services.ts` puts it together. */
import type { Access } from '../access/index.ts';
import type { Attributor } from '../attribution/index.ts';
import type { CollectorHealth } from '../collect/index.ts';
import type { Clock, Log, Redactor } from '../core/index.ts';
import type { FactsStore } from '../facts/index.ts';
import type { RateKeeper } from '../ledger/index.ts';
import type { WorkspaceSettings } from '../settings/index.ts';
import type { Imports } from '../imports/index.ts';
import type { Guide, Network } from '../networks/index.ts';
import type { Newsletter } from '../notify/index.ts';
import type { PublicFace } from '../public/index.ts';
import type { Annotations, SavedViews } from '../views/index.ts';
import type { Sites } from '../sites/index.ts';

/** What a rotation of the master key did. */
export interface KeyRotation {
  /** The id of the key that wraps every secret now. */
  readonly keyId: string;
  /** How many secrets are stored, and how many of them this rotation re-wrapped. */
  readonly total: number;
  readonly rewrapped: number;
  /** Keys that nothing uses any more. */
  readonly retiredKeyIds: readonly string[];
  /** Where the keys are kept: with `environment` a person removes the retired ones. */
  readonly source: 'file' | 'environment';
}

/** What is of the whole installation. Nothing in it leads to the data of a workspace. */
export interface CommonServices {
  readonly access: Access;
  readonly newsletter: Newsletter;
  /** How the collector is; null where none runs, which is so without a server. */
  readonly collector: () => CollectorHealth | null;
  readonly networks: readonly Network[];
  readonly clock: Clock;
  readonly log: Log;
  /** Every error message passes through it. */
  readonly redactor: Redactor;
  /** How to connect a network, and the pictures in it. */
  readonly readGuide: (network: Network) => Promise<Guide>;
  readonly readGuidePicture: (network: Network, file: string) => Promise<Uint8Array>;
  /** What is shown to people who are not signed in. */
  readonly publicFace: PublicFace;
  /** Makes a new master key and wraps every secret with it. */
  readonly rotateKeys: () => Promise<KeyRotation>;
  /** Removes what is left of workspaces that were removed: their folders. */
  readonly clearRemoved: () => Promise<void>;
  /** The program's version. */
  readonly version: string;
  /** The data folder, absolute. */
  readonly dataFolder: string;
}

/** Everything of one workspace, and nothing of another. */
export interface WorkspaceServices {
  readonly imports: Imports;
  readonly facts: FactsStore;
  readonly sites: Sites;
  readonly views: SavedViews;
  readonly annotations: Annotations;
  readonly attributor: Attributor;
  readonly settings: WorkspaceSettings;
  /** Brings exchange rates in. */
  readonly rates: Pick<RateKeeper, 'load' | 'problem'>;
  /** Its own folder, absolute. */
  readonly folder: string;
}

/** What a handler of a workspace's routes is given. */
export type Services = CommonServices & WorkspaceServices;

/** An open installation, as far as the API needs it. Only the way from a request to its handler opens workspaces. */
export interface InstallationServices extends CommonServices {
  /** Opens a workspace, or gives the one that is open, always as the same object. Throws `unknown-workspace`. */
  readonly openWorkspace: (id: string) => Promise<WorkspaceServices>;
}
