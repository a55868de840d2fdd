/** A publisher who uses the browser script: which clicks it sees, and what of their ids comes back in reports. */
import { CLICK_ID_RANDOM, makeClickId } from '../../src/core/index.ts';
import type { ClickDraft, WorldPlan } from './clicks.ts';
import { createRandom } from './random.ts';

/** How much goes wrong between a click and its report. Shares are probabilities 0–1. */
export interface TrackingOptions {
  /** Readers whose browser blocks the script: nothing of them is seen, and their links carry no id. */
  readonly blockedShare: number;
  /** Clicks whose id is lost on the way (an app takes the link over, the order is placed on another device later). */
  readonly strippedShare: number;
  /** Advertisers whose reports bring ids back in upper case. */
  readonly foldingShare: number;
  /** Advertisers whose reports cut ids to 15 characters. */
  readonly truncatingShare: number;
}

const CUT_TO = 15;

/** What the script makes of a click: its id, whether it was seen, and the sub-id that the network will report. */
export function trackClick(plan: WorldPlan, draft: ClickDraft, clickedAtMs: number): ClickDraft {
  const { seed, tracking } = plan.settings;
  if (tracking === null) return draft;
  const random = createRandom(seed, 'tracked', draft.id);
  const bytes = Uint8Array.from({ length: CLICK_ID_RANDOM }, () => random.integer(0, 255));
  const id = makeClickId(clickedAtMs, bytes);
  const isSeen = !createRandom(seed, 'blocker', draft.readerNumber).chance(tracking.blockedShare);
  const isLost = random.chance(tracking.strippedShare);
  return { ...draft, id, isSeen, subId: isSeen && !isLost ? reported(plan, draft.advertiser.mid, id) : '' };
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
