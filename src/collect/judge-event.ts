/** Whether an event is kept, and what is kept of it. Pure: everything is decided before the log is written. */
import type { IncomingHttpHeaders } from 'node:http';
import type { CollectedSite } from '../sites/index.ts';
import { isAllowedHost, isExcludedLink } from '../sites/index.ts';
import { countryOf, languageOf } from './client.ts';
import { readUserAgent } from './user-agents.ts';
import type { DropReason, KeptEvent, KeptHead, KeptImpressions, KeptLink, KeptPageview } from './kept.ts';
import { statedFacts } from './page-facts.ts';
import { keptText, type WireEvent } from './wire-event.ts';

/** An event with what came around it. */
export interface Arrival {
  readonly event: WireEvent;
  readonly headers: IncomingHttpHeaders;
  readonly address: string;
}

/** What an installation decides for all sites. */
export interface JudgeOptions {
  /** The header in which a proxy names the country of a reader. */
  readonly countryHeader: string | null;
  /** The country of an address, where a database says it. */
  readonly countryOfAddress: (address: string) => string | null;
  /** The visitor's id at a site today, from address and user agent. */
  readonly visitorOf: (siteId: string, address: string, userAgent: string) => string;
}

/** Why an event of a known site is not kept; null: it is. */
export function dropReasonOf({ event, headers }: Arrival, site: CollectedSite): DropReason | null {
  if (!isOfSite(event, headers, site)) return 'wrong-host';
  if (isPrefetch(headers)) return 'prefetch';
  if (readUserAgent(headers['user-agent'] ?? '').isBot) return 'bot';
  if (site.privacy === 'consent' && event.y !== 'yes') return 'opt-out';
  if (event.t === 'c' && isExcludedLink(event.h, site.excludedLinks)) return 'excluded';
  if (event.t === 'i' && event.i.every((one) => isExcludedLink(one.h, site.excludedLinks))) return 'excluded';
  return null;
}

/**
 * The page has to be of the site, by its own words and by the browser's. A browser always says where a POST is from; who
 * says nothing is none.
 */
function isOfSite(event: WireEvent, headers: IncomingHttpHeaders, site: CollectedSite): boolean {
  if (!isAllowedHost(event.u, site.allowedHosts)) return false;
  const said = headers.origin ?? headers.referer;
  if (said === undefined || !URL.canParse(said)) return false;
  return isAllowedHost(new URL(said), site.allowedHosts);
}

/** A browser that fetches ahead, or a scanner that says so: nobody has read the page. */
function isPrefetch(headers: IncomingHttpHeaders): boolean {
  const said = [headers['sec-purpose'], headers['purpose'], headers['x-purpose'], headers['x-moz']].join(' ');
  return /prefetch|prerender|preview/i.test(said);
}

/** What is kept of an event. */
export function keptEvent(arrival: Arrival, site: CollectedSite, options: JudgeOptions): KeptEvent {
  const { event } = arrival;
  const head = headOf(arrival, site, options);
  switch (event.t) {
    case 'p':
      return { ...head, language: languageOf(arrival.headers), ...pageviewOf(event, site) };
    case 'i':
      return { ...head, kind: 'impressions', links: seenLinks(event.i, site) };
    case 'c':
      return {
        ...head,
        ...linkOf(event),
        kind: 'click',
        way: wayOf(event.m),
        clickId: event.i || null,
        linkText: event.a ?? null,
        heading: event.q ?? null,
        isCancelled: event.x === true,
      };
  }
}

type Pageview = Extract<WireEvent, { t: 'p' }>;

/** What only a pageview says. */
function pageviewOf(event: Pageview, site: CollectedSite): Omit<KeptPageview, keyof KeptHead | 'language'> {
  const query = event.u.search === '' ? null : event.u.searchParams;
  const campaign = (...names: readonly string[]): string | null =>
    names.map((name) => query?.get(name) ?? null).find((value) => value !== null && value !== '') ?? null;
  const facts = statedFacts(event.d || {}, event.f ?? '');
  const wanted = (name: keyof typeof facts, most: number): string | null =>
    site.dimensions.includes(name) ? keptText(facts[name], most) : null;
  return {
    kind: 'pageview',
    referrer: event.r === undefined ? null : `${event.r.protocol}//${event.r.host}${event.r.pathname}`,
    title: event.n ?? null,
    author: wanted('author', 60),
    category: wanted('category', 60),
    publishedOn: dayStated(wanted('published', 10)),
    tags: wanted('tags', 200),
    source: campaign('utm_source', 'ref', 'source'),
    medium: campaign('utm_medium'),
    campaign: campaign('utm_campaign'),
    term: campaign('utm_term'),
    content: campaign('utm_content'),
  };
}

/** A publication date as a page states it; one that is no day is none, and no reason to lose a pageview either. */
function dayStated(value: string | null): string | null {
  const day = value === null ? Number.NaN : Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(day) && new Date(day).toISOString().slice(0, 10) === value ? value : null;
}

/** The links of a list, of the same address and place together, where the first of them is. */
function seenLinks(links: Extract<WireEvent, { t: 'i' }>['i'], site: CollectedSite): KeptImpressions['links'] {
  const kept = new Map<string, { link: KeptLink; seen: number }>();
  for (const one of links) {
    if (isExcludedLink(one.h, site.excludedLinks)) continue;
    const link = linkOf(one);
    const key = JSON.stringify([link.link, link.placement]);
    kept.set(key, { link: kept.get(key)?.link ?? link, seen: (kept.get(key)?.seen ?? 0) + 1 });
  }
  return [...kept.values()].map(({ link, seen }) => ({ ...link, seen }));
}

/**
 * How a link was followed: `c` click, tap or Enter in the same tab · `t` the same, in a new tab or window by a key held
 * · `m` middle button · `o` its context menu was opened · `w` the page called `window.open` · `s` a script clicked.
 */
function wayOf(event: Extract<WireEvent, { t: 'c' }>['m']): string {
  if (event === undefined) return 'w';
  const [type, isTrusted, withKey] = event;
  if (type === 'contextmenu') return 'o';
  if (type === 'auxclick') return 'm';
  if (!isTrusted) return 's';
  return withKey ? 't' : 'c';
}

function headOf({ event, headers, address }: Arrival, site: CollectedSite, options: JudgeOptions): KeptHead {
  const userAgent = headers['user-agent'] ?? '';
  const isAskedNotTo = site.respectsGpc && (event.g === true || headers['sec-gpc'] === '1');
  return {
    eventId: event.e,
    viewId: event.w,
    visitor: site.privacy === 'none' || isAskedNotTo ? null : options.visitorOf(site.siteId, address, userAgent),
    pageHost: event.u.host,
    pagePath: event.u.pathname,
    pageQuery: event.u.search.slice(1),
    sinceMs: Math.round(event.s),
    ...countryOf(headers, options.countryHeader, () => options.countryOfAddress(address)),
    ...readUserAgent(userAgent).device,
  };
}

function linkOf(link: {
  readonly h: URL;
  readonly n: string;
  readonly b?: string | undefined;
  readonly o?: number | undefined;
}): KeptLink {
  return {
    link: link.h.href,
    linkHost: link.h.host,
    network: link.n,
    placement: link.b ?? null,
    position: link.o || null,
  };
}
