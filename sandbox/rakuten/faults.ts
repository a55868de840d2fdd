/** What can go wrong on purpose: faults that were asked for, and faults that come by a seeded probability. */
import { createRandom } from '../world/random.ts';
import type { ReportName } from './report-definitions.ts';

/** The kinds of faults, explained at `FaultKind`. */
export const FAULT_KINDS = [
  'slow',
  'rate-limited',
  'forbidden',
  'server-error',
  'time-out',
  'html',
  'truncated',
  'truncated-length',
  'renamed-column',
  'extra-column',
  'reordered-columns',
  'no-bom',
  'no-thousands',
  'bad-escape',
  'stray-field',
  'order-id-comma',
  'duplicated-line',
  'no-results',
  'summary-lines',
] as const;

/**
 * `slow`: waits, then answers · `rate-limited`: 429 with Retry-After · `forbidden`: 403 · `server-error`: 500 ·
 * `time-out`: never answers · `html`: a page with status 200 · `truncated`: cut inside a row, Content-Length fits the
 * cut body · `truncated-length`: cut, but Content-Length promises the whole · `renamed-column`: the commission
 * column is called otherwise · `extra-column`: one more column in the middle · `reordered-columns`: columns backwards · `no-bom` ·
 * `no-thousands`: no thousands commas · `bad-escape`: `\""` inside product names · `stray-field`: an empty field after
 * some order ids · `order-id-comma`: a third of the orders' ids end in a comma · `duplicated-line`: some rows twice ·
 * `no-results`: a `No Results Found` row instead of the lines · `summary-lines`: 4 lines before the header always.
 */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** How a fault that was asked for behaves. */
export interface FaultOptions {
  /** Only for requests of this report; default any. */
  readonly report?: ReportName;
  /** How many requests it hits; default 1. */
  readonly times?: number | 'always';
  /** Waiting time of `slow`; default 1000. */
  readonly ms?: number;
  /** Retry-After of `rate-limited` in seconds, or null for none; default 12. */
  readonly retryAfterSeconds?: number | null;
}

/** Faults by chance: each report request is hit with this probability (0–1) by one of the kinds. */
export interface FaultChance {
  readonly probability: number;
  /** Default: every kind but `time-out`. */
  readonly kinds?: readonly FaultKind[];
  /** Default 1. */
  readonly seed?: number | string;
}

/** One fault that hits one request. */
export interface Fault {
  readonly kind: FaultKind;
  readonly ms: number;
  readonly retryAfterSeconds: number | null;
}

/** The faults of one server. */
export interface FaultPlan {
  /** Queues a fault for the next matching report request(s); one queued fault hits at a time, oldest first. */
  next(kind: FaultKind, options?: FaultOptions): void;
  /** Forgets all queued faults and, from now on, those by chance. */
  clear(): void;
  /** Takes the faults that hit one request of a report. */
  take(report: ReportName): readonly Fault[];
}

interface QueuedFault extends Fault {
  readonly report: ReportName | null;
  timesLeft: number;
  readonly isLasting: boolean;
}

/** Whether a text names a fault. */
export function isFaultKind(text: unknown): text is FaultKind {
  return FAULT_KINDS.some((kind) => kind === text);
}

/** Faults for one server; throws RangeError for a probability outside 0–1. */
export function createFaultPlan(chance?: FaultChance): FaultPlan {
  let queue: QueuedFault[] = [];
  let active = chance;
  if (chance !== undefined && !(chance.probability >= 0 && chance.probability <= 1)) {
    throw new RangeError(`fault probability ${chance.probability} is not from 0 to 1`);
  }
  const random = createRandom(chance?.seed ?? 1, 'faults');
  const byChance = (): readonly Fault[] => {
    if (active === undefined || !random.chance(active.probability)) return [];
    const kinds = active.kinds ?? FAULT_KINDS.filter((kind) => kind !== 'time-out');
    return [{ kind: random.pick(kinds), ms: random.integer(50, 1_500), retryAfterSeconds: 12 }];
  };
  return {
    next: (kind, options = {}) => {
      const times = options.times ?? 1;
      queue.push({
        kind,
        report: options.report ?? null,
        timesLeft: times === 'always' ? 0 : times,
        isLasting: times === 'always',
        ms: options.ms ?? 1_000,
        retryAfterSeconds: options.retryAfterSeconds === undefined ? 12 : options.retryAfterSeconds,
      });
    },
    clear: () => {
      queue = [];
      active = undefined;
    },
    take: (report) => {
      const matching = queue.filter((fault) => fault.report === null || fault.report === report);
      const once = matching.find((fault) => !fault.isLasting);
      if (once !== undefined) once.timesLeft -= 1;
      queue = queue.filter((fault) => fault.isLasting || fault.timesLeft > 0);
      const asked = matching.filter((fault) => fault.isLasting || fault === once);
      return asked.length > 0 ? asked : byChance();
    },
  };
}
