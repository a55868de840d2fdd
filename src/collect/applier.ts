/** Puts the collector's log into the facts of the workspaces, piece by piece in its order, and tidies up behind itself. */
import { readdirSync, statSync } from 'node:fs';
import type { Log } from '../core/index.ts';
import type { FactsStore } from '../facts/index.ts';
import type { ApplierState } from './applier-state.ts';
import type { AdvertiserOf } from './stage-events.ts';
import { applyBatch, type Batch } from './apply-batch.ts';
import { forgetEvents, packSegment, removeSegments, type SiteRetention } from './forget-events.ts';
import { keepDamage, keepDeadLetter, type PlacedRecord, readStretch } from './read-log.ts';
import type { LogEnd } from './segment-log.ts';
import { listSegments, type Segment } from './segments.ts';
import { dayOf } from './visitor-salt.ts';

/** Where the events of a workspace go. */
export interface EventHome {
  readonly facts: FactsStore;
  /** How long each site wants its events kept; sites that were removed too. */
  retentions(): Promise<readonly SiteRetention[]>;
}

export interface ApplierOptions {
  /** The folder of the log. */
  readonly folder: string;
  /** Where a workspace keeps its events; null: there is no such workspace. */
  readonly homeOf: (workspaceId: string) => Promise<EventHome | null>;
  /** Every workspace there is. The first takes the counts of what is of no known site. */
  readonly workspaces: () => readonly string[];
  /** Up to where a segment can be read: its whole length, or as far as it is on disk. */
  readonly readableUpTo: (segment: number) => 'all' | number;
  readonly advertiserOf: AdvertiserOf;
  readonly log: Log;
  readonly nowMs: () => number;
}

const INTERVAL_MS = 2000;
const LONGEST_PAUSE_MS = 60_000;
const BATCH_RECORDS = 5000;
/** What the engines say of a value they cannot take; anything else may pass by itself. */
const POISON = /Conversion Error|Invalid Input Error|CSV Error|Constraint Error|Cannot parse|Cannot insert NULL/;

/** One per installation, in the process that holds the facts. */
export class Applier {
  readonly #options: ApplierOptions;
  readonly #positions = new Map<string, LogEnd>();
  #cursor: { segment: number; at: number } = { segment: 0, at: 0 };
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;
  #running: Promise<boolean> = Promise.resolve(false);
  #pauseMs = INTERVAL_MS;
  #waitingSinceMs: number | null = null;
  #fault: string | null = null;
  #deadLetters = 0;
  #forgottenOn = '';

  constructor(options: ApplierOptions) {
    this.#options = options;
  }

  get state(): ApplierState {
    const { folder } = this.#options;
    let lagBytes = 0;
    for (const segment of listSegments(folder)) {
      if (segment.state !== 'open' || segment.number < this.#cursor.segment) continue;
      const from = segment.number === this.#cursor.segment ? this.#cursor.at : 0;
      lagBytes += Math.max(0, this.#readableSize(segment) - from);
    }
    const damages = readdirSync(folder).filter((name) => name.startsWith('damaged-')).length;
    return {
      lagBytes,
      waitingSinceMs: this.#waitingSinceMs,
      fault: this.#fault,
      damages,
      deadLetters: this.#deadLetters,
    };
  }

  /** Applies every 2 seconds what has come; after a failure less and less often, up to once a minute. */
  start(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      void this.applyAll().then(() => this.start());
    }, this.#pauseMs);
  }

  /** Lets a batch that is being applied end. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#running;
  }

  /** Applies everything that can be read now; false if it failed, which is in `state`. Never throws. */
  applyAll(): Promise<boolean> {
    this.#running = this.#running.then(async () => {
      try {
        while (!this.#isStopped && (await this.#step()));
        await this.#forget();
        this.#pauseMs = INTERVAL_MS;
        this.#fault = null;
        return true;
      } catch (error) {
        this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
        this.#fault = error instanceof Error ? error.message : String(error);
        this.#options.log.error('events not applied yet', { error: this.#fault, againInMs: this.#pauseMs });
        return false;
      }
    });
    return this.#running;
  }

  /** Applies a piece of the first segment that has one; false: there is none. */
  async #step(): Promise<boolean> {
    const segment = listSegments(this.#options.folder).find(
      (one) => one.state === 'open' && one.number >= this.#cursor.segment,
    );
    if (segment === undefined) return false;
    if (segment.number !== this.#cursor.segment) this.#cursor = { segment: segment.number, at: 0 };
    const isWhole = this.#options.readableUpTo(segment.number) === 'all';
    const to = this.#readableSize(segment);
    if (this.#cursor.at < to) await this.#applyStretch(segment, to);
    if (!isWhole) return this.#cursor.at < this.#readableSize(segment);
    await packSegment(segment);
    this.#cursor = { segment: segment.number + 1, at: 0 };
    return true;
  }

  #readableSize(segment: Segment): number {
    const upTo = this.#options.readableUpTo(segment.number);
    return upTo === 'all' ? (statSync(segment.path, { throwIfNoEntry: false })?.size ?? 0) : upTo;
  }

