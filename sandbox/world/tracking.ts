/** A publisher who uses the browser script: which clicks it sees, and what of their ids comes back in reports. */
import { CLICK_ID_RANDOM, makeClickId } from '../../src/core/index.ts';
import { DAY_MS, parseDay } from './calendar.ts';
import type { ClickDraft, WorldPlan } from './clicks.ts';
import { createRandom } from './random.ts';

/** Since when the script is there, and how much goes wrong between a click and its report. Shares are probabilities 0–1. */
export interface TrackingOptions {
  /** First day with the script on the pages, `YYYY-MM-DD`; clicks before have the labels of a world without it. Default: all. */
  readonly sinceDay?: string;
  /** Readers whose browser blocks the script: nothing of them is seen, and their links carry no id. */
  readonly blockedShare: number;
  /** Clicks whose id is lost on the way (an app takes the link over, a shop forwards without it). */
  readonly strippedShare: number;
  /** Clicks that carried their id and whose event never reached the collector (a blocker that knows its address, a tunnel). */
  readonly lostEventShare: number;
  /** Orders after a click on a phone that are placed on another device later; after a click on others a third as many. */
  readonly otherDeviceShare: number;
  /** Advertisers whose reports bring ids back in upper case. */
  readonly foldingShare: number;
  /** Advertisers whose reports cut ids to 15 characters. */
  readonly truncatingShare: number;
}

/**
 * How the readers of such a publisher buy. Believable, not measured: pages differ in how near their readers are to buying,
 * people on phones look more and buy less, somewhat less than half buy the very thing that was linked, and orders come soon
 * after the click or late.
 */
export const BUYING = {
  /** Orders for each click, relative to others, by the kind of article (the beginning of its address). */
  byTopic: {
    deals: 2.6,
    review: 2,
    best: 1.8,
    compared: 1.5,
    cheap: 1.2,
    gifts: 0.7,
    guide: 0.35,
    'how-to-choose': 0.25,
  } as Readonly<Record<string, number>>,
  /** Articles of one kind differ by up to this factor. */
  mostOfAKind: 2.5,
  /** Probability that an order on a phone, once drafted, is placed at all. */
  onPhones: 0.5,
  /** Orders that hold the product of the link. */
  linkedProduct: 0.45,
} as const;

const CUT_TO = 15;

/**
 * What the script makes of a click: its id, whether it was seen, and the sub-id that the network will report; `isKnown`:
 * whether the network knows the order's shopper for the one who clicked.
 */
export function trackClick(plan: WorldPlan, draft: ClickDraft, clickedAtMs: number, isKnown = true): ClickDraft {
  const { seed, tracking } = plan.settings;
  if (tracking === null || clickedAtMs < firstMsOf(tracking)) return draft;
  const random = createRandom(seed, 'tracked', draft.id);
  const bytes = Uint8Array.from({ length: CLICK_ID_RANDOM }, () => random.integer(0, 255));
  const id = makeClickId(clickedAtMs, bytes);
  const isTagged = !createRandom(seed, 'blocker', draft.readerNumber).chance(tracking.blockedShare);
  const isSeen = isTagged && !createRandom(seed, 'lost event', draft.id).chance(tracking.lostEventShare);
  const isLost = random.chance(tracking.strippedShare) || !isKnown;
  return { ...draft, id, isSeen, subId: isTagged && !isLost ? reported(plan, draft.advertiser.mid, id) : '' };
}

/** Since when there is a script; of all times, where no day is said. */
export function firstMsOf({ sinceDay }: TrackingOptions): number {
  return sinceDay === undefined ? Number.NEGATIVE_INFINITY : (parseDay(sinceDay) ?? 0) * DAY_MS;
}

function reported({ settings: { seed, tracking } }: WorldPlan, mid: number, id: string): string {
  const random = createRandom(seed, 'sub-ids of', mid);
  const [isFolding, isTruncating] = [
    random.chance(tracking?.foldingShare ?? 0),
    random.chance(tracking?.truncatingShare ?? 0),
  ];
  if (isTruncating) return id.slice(0, CUT_TO);
  return isFolding ? id.toUpperCase() : id;
}
