/** Readers and their clicks on affiliate links. */
import type { Advertiser } from './advertisers.ts';
import { DAY_MS, HOUR_MS } from './calendar.ts';
import type { CountryNetwork } from './countries.ts';
import type { AffiliateLink, Page, Publisher } from './publisher.ts';
import { createRandom, type Random } from './random.ts';
import type { WorldSettings } from './settings.ts';
import { BUYING, trackClick } from './tracking.ts';

/** The fixed parts of a world, from which every day is made. */
export interface WorldPlan {
  readonly settings: WorldSettings;
  readonly publisher: Publisher;
  readonly advertisers: readonly Advertiser[];
  readonly advertiserByMid: ReadonlyMap<number, Advertiser>;
}

/** One reader's click on one link. `orderId` is null when nothing was bought. */
export interface Click {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly clickedAtMs: number;
  readonly readerId: string;
  readonly device: 'mobile' | 'desktop' | 'tablet';
  readonly country: string;
  readonly source: string;
  readonly siteId: string;
  readonly pageId: string;
  readonly linkId: string;
  readonly mid: number;
  /** What the link carried to the network: '' | `post-<page number>_<placement>` | the click's id. */
  readonly subId: string;
  /** Whether the event of the publisher's browser script came to the collector; false in a world without one. */
  readonly isSeen: boolean;
  readonly orderId: string | null;
}

/** A click before it is known what comes of it. */
export interface ClickDraft {
  readonly page: Page;
  readonly link: AffiliateLink;
  readonly advertiser: Advertiser;
  readonly id: string;
  readonly subId: string;
  readonly isSeen: boolean;
  readonly readerNumber: number;
}

const READERS = 20_000;
const SOURCES = ['search', 'search', 'newsletter', 'social', 'direct', 'referral'];
const DEVICES = ['mobile', 'mobile', 'desktop', 'tablet'] as const;

/** A reader picks a page by `often` (rising sums: its popularity, or how its readers buy), then one of its links. */
export function draftClick(plan: WorldPlan, random: Random, often: readonly number[]): ClickDraft {
  const page = plan.publisher.pages[random.pickIndex(often)] ?? random.pick(plan.publisher.pages);
  const link = random.pick(page.links);
  const advertiser = plan.advertiserByMid.get(link.mid) ?? random.pick(plan.advertisers);
  const id = random.base62(20);
  const styled = random.chance(plan.settings.style === 'tidy' ? 0.85 : 0.5)
    ? `post-${page.number}_${link.placement}`
    : id;
  const subId = random.chance(plan.settings.emptySubIdShare) ? '' : styled;
  return { page, link, advertiser, id, subId, isSeen: false, readerNumber: random.integer(0, READERS - 1) };
}

/** The click of an order: who reads on a phone looks more than they buy. */
export function draftBuyingClick(plan: WorldPlan, random: Random): ClickDraft {
  const draft = draftClick(plan, random, plan.publisher.buying);
  if (plan.settings.tracking === null || deviceOf(draft.readerNumber) !== 'mobile') return draft;
  return random.chance(BUYING.onPhones) ? draft : draftBuyingClick(plan, random);
}

/** A reader keeps their device. */
export const deviceOf = (readerNumber: number): Click['device'] => DEVICES[readerNumber % DEVICES.length] ?? 'mobile';

/** Makes the click out of its draft. */
export function createClick(draft: ClickDraft, clickedAtMs: number, orderId: string | null): Click {
  const reader = readerOf(draft.readerNumber, draft.advertiser.network);
  return {
    ...reader,
    id: draft.id,
    clickedAtMs,
    siteId: draft.page.siteId,
    pageId: draft.page.id,
    linkId: draft.link.id,
    mid: draft.advertiser.mid,
    subId: draft.subId,
    isSeen: draft.isSeen,
    orderId,
  };
}

/** A reader keeps device and source for good; readers of one country never shop in another. */
function readerOf(number: number, network: CountryNetwork): Pick<Click, 'readerId' | 'device' | 'country' | 'source'> {
  return {
    readerId: `reader-${network.country}-${number}`,
    device: deviceOf(number),
    country: network.country,
    source: SOURCES[Math.floor(number / DEVICES.length) % SOURCES.length] ?? 'direct',
  };
}

/** A second of a day (GMT), more often in the afternoon and evening but possible in every hour. */
export function momentOfDay(day: number, random: Random): number {
  const isEvening = random.chance(0.45);
  const second = isEvening ? random.integer(14 * 3_600, 23 * 3_600 - 1) : random.integer(0, 86_399);
  return day * DAY_MS + second * 1_000;
}

/** From click to order: mostly within hours, sometimes weeks. Whole seconds; `isLogShaped`: mostly within minutes. */
export function timeToOrderMs(random: Random, isLogShaped: boolean): number {
  const roll = random.fraction();
  if (isLogShaped && roll < 0.9) {
    const [least, most] = roll < 0.6 ? [60, 2 * 3_600] : [2 * 3_600, 72 * 3_600];
    return Math.floor(least * (most / least) ** random.fraction()) * 1_000;
  }
  if (roll < 0.6) return random.integer(60, 2 * 3_600) * 1_000;
  if (roll < 0.9) return random.integer(2, 72) * HOUR_MS;
  return random.integer(3, 29) * DAY_MS;
}

/** The clicks of one day that lead to no order. */
export function* idleClicksOfDay(plan: WorldPlan, day: number): Generator<Click> {
  const random = createRandom(plan.settings.seed, 'idle clicks', day);
  const count = Math.round(
    plan.settings.ordersPerDay * plan.settings.idleClicksPerOrder * (0.85 + random.fraction() * 0.3),
  );
  for (let index = 0; index < count; index += 1) {
    const draft = draftClick(plan, random, plan.publisher.popularity);
    const clickedAtMs = momentOfDay(day, random);
    yield createClick(trackClick(plan, draft, clickedAtMs), clickedAtMs, null);
  }
}
