/** Whether an event is kept, and what is kept of it. Pure: everything is decided before the log is written. */
import type { IncomingHttpHeaders } from 'node:http';
import type { CollectedSite } from '../sites/index.ts';
import { isAllowedHost, isExcludedLink } from '../sites/index.ts';
import { countryOf } from './client.ts';
import { readUserAgent } from './user-agents.ts';
import type { DropReason, KeptEvent, KeptHead, KeptLink } from './kept.ts';
import type { WireEvent } from './wire-event.ts';

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
  /** The visitor's id at a site today, from address and user agent. */
  readonly visitorOf: (siteId: string, address: string, userAgent: string) => string;
}

/** Why an event of a known site is not kept; null: it is. */
export function dropReasonOf({ event, headers }: Arrival, site: CollectedSite): DropReason | null {
  if (!isOfSite(event, headers, site)) return 'wrong-host';
  if (isPrefetch(headers)) return 'prefetch';
  if (readUserAgent(headers['user-agent'] ?? '').isBot) return 'bot';
  if (site.privacy === 'consent' && event.y !== 1) return 'opt-out';
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
    case 'p': {
      const query = event.u.search === '' ? null : event.u.searchParams;
      const campaign = (...names: readonly string[]): string | null =>
        names.map((name) => query?.get(name) ?? null).find((value) => value !== null && value !== '') ?? null;
      const wanted = (name: string, value: string | undefined): string | null =>
        site.dimensions.includes(name) ? (value ?? null) : null;
      return {
        ...head,
        kind: 'pageview',
        referrer: event.r === undefined ? null : `${event.r.protocol}//${event.r.host}${event.r.pathname}`,
        title: event.n ?? null,
        language: event.l ?? null,
        timeZone: event.z ?? null,
        width: event.x,
        author: wanted('author', event.d?.a),
        category: wanted('category', event.d?.c),
        publishedOn: wanted('published', event.d?.p),
        tags: wanted('tags', event.d?.t),
        source: campaign('utm_source', 'ref', 'source'),
        medium: campaign('utm_medium'),
        campaign: campaign('utm_campaign'),
        term: campaign('utm_term'),
        content: campaign('utm_content'),
      };
    }
    case 'i': {
      const links = event.i.filter((one) => !isExcludedLink(one.h, site.excludedLinks));
      return { ...head, kind: 'impressions', links: links.map((one) => ({ ...linkOf(one), seen: one.c })) };
    }
    case 'c':
      return {
        ...head,
        ...linkOf(event),
        kind: 'click',
        way: event.m,
        clickId: event.i ?? null,
        linkText: event.a ?? null,
        heading: event.q ?? null,
        isCancelled: event.x === 1,
      };
  }
}

function headOf({ event, headers, address }: Arrival, site: CollectedSite, options: JudgeOptions): KeptHead {
  const userAgent = headers['user-agent'] ?? '';
  const isAskedNotTo = site.respectsGpc && (event.g === 1 || headers['sec-gpc'] === '1');
  return {
    eventId: event.e,
    viewId: event.w,
    visitor: site.privacy === 'none' || isAskedNotTo ? null : options.visitorOf(site.siteId, address, userAgent),
    pageHost: event.u.host,
    pagePath: event.u.pathname,
    pageQuery: event.u.search.slice(1),
    sinceMs: Math.round(event.s),
    ...countryOf(headers, options.countryHeader),
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
    position: link.o ?? null,
  };
}
