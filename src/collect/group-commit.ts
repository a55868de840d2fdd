/** Group commit: everything that came while the disk was busy goes there together, and each waits for exactly that. */
import { frameOf } from './log-frames.ts';
import type { DropRecord, EventRecord, LogRecord } from './kept.ts';
import type { LogEnd } from './segment-log.ts';
import { dayOf } from './visitor-salt.ts';

/** Answers one request: whether what it brought is on disk. */
export type Answer = (isKept: boolean) => void;

/** Whose drop it is. */
export type Dropped = Pick<DropRecord, 'workspace' | 'site' | 'reason'>;

/** How long a disk may take. */
export interface Patience {
  /** A batch that is under way for longer is a disk that hangs: nothing more is taken until it answers. */
  readonly hangMs: number;
  /** So long after a batch was handed over everyone who still waits is refused. */
  readonly mostMs: number;
}

export interface GroupCommitOptions {
  /** Appends frames, durably; rejects where it cannot. One call at a time. */
  readonly append: (frames: Uint8Array<ArrayBuffer>, nowMs: number) => Promise<LogEnd>;
  readonly nowMs: () => number;
  /** Told of every end of the log that is on disk, before anyone is answered. */
  readonly onCommit: (end: LogEnd) => void;
  /** Told of every error of the disk, and once of every hang. */
  readonly onFault: (error: unknown) => void;
  /** How much may wait for the disk, what it is writing included. */
  readonly mostWaiting: number;
  readonly mostBytes: number;
  readonly patience: Patience;
}

/** After an error of the disk nothing is tried for so long: everyone is told to come back. */
const FAULT_PAUSE_MS = 1000;

/** What goes to the disk together, and who waits for it. */
interface Batch {
  readonly frames: Buffer[];
  bytes: number;
  answers: Answer[];
}

const emptyBatch = (): Batch => ({ frames: [], bytes: 0, answers: [] });

/** Collects what comes while the disk is busy, and commits it. */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  #next = emptyBatch();
  readonly #drops = new Map<string, Dropped & { count: number; atMs: number }>();
  /** At the disk. */
  #atDisk: Batch | null = null;
  #committing: Promise<void> | null = null;
  #isScheduled = false;
  #isHanging = false;
  #faultAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  /** How many wait to be committed. */
  get waiting(): number {
    return this.#next.answers.length + (this.#atDisk?.answers.length ?? 0);
  }

  /** Whether nothing more may be taken now: too much waits, or the disk hangs or has just failed. */
  get isFull(): boolean {
    const { mostWaiting, mostBytes, nowMs } = this.#options;
    const bytes = this.#next.bytes + (this.#atDisk?.bytes ?? 0);
    // a clock that is set back by an hour must not make the pause one
    const isPausing = Math.abs(nowMs() - this.#faultAtMs) < FAULT_PAUSE_MS;
    return this.#isHanging || this.waiting >= mostWaiting || bytes >= mostBytes || isPausing;
  }

  /** Takes an event; `answer` is called once it is on disk, or cannot be. */
  event(record: EventRecord, answer: Answer): void {
    this.#push(record);
    this.#next.answers.push(answer);
    this.#schedule();
  }

  /** Counts an event that is not kept; the count is on disk when `answer` is called, as durable as an event. */
  drop({ workspace, site, reason }: Dropped, answer: Answer): void {
    const atMs = this.#options.nowMs();
    const key = `${workspace}\n${site}\n${reason}\n${dayOf(atMs)}`;
    const drops = this.#drops.get(key);
    if (drops === undefined) this.#drops.set(key, { workspace, site, reason, count: 1, atMs });
    else drops.count += 1;
    this.#next.answers.push(answer);
    this.#schedule();
  }

  /** Commits what waits; to be called before the log is closed. */
  async flush(): Promise<void> {
    while (this.#committing !== null || this.waiting > 0) await (this.#committing ?? this.#commit());
  }

  /** Hands everything that waits to the disk. */
  #commit(): Promise<void> {
    for (const drops of this.#drops.values()) this.#push({ record: 'drops', ...drops });
    this.#drops.clear();
    const batch = this.#next;
    [this.#next, this.#atDisk] = [emptyBatch(), batch];
    this.#committing = this.#append(batch).then((isKept) => {
      [this.#atDisk, this.#committing, this.#isHanging] = [null, null, false];
      answerAll(batch, isKept);
      // what came meanwhile was never handed over; after an error it is told to come back with the rest
      if (!isKept) this.#refuseNext();
      if (this.#next.answers.length > 0) this.#schedule();
    });
    return this.#committing;
  }

  async #append({ frames, bytes }: Batch): Promise<boolean> {
    const { append, nowMs, onCommit, onFault, patience } = this.#options;
    const { hangMs, mostMs } = patience;
    const atHang = setTimeout(() => this.#suspect(), hangMs);
    const atEnd = setTimeout(() => this.#refuseAll(), mostMs);
    try {
      onCommit(await append(joined(frames, bytes), nowMs()));
      return true;
    } catch (error) {
      this.#faultAtMs = nowMs();
      onFault(error);
      return false;
    } finally {
      clearTimeout(atHang);
      clearTimeout(atEnd);
    }
  }

  /** Perhaps it was this thread that stood still, and the disk's answer lies here to be read: that comes first. */
  #suspect(): void {
    const batch = this.#atDisk;
    setImmediate(() => {
      if (batch === null || this.#atDisk !== batch) return;
      this.#isHanging = true;
      this.#options.onFault(new Error(`the disk has not answered for ${this.#options.patience.hangMs} ms`));
    });
  }

  /** Nobody is kept waiting for ever. What is at the disk may be there in the end: under its id, it counts once. */
  #refuseAll(): void {
    const batch = this.#atDisk;
    setImmediate(() => {
      if (batch === null || this.#atDisk !== batch) return;
      answerAll(batch, false);
      this.#refuseNext();
    });
  }

  #refuseNext(): void {
    const refused = this.#next;
    this.#next = emptyBatch();
    this.#drops.clear();
    answerAll(refused, false);
  }

  #push(record: LogRecord): void {
    const frame = frameOf(Buffer.from(JSON.stringify(record), 'utf8'));
    this.#next.frames.push(frame);
    this.#next.bytes += frame.length;
  }

  /** Behind all requests that this turn still reads: they share one sync. */
  #schedule(): void {
    if (this.#isScheduled || this.#committing !== null) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#committing === null && this.#next.answers.length > 0) void this.#commit();
    });
  }
}

function answerAll(batch: Batch, isKept: boolean): void {
  const { answers } = batch;
  batch.answers = [];
  for (const answer of answers) answer(isKept);
}

/** The frames as one piece of memory of its own, which can be handed to another thread. */
function joined(frames: readonly Buffer[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const frame of frames) {
    bytes.set(frame, at);
    at += frame.length;
  }
  return bytes;
}
