/**
 * Puts events of a time that is over into the facts of one workspace: judged and applied as those that come now, at the
 * times that they state. Only for what this program itself makes up (a demo): no address leads here.
 */
import type { FactsStore } from '../facts/index.ts';
import type { CollectedSite } from '../sites/index.ts';
import { applyBatch } from './apply-batch.ts';
import type { Answer, Dropped } from './group-commit.ts';
import type { EventRecord, LogRecord } from './kept.ts';
import { NOWHERE, Places } from './places.ts';
import { RateLimits } from './rate-limits.ts';
import { Reception, type Received } from './reception.ts';
import { SeenEvents } from './seen-events.ts';
import type { AdvertiserOf } from './stage-events.ts';
import { dayOf, VisitorSalt } from './visitor-salt.ts';

/** A request as it would have come, and when; the earliest first. */
export interface PastRequest extends Received {
  readonly atMs: number;
}

/** Where they go. */
export interface PastPlace {
  readonly facts: FactsStore;
  readonly sites: readonly CollectedSite[];
  /** For files of the moment. */
  readonly folder: string;
  readonly advertiserOf: AdvertiserOf;
  /** The file that says where their addresses are; it has to be there with the first request. null: none. */
  readonly geoDatabase: string | null;
}

/** The collector's segments count from 1: what stands before them is never taken for a piece of its log. */
const BEFORE_THE_LOG = 0;
const BATCH_RECORDS = 5000;
/** Everybody comes at a time of their own, however quickly this goes. */
const NO_LIMITS = { network: 1_000_000, site: 1_000_000 };

/** Takes them all, which come some at a time; `tell` hears how far it is after each batch. The workspace must have no such events yet. */
export async function takePastEvents(
  requests: AsyncIterable<readonly PastRequest[]>,
  { facts, sites, folder, advertiserOf, geoDatabase }: PastPlace,
  tell: (lastMs: number) => void,
): Promise<void> {
  let nowMs = 0;
  let placed = 0;
  const records = new Records(() => nowMs);
  const byKey = new Map(sites.map((site) => [site.key, site]));
  const salt = new VisitorSalt(null, () => undefined);
  let places: Places | null = null;
  const reception = new Reception({
    siteOf: (key) => byKey.get(key),
    limits: new RateLimits(NO_LIMITS),
    seen: new SeenEvents(),
    commit: records,
    nowMs: () => nowMs,
    countryHeader: null,
    placeOfAddress: (address) => places?.of(address) ?? NOWHERE,
    visitorOf: visitorsOnce(
      (siteId, address, userAgent) => salt.visitor(siteId, address, userAgent, nowMs),
      () => dayOf(nowMs),
    ),
  });
  const apply = async (taken: readonly LogRecord[]): Promise<void> => {
    const [from, to] = [placed, placed + taken.length];
    placed = to;
    const batch = {
      ...{ segment: BEFORE_THE_LOG, from, to, deadLetters: [] },
      records: taken.map((record, place) => ({ at: from + place, record })),
    };
    await applyBatch(facts, batch, { folder, advertiserOf }, taken.at(-1)?.atMs ?? 0);
    tell(taken.at(-1)?.atMs ?? 0);
  };
  let applying = Promise.resolve();
  try {
    for await (const some of requests) {
      places ??= await openPlaces(geoDatabase);
      for (const one of some) {
        nowMs = one.atMs;
        reception.receive(one, () => undefined);
      }
      if (records.size < BATCH_RECORDS) continue;
      await applying; // the engine works on one batch while the next is judged
      applying = apply(records.take());
      applying.catch(() => undefined); // it is awaited above and below
    }
  } finally {
    await applying;
  }
  if (records.size > 0) await apply(records.take());
}

/** Throws where there is a path, but no whole database. */
async function openPlaces(path: string | null): Promise<Places | null> {
  if (path === null) return null;
  const places = new Places(
    path,
    () => 0,
    () => undefined,
  );
  await places.look();
  if (places.state.fault !== null) throw new Error(`${path} cannot be read: ${places.state.fault}`);
  return places;
}

type VisitorOf = (siteId: string, address: string, userAgent: string) => string;

/** Who reads several pages on a day is made out once. The collector itself remembers nobody's address. */
function visitorsOnce(visitorOf: VisitorOf, today: () => string): VisitorOf {
  let day = '';
  const known = new Map<string, string>();
  return (siteId, address, userAgent) => {
    if (day !== today()) known.clear();
    day = today();
    const key = `${siteId} ${address} ${userAgent}`;
    const visitor = known.get(key) ?? visitorOf(siteId, address, userAgent);
    known.set(key, visitor);
    return visitor;
  };
}

/** Takes the place of the log on disk. */
class Records {
  readonly #nowMs: () => number;
  #records: LogRecord[] = [];

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get size(): number {
    return this.#records.length;
  }

  event(record: EventRecord, answer: Answer): void {
    this.#records.push(record);
    answer(true);
  }

  drop(whose: Dropped, answer: Answer): void {
    this.#records.push({ record: 'drops', ...whose, count: 1, atMs: this.#nowMs() });
    answer(true);
  }

  take(): readonly LogRecord[] {
    const taken = this.#records;
    this.#records = [];
    return taken;
  }
}
