/** What the API is given to answer from; `cli/open-services.ts` puts it together. */
import type { Access } from '../access/index.ts';
import type { Log, Redactor } from '../core/index.ts';
import type { FactsStore } from '../facts/index.ts';
import type { Imports } from '../imports/index.ts';
import type { Network } from '../networks/index.ts';

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
  readonly networks: readonly Network[];
  readonly log: Log;
  /** Every error message passes through it. */
  readonly redactor: Redactor;
  /** How to connect a network, as Markdown. */
  readonly readGuide: (network: Network) => Promise<string>;
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
