/** Visits of simulated readers: pages read, links seen, links clicked, as the browser script reports them. */
import type { WireEvent } from '../../snippet/wire.ts';
import { CLICK_ID_RANDOM, makeClickId } from '../../src/core/index.ts';
import { DAY_MS, monthNumberOf } from '../world/calendar.ts';
import { type Click, momentOfDay } from '../world/clicks.ts';
import type { Page } from '../world/publisher.ts';
import { createRandom, type Random } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { browserOf, crawler, type ReaderBrowser } from './reader.ts';
import { clickEvent, impressionsEvent, pageviewEvent, type View } from './wire-events.ts';

/** One event as it reaches the collector. */
export interface ReaderEvent {
  /** Epoch milliseconds. */
  readonly atMs: number;
  /** The world's site. */
  readonly siteId: string;
  readonly browser: ReaderBrowser;
  /** The page, without its query. */
  readonly pageUrl: string;
  readonly event: WireEvent;
}

/** How readers behave. */
export interface ReadersOptions {
  /** The public key of each site's script, by the world's site id; the others have no script. */
  readonly siteKeys: ReadonlyMap<string, string>;
  /** Visits without a click on an affiliate link, for each click; default 4. */
  readonly idleVisitsPerClick?: number;
  /** First and last day (since 1970) of which events are wanted; default: all. */
  readonly days?: { readonly from: number; readonly to: number };
}

/** Who read what, when, and came from where. */
interface Visit {
  readonly browser: ReaderBrowser;
  readonly source: string;
  /** The pages in the order in which they were read; the last one has the click, if there is one. */
  readonly pages: readonly Page[];
  /** Of the click, or the end of the visit. */
  readonly atMs: number;
  readonly click: Click | null;
}

/** What a day's readers choose from. */
interface Reading {
  readonly world: World;
  readonly options: ReadersOptions;
  readonly pages: ReadonlyMap<string, Page>;
  readonly sites: ReadonlyMap<string, SitePages>;
}

/** The pages of one site, and rising sums of how many read each without following a link. */
interface SitePages {
  readonly pages: readonly Page[];
  readonly idle: readonly number[];
}

const IDLE_VISITS = 4;
/** Readers who come in by another article than the one with the link they follow. */
const TWO_PAGES = 0.3;
/** Of a view. */
const READING_MS = { least: 12_000, most: 150_000 };
/** Readers without a click who see none of the links, or all of them; the others see the first ones. */
const SEES_NONE = 0.3;
const SEES_ALL = 0.5;
/** Instead of searching. */
const ASKS_AN_ASSISTANT = 0.15;
const CRAWLERS_A_VISIT = 0.02;
const DEVICES = ['mobile', 'mobile', 'desktop', 'tablet'] as const;
const SOURCES = ['search', 'search', 'search', 'search', 'social', 'direct', 'newsletter', 'referral', 'assistant'];

/** Every event of the readers whose browser runs the script, in the order of their arrival, day by day. */
export function* readerEvents(world: World, options: ReadersOptions): Generator<ReaderEvent> {
  const pages = new Map(world.publisher.pages.map((page) => [page.id, page]));
  const reading: Reading = { world, options, pages, sites: sitesOf(world) };
  const clicksOfDays = clicksByDay(world, options);
  const days = [...clicksOfDays.keys()].sort((a, b) => a - b);
  for (const day of days) {
    const random = createRandom(world.settings.seed, 'visits', day);
    const events = (clicksOfDays.get(day) ?? []).flatMap((click) => eventsAround(reading, random, click, day));
    yield* events.sort((a, b) => a.atMs - b.atMs);
  }
}

function clicksByDay(
  world: World,
  { siteKeys, days = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY } }: ReadersOptions,
): ReadonlyMap<number, readonly Click[]> {
  const clicksOfDays = new Map<number, Click[]>();
  for (const click of world.eachClick()) {
    const day = Math.floor(click.clickedAtMs / DAY_MS);
    if (!click.isSeen || !siteKeys.has(click.siteId) || day < days.from || day > days.to) continue;
    const known = clicksOfDays.get(day);
    if (known === undefined) clicksOfDays.set(day, [click]);
    else known.push(click);
  }
  return clicksOfDays;
}

/** Some articles are read for themselves, others by who wants to buy. */
function sitesOf({ settings, publisher }: World): ReadonlyMap<string, SitePages> {
  const sites = new Map<string, { readonly pages: Page[]; readonly idle: number[] }>();
  for (const [index, page] of publisher.pages.entries()) {
    const site = sites.get(page.siteId) ?? { pages: [], idle: [] };
    sites.set(page.siteId, site);
    const popularity = (publisher.popularity[index] ?? 0) - (publisher.popularity[index - 1] ?? 0);
    const appetite = 0.4 + 1.8 * createRandom(settings.seed, 'appetite', page.id).fraction();
    site.pages.push(page);
    site.idle.push((site.idle.at(-1) ?? 0) + popularity * appetite);
  }
  return sites;
}

