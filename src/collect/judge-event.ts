/** Whether an event is kept, and what is kept of it. Pure: everything is decided before the log is written. */
import type { IncomingHttpHeaders } from 'node:http';
import type { CollectedSite } from '../sites/index.ts';
import { isAllowedHost, isExcludedLink } from '../sites/index.ts';
import { languageOf, whereFrom } from './client.ts';
import { readUserAgent } from './user-agents.ts';
import type { DropReason, KeptEvent, KeptHead, KeptImpressions, KeptLink, KeptPageview } from './kept.ts';
import { statedFacts } from './page-facts.ts';
import { keptText } from './kept-text.ts';
import type { Place } from './places.ts';
import { LONGEST_TAG } from './traffic-source.ts';
import type { NamedEvent } from './wire-event.ts';

/** An event with what came around it. */
export interface Arrival {
  readonly event: NamedEvent;
  readonly headers: IncomingHttpHeaders;
  readonly address: string;
}

/** What an installation decides for all sites. */
export interface JudgeOptions {
  /** The header in which a proxy names the country of a reader. */
  readonly countryHeader: string | null;
  /** Where an address is, as far as a database says it. */
  readonly placeOfAddress: (address: string) => Place;
  /** The visitor's id at a site today, from address and user agent. */
  readonly visitorOf: (siteId: string, address: string, userAgent: string) => string;
}

/** Why an event of a known site is not kept; null: it is. */
export function dropReasonOf({ event, headers }: Arrival, site: CollectedSite): DropReason | null {
  if (!isOfSite(event, headers, site)) return 'wrong-host';
  if (isPrefetch(headers)) return 'prefetch';
  if (readUserAgent(headers['user-agent'] ?? '').isBot) return 'bot';
  if (site.privacy === 'consent' && event.consent !== 'yes') return 'opt-out';
  if (event.kind === 'click' && isExcludedLink(event.href, site.excludedLinks)) return 'excluded';
  if (event.kind === 'impressions' && event.links.every((one) => isExcludedLink(one.href, site.excludedLinks)))
    return 'excluded';
  return null;
}

/**
 * The page has to be of the site, by its own words and by the browser's. A browser always says where a POST is from; who
 * says nothing is none.
 */
function isOfSite(event: NamedEvent, headers: IncomingHttpHeaders, site: CollectedSite): boolean {
  if (!isAllowedHost(event.page, site.allowedHosts)) return false;
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
  switch (event.kind) {
    case 'pageview':
      return { ...head, language: languageOf(arrival.headers), ...pageviewOf(event, site) };
    case 'impressions':
      return { ...head, kind: 'impressions', links: seenLinks(event.links, site) };
    case 'click':
      return {
        ...head,
        ...linkOf(event),
        kind: 'click',
        way: wayOf(event.way),
        clickId: event.isTagged ? event.id : null,
        linkText: event.text ?? null,
        heading: event.heading ?? null,
        isCancelled: event.isCancelled === true,
      };
  }
}

type Pageview = Extract<NamedEvent, { kind: 'pageview' }>;

/** What only a pageview says. */
function pageviewOf(event: Pageview, site: CollectedSite): Omit<KeptPageview, keyof KeptHead | 'language'> {
  const from = event.referrer;
  const query = event.page.search === '' ? null : event.page.searchParams;
  const campaign = (...names: readonly string[]): string | null =>
    names.map((name) => keptText(query?.get(name) ?? undefined, LONGEST_TAG)).find((value) => value !== null) ?? null;
  const facts = statedFacts(event.attributes, event.facts ?? '');
  const wanted = (name: keyof typeof facts, most: number): string | null =>
    site.dimensions.includes(name) ? keptText(facts[name], most) : null;
  return {
    kind: 'pageview',
    referrer: from === undefined ? null : `${from.protocol}//${from.host}${from.pathname}`,
    isFromOwnSite: from !== undefined && /^https?:$/.test(from.protocol) && isAllowedHost(from, site.allowedHosts),
    title: event.title ?? null,
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
function seenLinks(
  links: Extract<NamedEvent, { kind: 'impressions' }>['links'],
  site: CollectedSite,
): KeptImpressions['links'] {
  const kept = new Map<string, { link: KeptLink; seen: number }>();
  for (const one of links) {
    if (isExcludedLink(one.href, site.excludedLinks)) continue;
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
function wayOf(event: Extract<NamedEvent, { kind: 'click' }>['way']): string {
  if (event === undefined) return 'w';
  const [type, isTrusted, withKey] = event;
  if (type === 'contextmenu') return 'o';
  if (type === 'auxclick') return 'm';
  if (!isTrusted) return 's';
  return withKey ? 't' : 'c';
}

function headOf({ event, headers, address }: Arrival, site: CollectedSite, options: JudgeOptions): KeptHead {
  const userAgent = headers['user-agent'] ?? '';
  const isAskedNotTo = site.respectsGpc && (event.gpc === true || headers['sec-gpc'] === '1');
  const isFollowed = site.privacy !== 'none' && !isAskedNotTo;
  const where = whereFrom(headers, options.countryHeader, options.placeOfAddress(address));
  return {
    eventId: event.id,
    viewId: event.viewId,
    visitor: isFollowed ? options.visitorOf(site.siteId, address, userAgent) : null,
    pageHost: event.page.host,
    pagePath: event.page.pathname,
    pageQuery: event.page.search.slice(1),
    sinceMs: event.sinceMs,
    ...where,
    city: isFollowed ? where.city : null, // a town may have few readers: it tells more of one than a country does
    ...readUserAgent(userAgent).device,
  };
}

function linkOf(link: {
  readonly href: URL;
  readonly network: string;
  readonly placement?: string | undefined;
  readonly position: number;
}): KeptLink {
  return {
    link: link.href.href,
    linkHost: link.href.host,
    network: link.network,
    placement: link.placement ?? null,
    position: link.position || null,
  };
}
