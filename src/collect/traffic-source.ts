/** Where a visit came from, told from its first page's address and referrer. Pure. */
import { keptText } from './kept-text.ts';
import { KNOWN_REFERRERS } from './known-referrers.ts';

/**
 * `paid`: an advertisement, by its tags · `mail`: a newsletter or a mailbox · `feed`: a news or feed reader · `ai`: an
 * assistant · `campaign`: tagged in a way that fits none of these · `internal`: another page of the same site, no
 * arrival · `direct`: nothing is known (typed, a bookmark, an app that says nothing).
 */
export const SOURCE_CLASSES = [
  'search',
  'paid',
  'social',
  'mail',
  'ai',
  'feed',
  'campaign',
  'referral',
  'internal',
  'direct',
] as const;
export type SourceClass = (typeof SOURCE_CLASSES)[number];

/** What is known of an arrival. Texts are as the address says them, one line of at most 200 characters; '' = nothing was said. */
export interface TrafficSource {
  readonly sourceClass: SourceClass;
  /** `Google`, `ChatGPT`, a host, or the campaign's own word for it; '' for direct. */
  readonly name: string;
  readonly medium: string;
  readonly campaign: string;
  readonly content: string;
  readonly term: string;
}

/** An arrival as the script reports it. */
export interface Arrival {
  /** With its query. */
  readonly pageUrl: string;
  /** '' or an address; `android-app://…` of an app. */
  readonly referrer: string;
  /** Whether the referrer is a page of the same site, on whichever of its hosts. */
  readonly isFromOwnSite: boolean;
}

/** So many characters of a campaign's tag are kept: the longest that we know of (ids of ad platforms) have under 100. */
export const LONGEST_TAG = 200;
/** Ad platforms mark their clicks so, whatever the publisher's own tags say. */
const AD_CLICK = ['gclid', 'gbraid', 'wbraid', 'msclkid', 'dclid', 'yclid', 'twclid', 'li_fat_id', 'ttclid'];
const PAID = /^(?:cpc|ppc|cpm|cpv|cpa|paid.*|.*paid|display|banner|retargeting|ads?|sem)$/;
const MAIL = /^(?:e-?mail|newsletter|mail)$/;
const SOCIAL = /^(?:social.*|.*social|sm)$/;
const SEARCH = /^(?:organic|search)$/;
/** Names that people write into `utm_source`, and which site they mean. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  fb: 'Facebook',
  ig: 'Instagram',
  yt: 'YouTube',
  tw: 'X',
  twitter: 'X',
};

/** Tells the source of an arrival. Tags count before the referrer: they say what the publisher meant. */
export function trafficSource({ pageUrl, referrer, isFromOwnSite }: Arrival): TrafficSource {
  const tags = pageUrl.includes('?') && URL.canParse(pageUrl) ? new URL(pageUrl).searchParams : new URLSearchParams();
  const tag = (name: string): string => keptText(tags.get(name) ?? undefined, LONGEST_TAG) ?? '';
  const medium = tag('utm_medium');
  const tagged = tag('utm_source') || tag('ref') || tag('source');
  const rest = { medium, campaign: tag('utm_campaign'), content: tag('utm_content'), term: tag('utm_term') };
  const host = hostOf(referrer);
  const known = knownReferrer(host);
  const isInternal = host !== '' && isFromOwnSite;
  const isAd = AD_CLICK.some((name) => tags.has(name));
  if (tagged === '' && medium === '' && rest.campaign === '' && !isAd) {
    if (isInternal) return { sourceClass: 'internal', name: host, ...rest };
    if (host === '') return { sourceClass: 'direct', name: '', ...rest };
    return { sourceClass: known?.sourceClass ?? 'referral', name: known?.name ?? host, ...rest };
  }
  const meant = namedReferrer(tagged);
  const name = meant?.name ?? (tagged || (isInternal ? '' : (known?.name ?? host)));
  return { sourceClass: classOf(medium.toLowerCase(), isAd, meant ?? (isInternal ? null : known)), name, ...rest };
}

function classOf(medium: string, isAd: boolean, known: KnownReferrer | null): SourceClass {
  if (isAd || PAID.test(medium)) return 'paid';
  if (MAIL.test(medium)) return 'mail';
  if (SOCIAL.test(medium)) return 'social';
  if (SEARCH.test(medium)) return 'search';
  return known?.sourceClass ?? 'campaign';
}

/** A site that is known. */
interface KnownReferrer {
  readonly sourceClass: SourceClass;
  readonly name: string;
}

const BY_HOST = new Map<string, KnownReferrer>();
const BY_NAME = new Map<string, KnownReferrer>();
for (const sourceClass of SOURCE_CLASSES) {
  for (const [name, hosts] of Object.entries(KNOWN_REFERRERS[sourceClass] ?? {})) {
    BY_NAME.set(name.toLowerCase(), { sourceClass, name });
    for (const host of hosts) BY_HOST.set(host, { sourceClass, name });
  }
}
for (const [short, name] of Object.entries(SHORT_NAMES)) {
  const meant = BY_NAME.get(name.toLowerCase());
  if (meant !== undefined) BY_NAME.set(short, meant);
}

/** The host of an address without `www.`; of an Android app its package; '' where there is none. */
export function hostOf(address: string): string {
  if (!URL.canParse(address)) return '';
  const { protocol, hostname } = new URL(address);
  if (!['http:', 'https:', 'android-app:'].includes(protocol)) return '';
  return hostname.toLowerCase().replace(/^www\./, '');
}

/** The known site of a host: the host itself, else the longest parent; `name.*` stands for name.de, name.co.uk … */
function knownReferrer(host: string): KnownReferrer | null {
  const labels = host.split('.');
  for (let from = 0; from < labels.length - 1; from += 1) {
    const known = BY_HOST.get(labels.slice(from).join('.')) ?? ofAnyCountry(labels.slice(from));
    if (known !== undefined) return known;
  }
  return null;
}

/** `google.de`, `google.co.uk`, but not `google.example.com`. */
function ofAnyCountry(labels: readonly string[]): KnownReferrer | undefined {
  const [name = '', second = '', third] = labels;
  const isCountry =
    third === undefined ? second.length <= 3 : labels.length === 3 && second.length <= 3 && third.length === 2;
  return isCountry ? BY_HOST.get(`${name}.*`) : undefined;
}

/** What a tag means: a known name (`google`, `ChatGPT`), or a host. */
function namedReferrer(text: string): KnownReferrer | null {
  const name = text.toLowerCase();
  return BY_NAME.get(name) ?? (name.includes('.') ? knownReferrer(name.replace(/^www\./, '')) : null);
}
