/** What the collector's thread and the rest of the program say to each other. */
import type { CollectedSite } from '../sites/index.ts';
import type { ApplierState } from './applier-state.ts';
import type { PlacesState } from './places.ts';
import type { Rates } from './rate-limits.ts';
import type { Tally } from './reception.ts';

/** What the thread is started with. */
export interface CollectorSetup {
  /** The folder of the log. */
  readonly folder: string;
  readonly host: string;
  /** Ports to try, the first that is free is taken. */
  readonly ports: readonly number[];
  readonly collectPath: string;
  readonly scriptPath: string;
  readonly scriptFile: string;
  readonly isBehindProxy: boolean;
  readonly countryHeader: string | null;
  /** The file that says where addresses are. */
  readonly geoDatabase: string | null;
  readonly rates: Rates;
  readonly firstSegment: number;
  readonly mostWaiting: number;
  readonly mostConnections: number;
  readonly sites: readonly CollectedSite[];
  /** One number, written by the thread after every commit: see `packEnd`. */
  readonly end: SharedArrayBuffer;
}

/** How the thread is. */
export interface CollectorPulse extends Tally {
  readonly connections: number;
  readonly waiting: number;
  /** Errors of the disk since the start, and the last of them while nothing was committed since. */
  readonly faults: number;
  readonly fault: string | null;
  /** The database of countries and cities; null: there is none. */
  readonly places: PlacesState | null;
}

export type ToCollector =
  | { readonly kind: 'sites'; readonly sites: readonly CollectedSite[] }
  | { readonly kind: 'applier'; readonly state: ApplierState }
  | { readonly kind: 'stop' };

export type FromCollector =
  | { readonly kind: 'listening'; readonly port: number; readonly places: PlacesState | null }
  | { readonly kind: 'ports-busy' }
  | { readonly kind: 'pulse'; readonly pulse: CollectorPulse }
  | { readonly kind: 'missing-script'; readonly path: string }
  | { readonly kind: 'no-places'; readonly message: string }
  | { readonly kind: 'fault'; readonly message: string };

const SIZE_BITS = 32n;

/** The end of the log as one number, so that it is read whole without a lock. 0: nothing yet. */
export function packEnd({ segment, size }: { readonly segment: number; readonly size: number }): bigint {
  return (BigInt(segment) << SIZE_BITS) | BigInt(size);
}

export function unpackEnd(end: bigint): { readonly segment: number; readonly size: number } {
  return { segment: Number(end >> SIZE_BITS), size: Number(end & 0xffff_ffffn) };
}
