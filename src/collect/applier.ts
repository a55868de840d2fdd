/** Puts the collector's log into the facts of the workspaces, piece by piece in its order, and tidies up behind itself. */
import { readdirSync, statSync } from 'node:fs';
import type { ApplierState } from './applier-state.ts';
import { type EventHome, RecordApplier, type RecordsOptions } from './apply-records.ts';
import { forgetEvents, packSegment, removeSegments } from './forget-events.ts';
import { applyPacked, missingSegments, slices } from './missing-pieces.ts';
import { DeadLetters, readOpen } from './read-log.ts';
import { listSegments, type Segment } from './segments.ts';
import { dayOf } from './visitor-salt.ts';

export interface ApplierOptions extends RecordsOptions {
  /** Up to where a segment can be read: its whole length, or as far as it is on disk. */
  readonly readableUpTo: (segment: number) => 'all' | number;
}

const INTERVAL_MS = 2000;
const LONGEST_PAUSE_MS = 60_000;
const BATCH_RECORDS = 5000;
/** One per installation, in the process that holds the facts. */
export class Applier {
  readonly #options: ApplierOptions;
  readonly #new: RecordApplier;
  readonly #packed: RecordApplier;
  #cursor: { segment: number; at: number } = { segment: 0, at: 0 };
  /** Packed segments that are still to be looked through; null: which these are is not known yet. */
  #missing: readonly number[] | null = null;
  #missingFault: string | null = null;
  #missingPauseMs = INTERVAL_MS;
  #missingAgainMs = 0;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;
  #running: Promise<boolean> = Promise.resolve(false);
  #pauseMs = INTERVAL_MS;
  #waitingSinceMs: number | null = null;
  #fault: string | null = null;
  #forgottenOn = '';

  constructor(options: ApplierOptions) {
    this.#options = options;
    const letters = new DeadLetters(options.folder);
    this.#new = new RecordApplier(options, letters, false);
    this.#packed = new RecordApplier(options, letters, true);
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
      fault: this.#fault ?? this.#missingFault,
      damages,
      deadLetters: this.#new.deadLetters + this.#packed.deadLetters,
    };
  }

  /**
   * Applies every 2 seconds what has come; after a failure less and less often, up to once a minute. In between, what the
   * facts lack of packed segments.
   */
  start(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => void this.#round().then(() => this.start()), this.#pauseMs);
  }

  async #round(): Promise<void> {
    if (!(await this.applyAll())) return;
    while (this.#options.nowMs() >= this.#missingAgainMs && (await this.applyMissing())) await this.applyAll();
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

  /**
   * Applies what the facts lack of one packed segment, after a facts file was lost or an older one put back. What is new goes
   * first after each piece. False: nothing is left, or it failed, which is in `state`. Never throws.
   */
  applyMissing(): Promise<boolean> {
    const applied = this.#running.then(async () => {
      try {
        const isLeft = await this.#applyNextMissing();
        [this.#missingFault, this.#missingPauseMs] = [null, INTERVAL_MS];
        return isLeft;
      } catch (error) {
        this.#missingFault = error instanceof Error ? error.message : String(error);
        this.#missingPauseMs = Math.min(this.#missingPauseMs * 2, LONGEST_PAUSE_MS);
        this.#missingAgainMs = this.#options.nowMs() + this.#missingPauseMs;
        this.#options.log.error('packed events not applied yet', { error: this.#missingFault });
        return false;
      }
    });
    this.#running = applied;
    return applied;
  }

  async #applyNextMissing(): Promise<boolean> {
    if (this.#isStopped) return false;
    const { folder, log } = this.#options;
    if (this.#missing === null) {
      this.#missing = await missingSegments(this.#options);
      if (this.#missing.length > 0) log.info('packed events are looked through', { segments: this.#missing.length });
    }
    const [number, ...rest] = this.#missing;
    if (number === undefined) return false;
    const segment = listSegments(folder).find((one) => one.number === number && one.state === 'packed');
    const between = async (): Promise<boolean> => {
      while (!this.#isStopped && (await this.#step()));
      return !this.#isStopped;
    };
    const work = { records: this.#packed, log, between, batchRecords: BATCH_RECORDS };
    if (segment !== undefined && !(await applyPacked(segment, work))) return false;
    this.#missing = rest;
    if (rest.length === 0) this.#forgottenOn = ''; // what is older than its site wants it kept does not come to stay
    return rest.length > 0;
  }

  /** Applies a piece of the first segment that has one; false: there is none. */
  async #step(): Promise<boolean> {
    const segment = listSegments(this.#options.folder).find(
      (one) => one.state === 'open' && one.number >= this.#cursor.segment,
    );
    if (segment === undefined) return false;
    if (segment.number !== this.#cursor.segment) this.#cursor = { segment: segment.number, at: 0 };
    if (this.#cursor.at === 0) this.#new.begin(segment.number);
    const isWhole = this.#options.readableUpTo(segment.number) === 'all';
    const to = this.#readableSize(segment);
    if (this.#cursor.at < to) await this.#applyStretches(segment, to);
    if (!isWhole) return this.#cursor.at < this.#readableSize(segment);
    await this.#new.finish();
    await packSegment(segment);
    this.#cursor = { segment: segment.number + 1, at: 0 };
    return true;
  }

  #readableSize(segment: Segment): number {
    const upTo = this.#options.readableUpTo(segment.number);
    return upTo === 'all' ? (statSync(segment.path, { throwIfNoEntry: false })?.size ?? 0) : upTo;
  }

  async #applyStretches(segment: Segment, to: number): Promise<void> {
    for await (const { records, damages, end } of readOpen(segment, this.#cursor.at, to)) {
      this.#new.keepDamages(segment, damages);
      for (const some of slices(records, BATCH_RECORDS)) {
        if (this.#isStopped) return;
        this.#waitingSinceMs = some.find(({ record }) => record !== null)?.record?.atMs ?? this.#waitingSinceMs;
        await this.#new.apply(some);
        this.#cursor.at = some.at(-1)?.end ?? this.#cursor.at;
      }
      this.#cursor.at = end;
    }
    this.#waitingSinceMs = null;
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

/** A number that no segment of the log ever had: above those on disk and those in the facts of the given homes. */
export async function nextSegment(folder: string, homes: readonly EventHome[]): Promise<number> {
  const numbers = listSegments(folder).map(({ number }) => number);
  for (const { facts } of homes) {
    const [row] = await facts.query('select max(log_segment) as newest from collector_positions');
    numbers.push(Number(row?.['newest'] ?? 0));
  }
  return Math.max(0, ...numbers) + 1;
}
