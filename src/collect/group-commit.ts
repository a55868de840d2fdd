/** Group commit: everything that came while the disk was busy goes there together, and each waits for exactly that. */
import { frameOf } from './log-frames.ts';
import type { DropRecord, EventRecord, LogRecord } from './kept.ts';
import type { LogEnd } from './segment-log.ts';
import { dayOf } from './visitor-salt.ts';

/** Answers one request: whether what it brought is on disk. */
export type Answer = (isKept: boolean) => void;

/** Whose drop it is. */
export type Dropped = Pick<DropRecord, 'workspace' | 'site' | 'reason'>;

export interface GroupCommitOptions {
  /** Appends frames, durably; throws where it cannot. */
  readonly append: (frames: readonly Buffer[], nowMs: number) => LogEnd;
  readonly nowMs: () => number;
  /** Told of every end of the log that is on disk, before anyone is answered. */
  readonly onCommit: (end: LogEnd) => void;
  readonly onFault: (error: unknown) => void;
  /** How much may wait for the disk. */
  readonly mostWaiting: number;
  readonly mostBytes: number;
}

/** After an error of the disk nothing is tried for so long: everyone is told to come back. */
const FAULT_PAUSE_MS = 1000;

/** Collects what came during one turn of the event loop and commits it. */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  #frames: Buffer[] = [];
  #bytes = 0;
  readonly #drops = new Map<string, Dropped & { count: number; atMs: number }>();
  #answers: Answer[] = [];
  #isScheduled = false;
  #faultUntilMs = Number.NEGATIVE_INFINITY;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  /** How many wait to be committed. */
  get waiting(): number {
    return this.#answers.length;
  }

  /** Whether nothing more may be taken now: too much waits, or the disk has just failed. */
  get isFull(): boolean {
    const { mostWaiting, mostBytes, nowMs } = this.#options;
    return this.#answers.length >= mostWaiting || this.#bytes >= mostBytes || nowMs() < this.#faultUntilMs;
  }

  /** Takes an event; `answer` is called once it is on disk, or cannot be. */
  event(record: EventRecord, answer: Answer): void {
    this.#push(record);
    this.#answers.push(answer);
    this.#schedule();
  }

  /** Counts an event that is not kept; the count is on disk when `answer` is called, as durable as an event. */
  drop({ workspace, site, reason }: Dropped, answer: Answer): void {
    const atMs = this.#options.nowMs();
    const key = `${workspace}\n${site}\n${reason}\n${dayOf(atMs)}`;
    const drops = this.#drops.get(key);
    if (drops === undefined) this.#drops.set(key, { workspace, site, reason, count: 1, atMs });
    else drops.count += 1;
    this.#answers.push(answer);
    this.#schedule();
  }

  /** Commits what waits; to be called before the log is closed. */
  flush(): void {
    for (const drops of this.#drops.values()) this.#push({ record: 'drops', ...drops });
    const [frames, answers] = [this.#frames, this.#answers];
    [this.#frames, this.#answers, this.#bytes] = [[], [], 0];
    this.#drops.clear();
    if (answers.length === 0) return;
    const isKept = this.#append(frames);
    for (const answer of answers) answer(isKept);
  }

  #append(frames: readonly Buffer[]): boolean {
    const { append, nowMs, onCommit, onFault } = this.#options;
    try {
      onCommit(append(frames, nowMs()));
      return true;
    } catch (error) {
      this.#faultUntilMs = nowMs() + FAULT_PAUSE_MS;
      onFault(error);
      return false;
    }
  }

  #push(record: LogRecord): void {
    const frame = frameOf(Buffer.from(JSON.stringify(record), 'utf8'));
    this.#frames.push(frame);
    this.#bytes += frame.length;
  }

  /** Behind all requests that this turn still reads: they share one sync. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.flush();
    });
  }
}
