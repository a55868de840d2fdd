/** What the collector's log holds: events that were accepted, and counts of those that were not. */

/** Why an event is not kept. `dead-letter`: it was accepted, but could not be put into the facts. */
export const DROP_REASONS = [
  'bot',
  'prefetch',
  'opt-out',
  'excluded',
  'unknown-site',
  'wrong-host',
  'invalid',
  'too-large',
  'rate',
  'duplicate',
  'dead-letter',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** Kinds of events that are kept. An `impressions` event is a list of links. */
export const EVENT_KINDS = ['pageview', 'impressions', 'click'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** What every event says. Never an address of the network, a whole user agent or a salt. */
export interface KeptHead {
  readonly eventId: string;
  readonly viewId: string;
  /** Of one reader at one site on one day; null where the site or the reader does not want it. */
  readonly visitor: string | null;
  readonly pageHost: string;
  readonly pagePath: string;
  /** Without `?`; '' = none. */
  readonly pageQuery: string;
  /** Milliseconds since the view began. */
  readonly sinceMs: number;
  readonly country: string | null;
  /** Whether the country is only what the browser's language suggests. */
  readonly countryIsGuess: boolean;
  /** A town of that country, as `Place` has it; null for readers without an id. Records of earlier versions have none. */
  readonly city?: string | null;
  readonly device: 'phone' | 'tablet' | 'desktop';
  readonly browser: string;
  readonly system: string;
}

export interface KeptPageview extends KeptHead {
  readonly kind: 'pageview';
  readonly referrer: string | null;
  /** Whether the referrer is on a host of the same site. Records of earlier versions do not say it. */
  readonly isFromOwnSite?: boolean;
  readonly title: string | null;
  readonly language: string | null;
  readonly author: string | null;
  readonly category: string | null;
  readonly publishedOn: string | null;
  readonly tags: string | null;
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly term: string | null;
  readonly content: string | null;
}

export interface KeptLink {
  readonly link: string;
  readonly linkHost: string;
  readonly network: string;
  readonly placement: string | null;
  /** 1-based place among the page's affiliate links. */
  readonly position: number | null;
}

export interface KeptImpressions extends KeptHead {
  readonly kind: 'impressions';
  readonly links: readonly (KeptLink & { readonly seen: number })[];
}

export interface KeptClick extends KeptHead, KeptLink {
  readonly kind: 'click';
  readonly way: string;
  readonly clickId: string | null;
  readonly linkText: string | null;
  readonly heading: string | null;
  readonly isCancelled: boolean;
}

export type KeptEvent = KeptPageview | KeptImpressions | KeptClick;

/** Whose record it is. The workspace is null where the site is not known. */
interface RecordHead {
  readonly workspace: string | null;
  /** '' = not known. */
  readonly site: string;
  /** When it came, in milliseconds UTC. */
  readonly atMs: number;
}

export interface EventRecord extends RecordHead {
  readonly record: 'event';
  readonly workspace: string;
  readonly event: KeptEvent;
}

/** So many events of a site that were not kept, all for one reason and on one day. */
export interface DropRecord extends RecordHead {
  readonly record: 'drops';
  readonly reason: DropReason;
  readonly count: number;
}

export type LogRecord = EventRecord | DropRecord;
