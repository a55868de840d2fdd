/** What becomes of one body: read, judged, committed. Knows nothing of HTTP but the headers. */
import type { IncomingHttpHeaders } from 'node:http';
import type { CollectedSite } from '../sites/index.ts';
import { networkOf } from './client.ts';
import type { Answer, GroupCommit } from './group-commit.ts';
import { type Arrival, dropReasonOf, type JudgeOptions, keptEvent } from './judge-event.ts';
import type { DropReason } from './kept.ts';
import type { RateLimits } from './rate-limits.ts';
import { eventHash, type SeenEvents } from './seen-events.ts';
import { readWireEvent } from './wire-event.ts';

/** A body as it came. */
export interface Received {
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  readonly address: string;
}

export interface ReceptionOptions extends JudgeOptions {
  readonly siteOf: (key: string) => CollectedSite | undefined;
  readonly limits: RateLimits;
  readonly seen: SeenEvents;
  /** Where decisions are brought to: the log on disk. */
  readonly commit: Pick<GroupCommit, 'event' | 'drop'>;
  readonly nowMs: () => number;
}

/** What was done with events since the start. */
export interface Tally {
  readonly accepted: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** Requests answered with 503, as the disk did not take them: nothing else is known of them. */
  readonly refused: number;
}

/** An outcome: `null` = kept. */
export type Outcome = DropReason | null;

/** What is to be done with a body: the reason why it is dropped, or what to keep. */
interface Judgement {
  readonly site: CollectedSite | undefined;
  readonly verdict: DropReason | { readonly arrival: Arrival; readonly site: CollectedSite; readonly hash: bigint };
}

/** Receives events one by one. */
export class Reception {
  readonly #options: ReceptionOptions;
  #accepted = 0;
  #refused = 0;
  readonly #dropped = new Map<DropReason, number>();

  constructor(options: ReceptionOptions) {
    this.#options = options;
  }

  get tally(): Tally {
    return { accepted: this.#accepted, dropped: Object.fromEntries(this.#dropped), refused: this.#refused };
  }

  /** Counts a request that cannot be taken now. */
  refuse(): void {
    this.#refused += 1;
  }

  /** Decides about a body; `done` is called when the decision is on disk (or could not be brought there). */
  receive(received: Received, done: (outcome: Outcome, isDurable: boolean) => void): void {
    const { commit, seen, nowMs } = this.#options;
    const { site, verdict } = this.#judge(received);
    if (typeof verdict === 'string') {
      this.drop(verdict, site, (isKept) => done(verdict, isKept));
      return;
    }
    const { workspaceId: workspace, siteId } = verdict.site;
    const event = keptEvent(verdict.arrival, verdict.site, this.#options);
    commit.event({ record: 'event', workspace, site: siteId, atMs: nowMs(), event }, (isKept) => {
      if (isKept) {
        seen.add(verdict.hash);
        this.#accepted += 1;
      }
      done(null, isKept);
    });
  }

  #judge({ body, headers, address }: Received): Judgement {
    const { siteOf, limits, seen, nowMs } = this.#options;
    const event = readWireEvent(body);
    const site = event === null ? undefined : siteOf(event.siteKey);
    if (!limits.admits(networkOf(address), site?.siteId ?? '', nowMs())) return { site, verdict: 'rate' };
    if (event === null) return { site, verdict: 'invalid' };
    if (site === undefined) return { site, verdict: 'unknown-site' };
    const arrival = { event, headers, address };
    const reason = dropReasonOf(arrival, site);
    if (reason !== null) return { site, verdict: reason };
    const hash = eventHash(site.siteId, event.kind, event.id);
    return { site, verdict: seen.has(hash) ? 'duplicate' : { arrival, site, hash } };
  }

  /** Counts an event that is not kept. */
  drop(reason: DropReason, site: CollectedSite | undefined, answer: Answer): void {
    const whose = { workspace: site?.workspaceId ?? null, site: site?.siteId ?? '', reason };
    this.#options.commit.drop(whose, (isKept) => {
      if (isKept) this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + 1);
      answer(isKept);
    });
  }
}