/** The visit that a click ended, and others of that day at its site. */
function eventsAround(reading: Reading, random: Random, click: Click, day: number): readonly ReaderEvent[] {
  const page = reading.pages.get(click.pageId);
  const site = reading.sites.get(click.siteId);
  if (page === undefined || site === undefined) return [];
  const wanted = reading.options.idleVisitsPerClick ?? IDLE_VISITS;
  const idle = Math.floor(wanted) + (random.chance(wanted % 1) ? 1 : 0);
  const visits = [
    visitOf(random, click, page, site),
    ...Array.from({ length: idle }, () => idleVisit(random, click, site, day)),
  ];
  return visits.flatMap((visit) => eventsOf(visit, reading.options, random));
}

function visitOf(random: Random, click: Click, page: Page, site: SitePages): Visit {
  const landing = random.chance(TWO_PAGES) ? random.pick(site.pages) : page;
  return {
    browser: browserOf(click.readerId, click.device, click.country),
    source: click.source === 'search' && random.chance(ASKS_AN_ASSISTANT) ? 'assistant' : click.source,
    pages: landing === page ? [page] : [landing, page],
    atMs: click.clickedAtMs,
    click,
  };
}

/** Another reader of the same country and day, who follows no link. */
function idleVisit(random: Random, { country }: Click, { pages, idle }: SitePages, day: number): Visit {
  const page = pages[random.pickIndex(idle)] ?? random.pick(pages);
  const number = random.integer(0, 59_999);
  const browser = random.chance(CRAWLERS_A_VISIT)
    ? crawler(number)
    : browserOf(`reader-${country}-${number}`, random.pick(DEVICES), country);
  return { browser, source: random.pick(SOURCES), pages: [page], atMs: momentOfDay(day, random), click: null };
}

const REFERRERS: Readonly<Record<string, readonly string[]>> = {
  search: [...Array<string>(7).fill('https://www.google.com/'), 'https://www.bing.com/', 'https://duckduckgo.com/'],
  social: ['https://www.pinterest.com/', 'https://www.pinterest.com/', 'https://www.reddit.com/'],
  referral: ['https://forum.example/threads/4711'],
  assistant: ['https://chatgpt.com/', 'https://chatgpt.com/', 'https://www.perplexity.ai/'],
};
/** By month from January. */
const LETTERS = [
  ...['winter', 'winter', 'spring', 'spring', 'spring', 'summer'],
  ...['summer', 'summer', 'autumn', 'autumn', 'autumn', 'winter'],
];

function eventsOf(visit: Visit, { siteKeys }: ReadersOptions, random: Random): ReaderEvent[] {
  const lengths = visit.pages.map(() => random.integer(READING_MS.least, READING_MS.most));
  let beganMs = visit.atMs - lengths.reduce((sum, length) => sum + length, 0);
  return visit.pages.flatMap((page, place) => {
    const [before, length] = [visit.pages[place - 1], lengths[place] ?? READING_MS.least];
    const url = before === undefined ? landingUrl(page, visit) : page.url;
    const viewMs = beganMs;
    const view: View = { siteKey: siteKeys.get(page.siteId) ?? '', page, id: idOf(random, viewMs), url };
    beganMs += length;
    const at = (sinceMs: number, event: WireEvent | null): readonly ReaderEvent[] =>
      event === null
        ? []
        : [{ atMs: viewMs + sinceMs, siteId: page.siteId, browser: visit.browser, pageUrl: page.url, event }];
    const click = place === visit.pages.length - 1 ? visit.click : null;
    const seen = linksSeen(random, page, click);
    const referrer = before?.url ?? random.pick(REFERRERS[visit.source] ?? ['']);
    return [
      ...at(0, pageviewEvent(view, referrer)),
      ...at(length - 1, seen.length === 0 ? null : impressionsEvent(view, idOf(random, viewMs + length - 1), seen)),
      ...at(length, click === null ? null : clickEvent(view, click)),
    ];
  });
}

/** Who follows a link has seen it, and those before it. */
function linksSeen(random: Random, { links }: Page, click: Click | null): Page['links'] {
  const roll = random.fraction();
  const least = links.findIndex(({ id }) => id === click?.linkId) + 1;
  if (roll < SEES_ALL) return links;
  if (roll >= 1 - SEES_NONE) return links.slice(0, least);
  return links.slice(0, random.integer(Math.max(1, least), links.length));
}

/** Readers of the newsletter come with its tags, a new campaign each season. */
function landingUrl(page: Page, { source, atMs }: Visit): string {
  if (source !== 'newsletter') return page.url;
  const month = monthNumberOf(atMs);
  const campaign = `${LETTERS[month % 12] ?? 'winter'}-${Math.floor(month / 12)}`;
  return `${page.url}?utm_source=letter&utm_medium=email&utm_campaign=${campaign}`;
}

function idOf(random: Random, ms: number): string {
  return makeClickId(
    ms,
    Array.from({ length: CLICK_ID_RANDOM }, () => random.integer(0, 255)),
  );
}
