/** Puts records of the log into the facts of their workspaces; each once, whatever has been applied of its segment. */
import type { Log } from '../core/index.ts';
import type { FactsStore } from '../facts/index.ts';
import { applyBatch, type Batch } from './apply-batch.ts';
import type { SiteRetention } from './forget-events.ts';
import { type DeadLetters, keepDamage, type PlacedRecord, type Stretch } from './read-log.ts';
import { rememberContents } from './segment-contents.ts';
import type { Segment } from './segments.ts';
import type { AdvertiserOf } from './stage-events.ts';

/** Where the events of a workspace go. */
export interface EventHome {
  readonly facts: FactsStore;
  /** How long each site wants its events kept; sites that were removed too. */
  retentions(): Promise<readonly SiteRetention[]>;
}

export interface RecordsOptions {
  /** The folder of the log. */
  readonly folder: string;
  /** Where a workspace keeps its events; null: there is no such workspace. */
  readonly homeOf: (workspaceId: string) => Promise<EventHome | null>;
  /** Every workspace there is. The first takes the counts of what is of no known site. */
  readonly workspaces: () => readonly string[];
  readonly advertiserOf: AdvertiserOf;
  readonly log: Log;
  readonly nowMs: () => number;
}

/** What the engines say of a value they cannot take; anything else may pass by itself. */
const POISON = /Conversion Error|Invalid Input Error|CSV Error|Constraint Error|Cannot parse|Cannot insert NULL/;

/** Applies the records of one segment at a time, in their order. */
export class RecordApplier {
  readonly #options: RecordsOptions;
  readonly #letters: DeadLetters;
  readonly #isPacked: boolean;
  #segment = 0;
  /** Up to where the facts of a workspace have the segment. */
  readonly #applied = new Map<string, number>();
  /** Where the last record of each workspace ends in it, of what was read since its beginning. */
  readonly #ends = new Map<string, number>();
  #deadLetters = 0;

  /** `isPacked`: all records had been applied once; those of a workspace that was removed since are passed over. */
  constructor(options: RecordsOptions, letters: DeadLetters, isPacked: boolean) {
    this.#options = options;
    this.#letters = letters;
    this.#isPacked = isPacked;
  }

  /** Records that could not be applied, since the start. */
  get deadLetters(): number {
    return this.#deadLetters;
  }

  /** To be called before a segment is read from its beginning. */
  begin(segment: number): void {
    this.#segment = segment;
    this.#applied.clear();
    this.#ends.clear();
  }

  /** To be called once a segment was read to its end: what it holds is told without reading it again. */
  async finish(): Promise<void> {
    await rememberContents(this.#options.folder, this.#segment, this.#ends);
  }

  /** Keeps what is no record aside and tells of it, once. */
  keepDamages(segment: Segment, damages: Stretch['damages']): void {
    for (const { place, bytes } of damages) {
      if (keepDamage(this.#options.folder, segment, place, bytes)) {
        this.#options.log.error('damaged piece in the log of events', { segment: segment.number, ...place });
      }
    }
  }

  /** Gives every workspace its part of the records. */
  async apply(records: readonly PlacedRecord[]): Promise<void> {
    const [first = ''] = this.#options.workspaces();
    const parts = new Map<string, PlacedRecord[]>();
    for (const one of records) {
      const whose = one.record?.workspace ?? '';
      this.#ends.set(whose, Math.max(one.end, this.#ends.get(whose) ?? 0));
      const workspace = whose === '' ? first : whose;
      const part = parts.get(workspace);
      if (part === undefined) parts.set(workspace, [one]);
      else part.push(one);
    }
    for (const [workspace, part] of parts) await this.#applyPart(workspace, part);
  }

  async #applyPart(workspace: string, part: readonly PlacedRecord[]): Promise<void> {
    const home = await this.#options.homeOf(workspace);
    if (home === null) {
      if (this.#isPacked) return;
      for (const one of part) await this.#deadLetter(one, `there is no workspace ${workspace}`);
      return;
    }
    const applied = this.#applied.get(workspace) ?? (await appliedOf(home.facts, this.#segment));
    this.#applied.set(workspace, applied);
    const behind = part.filter(({ at }) => at >= applied);
    const end = behind.at(-1)?.end;
    if (end === undefined) return;
    this.#applied.delete(workspace); // where it stands after a failure, the facts say
    await this.#applyTo(home.facts, behind);
    for (const one of behind) if (one.record === null) await this.#deadLetter(one, 'not understood');
    this.#applied.set(workspace, end);
  }

  /** Applies records; one among them that the engine cannot take is found by halving and put aside. */
  async #applyTo(facts: FactsStore, records: readonly PlacedRecord[]): Promise<void> {
    const batch = batchOf(this.#segment, records);
    try {
      await applyBatch(facts, batch, this.#options, this.#options.nowMs());
    } catch (error) {
      if (!(error instanceof Error) || !POISON.test(error.message)) throw error;
      const [only] = records;
      if (records.length > 1) {
        const middle = Math.ceil(records.length / 2);
        await this.#applyTo(facts, records.slice(0, middle));
        await this.#applyTo(facts, records.slice(middle));
      } else if (only !== undefined) {
        const aside = batchOf(this.#segment, [{ ...only, record: null }], only);
        await applyBatch(facts, aside, this.#options, this.#options.nowMs());
        await this.#deadLetter(only, error.message);
      }
    }
  }

  async #deadLetter({ at, text }: PlacedRecord, reason: string): Promise<void> {
    const letter = { segment: this.#segment, at, reason, record: text };
    if (!(await this.#letters.keep(letter))) return;
    this.#deadLetters += 1;
    this.#options.log.error('event put aside', { segment: this.#segment, at, reason });
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

/** Up to where the facts of a workspace have a segment: its pieces are applied in their order. */
async function appliedOf(facts: FactsStore, segment: number): Promise<number> {
  const [row] = await facts.query(
    'select max(log_to) as log_to from collector_positions where log_segment = {segment:Int64}',
    { segment },
  );
  return Number(row?.['log_to'] ?? 0);
}
