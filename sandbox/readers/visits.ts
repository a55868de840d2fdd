/** Visits of simulated readers: pages read, links seen, links clicked, as the browser script reports them. */
import type { NamedEvent as WireEvent } from '../../snippet/named-wire.ts';
import { DAY_MS } from '../world/calendar.ts';
import type { Click } from '../world/clicks.ts';
import type { Page } from '../world/publisher.ts';
import { createRandom, type Random } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { browserOf, type ReaderBrowser } from './reader.ts';

/** One event as it reaches the collector. */
export interface ReaderEvent {
  /** Epoch milliseconds. */
  readonly atMs: number;
  /** The world's site. */
  readonly siteId: string;
  readonly browser: ReaderBrowser;
  readonly event: WireEvent;
}

/** How readers behave. */
export interface ReadersOptions {
  /** The public key of each site's script, by the world's site id. */
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
  /** Of the last page. */
  readonly atMs: number;
  readonly click: Click | null;
}

const IDLE_VISITS = 4;
/** Readers who come in by another article than the one with the link they follow. */
const TWO_PAGES = 0.3;
const READING_MS = 45_000;
const AUTHORS = ['Ada Marsh', 'Ben Okoro', 'Lena Vogt', 'Tomás Reyes'];

/** Every event of the readers whose browser runs the script, in the order of their arrival, day by day. */
export function* readerEvents(world: World, options: ReadersOptions): Generator<ReaderEvent> {
  const pages = new Map(world.publisher.pages.map((page) => [page.id, page]));
  const clicksOfDays = new Map<number, Click[]>();
  for (const click of world.eachClick()) {
    if (!click.isSeen) continue;
    const day = Math.floor(click.clickedAtMs / DAY_MS);
    const known = clicksOfDays.get(day);
    if (known === undefined) clicksOfDays.set(day, [click]);
    else known.push(click);
  }
  const days = [...clicksOfDays.keys()].sort((a, b) => a - b);
  for (const day of days) {
    if (options.days !== undefined && (day < options.days.from || day > options.days.to)) continue;
    const random = createRandom(world.settings.seed, 'visits', day);
    const events = (clicksOfDays.get(day) ?? []).flatMap((click) => {
      const page = pages.get(click.pageId);
      if (page === undefined) return [];
      const idle = Array.from({ length: options.idleVisitsPerClick ?? IDLE_VISITS }, () =>
        idleVisit(world, random, click, day),
      );
      return [visitOf(world, random, click, page), ...idle].flatMap((visit) => eventsOf(visit, options, random));
    });
    yield* events.sort((a, b) => a.atMs - b.atMs);
  }
}

function visitOf(world: World, random: Random, click: Click, page: Page): Visit {
  const own = world.publisher.pages.filter(({ siteId }) => siteId === page.siteId);
  const landing = random.chance(TWO_PAGES) ? random.pick(own) : page;
  return {
    browser: browserOf(click.readerId, click.device, click.country),
    source: click.source,
    pages: landing === page ? [page] : [landing, page],
    atMs: click.clickedAtMs,
    click,
  };
}

/** Another reader of the same country and day, who follows no link. */
function idleVisit(world: World, random: Random, near: Click, day: number): Visit {
  const { pages, popularity } = world.publisher;
  const page = pages[random.pickIndex(popularity)] ?? random.pick(pages);
  const device = random.pick(['mobile', 'mobile', 'desktop', 'tablet'] as const);
  return {
    browser: browserOf(`reader-${near.country}-${random.integer(0, 59_999)}`, device, near.country),
    source: random.pick(['search', 'search', 'search', 'social', 'direct', 'newsletter', 'referral', 'assistant']),
    pages: [page],
    atMs: day * DAY_MS + random.integer(0, DAY_MS - 1),
    click: null,
  };
}

const REFERRERS: Readonly<Record<string, string>> = {
  search: 'https://www.google.com/',
  social: 'https://www.pinterest.com/',
  referral: 'https://forum.example/threads/4711',
  assistant: 'https://chatgpt.com/',
};

function eventsOf(visit: Visit, options: ReadersOptions, random: Random): ReaderEvent[] {
  return visit.pages.flatMap((page, place) => {
    const before = visit.pages[place - 1];
    const beganMs = visit.atMs - (visit.pages.length - place) * READING_MS;
    const viewId = idOf(random);
    const key = options.siteKeys.get(page.siteId) ?? '';
    const head = { v: 1, k: key, w: viewId, u: addressOf(page, before === undefined ? visit.source : null) } as const;
    const at = (afterMs: number, event: WireEvent): ReaderEvent => ({
      atMs: beganMs + afterMs,
      siteId: page.siteId,
      browser: visit.browser,
      event,
    });
    const referrer = before?.url ?? REFERRERS[visit.source];
    const view: WireEvent = {
      ...head,
      t: 'p',
      e: viewId,
      s: 0,
      ...(referrer === undefined ? {} : { r: referrer }),
      n: page.title,
      d: {
        author: AUTHORS[page.number % AUTHORS.length] ?? '',
        category: page.title.split(' ')[0] ?? '',
        published: page.publishedDay,
      },
    };
    const seen: WireEvent = {
      ...head,
      t: 'i',
      e: idOf(random),
      s: READING_MS - 1,
      i: page.links.slice(0, 1 + random.integer(0, page.links.length - 1)).map((link, n) => ({
        ...{ h: link.url, n: 'rakuten', b: link.placement, o: n + 1 },
      })),
    };
    const click = place === visit.pages.length - 1 ? visit.click : null;
    return [
      at(0, view),
      at(READING_MS - 1, seen),
      ...(click === null ? [] : [at(READING_MS, clickEvent(head, page, click, random))]),
    ];
  });
}

function clickEvent(head: Pick<WireEvent, 'v' | 'k' | 'w' | 'u'>, page: Page, click: Click, random: Random): WireEvent {
  const place = page.links.findIndex(({ id }) => id === click.linkId);
  const link = page.links[place];
  return {
    ...head,
    t: 'c',
    e: idOf(random),
    s: READING_MS,
    h: link?.url ?? '',
    n: 'rakuten',
    b: link?.placement ?? '',
    o: place + 1,
    m: ['click', true, false],
    i: click.id,
    a: 'See the price',
  };
}

function addressOf(page: Page, source: string | null): string {
  return source === 'newsletter' ? `${page.url}?utm_source=letter&utm_medium=email&utm_campaign=weekly` : page.url;
}

function idOf(random: Random): string {
  return random.base62(16).toLowerCase();
}