  async #applyStretch(segment: Segment, to: number): Promise<void> {
    const { folder, log } = this.#options;
    const { records, damages } = await readStretch(segment, this.#cursor.at, to);
    for (const { place, bytes } of damages) {
      if (keepDamage(folder, segment, place, bytes)) {
        log.error('damaged piece in the log of events', { segment: segment.number, ...place });
      }
    }
    for (let first = 0; first < records.length; first += BATCH_RECORDS) {
      if (this.#isStopped) return;
      const some = records.slice(first, first + BATCH_RECORDS);
      this.#waitingSinceMs = some.find(({ record }) => record !== null)?.record?.atMs ?? this.#waitingSinceMs;
      await this.#applyRecords(segment.number, some);
      this.#cursor.at = some.at(-1)?.end ?? this.#cursor.at;
    }
    this.#cursor.at = to;
    this.#waitingSinceMs = null;
  }

  /** Gives every workspace its part of the records. */
  async #applyRecords(segment: number, records: readonly PlacedRecord[]): Promise<void> {
    const [first = ''] = this.#options.workspaces();
    const parts = new Map<string, PlacedRecord[]>();
    for (const one of records) {
      const workspace = one.record?.workspace ?? first;
      const part = parts.get(workspace);
      if (part === undefined) parts.set(workspace, [one]);
      else part.push(one);
    }
    for (const [workspace, part] of parts) await this.#applyPart(workspace, segment, part);
  }

  async #applyPart(workspace: string, segment: number, part: readonly PlacedRecord[]): Promise<void> {
    const home = await this.#options.homeOf(workspace);
    if (home === null) {
      for (const one of part) await this.#deadLetter(segment, one, `there is no workspace ${workspace}`);
      return;
    }
    const position = this.#positions.get(workspace) ?? (await positionOf(home.facts));
    this.#positions.set(workspace, position);
    const behind = part.filter(
      ({ at }) => segment > position.segment || (segment === position.segment && at >= position.size),
    );
    const end = behind.at(-1)?.end;
    if (end === undefined) return;
    this.#positions.delete(workspace); // where it stands after a failure, the facts say
    await this.#applyTo(home.facts, segment, behind);
    for (const one of behind) if (one.record === null) await this.#deadLetter(segment, one, 'not understood');
    this.#positions.set(workspace, { segment, size: end });
  }

  /** Applies records; one among them that the engine cannot take is found by halving and put aside. */
  async #applyTo(facts: FactsStore, segment: number, records: readonly PlacedRecord[]): Promise<void> {
    const batch = batchOf(segment, records);
    try {
      await applyBatch(facts, batch, this.#options, this.#options.nowMs());
    } catch (error) {
      if (!(error instanceof Error) || !POISON.test(error.message)) throw error;
      const [only] = records;
      if (records.length > 1) {
        const middle = Math.ceil(records.length / 2);
        await this.#applyTo(facts, segment, records.slice(0, middle));
        await this.#applyTo(facts, segment, records.slice(middle));
      } else if (only !== undefined) {
        const aside = batchOf(segment, [{ ...only, record: null }], only);
        await applyBatch(facts, aside, this.#options, this.#options.nowMs());
        await this.#deadLetter(segment, only, error.message);
      }
    }
  }

  async #deadLetter(segment: number, { at, text }: PlacedRecord, reason: string): Promise<void> {
    this.#deadLetters += 1;
    this.#options.log.error('event put aside', { segment, at, reason });
    await keepDeadLetter(this.#options.folder, { segment, at, reason, record: text });
  }

  /** Once a day: what is older than its site wants it kept. */
  async #forget(): Promise<void> {
    const { workspaces, homeOf, folder, nowMs } = this.#options;
    const today = dayOf(nowMs());
    if (this.#forgottenOn === today) return;
    const months: number[] = [];
    for (const workspace of workspaces()) {
      const home = await homeOf(workspace);
      const retentions = (await home?.retentions()) ?? [];
      if (home !== null) await forgetEvents(home.facts, retentions, today);
      for (const one of retentions) months.push(one.months);
    }
    removeSegments(folder, months, nowMs());
    this.#forgottenOn = today;
  }
}

function batchOf(segment: number, records: readonly PlacedRecord[], whose: PlacedRecord | null = null): Batch {
  const known = records.flatMap(({ at, record }) => (record === null ? [] : [{ at, record }]));
  const atMs = whose?.record?.atMs ?? known[0]?.record.atMs ?? 0;
  const unknown = records.filter(({ record }) => record === null);
  return {
    segment,
    from: records[0]?.at ?? 0,
    to: records.at(-1)?.end ?? 0,
    records: known,
    deadLetters: unknown.map(() => ({ site: whose?.record?.site ?? '', atMs })),
  };
}

/** Up to where the facts of a workspace have the log. */
async function positionOf(facts: FactsStore): Promise<LogEnd> {
  const [row] = await facts.query(
    `select log_segment, max(log_to) as log_to from collector_positions group by log_segment
     order by log_segment desc limit 1`,
  );
  return { segment: Number(row?.['log_segment'] ?? 0), size: Number(row?.['log_to'] ?? 0) };
}

/** A number that no segment of the log ever had: above those on disk and those in the facts of the given homes. */
export async function nextSegment(folder: string, homes: readonly EventHome[]): Promise<number> {
  const numbers = listSegments(folder).map(({ number }) => number);
  for (const { facts } of homes) numbers.push((await positionOf(facts)).segment);
  return Math.max(0, ...numbers) + 1;
}
