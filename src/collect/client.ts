/** What a request tells of who sent it, as far as it is used: the address, its network, the kind of device. Pure. */
import type { IncomingHttpHeaders } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';
import { clientAddress } from '../core/index.ts';
import type { Place } from './places.ts';

/** The address that asks, by the word of a proxy of ours where there is one. */
export function addressOf(headers: IncomingHttpHeaders, peer: string | undefined, isBehindProxy: boolean): string {
  const forwarded = isBehindProxy ? headers['x-forwarded-for'] : undefined;
  return clientAddress(Array.isArray(forwarded) ? forwarded.join(',') : forwarded, peer);
}

/** The network of an address, for limits: /24, or /56 of IPv6, which is what one household gets. */
export function networkOf(address: string): string {
  if (isIPv4(address)) return address.slice(0, address.lastIndexOf('.'));
  if (!isIPv6(address)) return '';
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups =
    tail === undefined ? before : [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  const [first, second, third, fourth] = groups.map((group) => Number.parseInt(group, 16));
  return [first, second, third, (fourth ?? 0) >>> 8].map((group) => (group ?? 0).toString(16)).join(':');
}

/** Kind of device, browser and operating system. */
export interface Device {
  readonly device: 'phone' | 'tablet' | 'desktop';
  readonly browser: string;
  readonly system: string;
}

/** The first that fits counts: most browsers also call themselves Chrome and Safari. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/DuckDuckGo\/|Ddg\//, 'DuckDuckGo'],
  [/Vivaldi\//, 'Vivaldi'],
  [/YaBrowser\//, 'Yandex'],
  [/FBA[NV]\//, 'Facebook'],
  [/Instagram/, 'Instagram'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad|iPod/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** What a user agent says of the device. */
export function deviceOf(userAgent: string): Device {
  const isTablet = /iPad|Tablet|PlayBook|Silk(?!.*Mobile)/.test(userAgent) || /Android(?!.*Mobile)/.test(userAgent);
  const isPhone = /Mobi|iPhone|iPod/.test(userAgent);
  const nameIn = (table: typeof BROWSERS): string => table.find(([form]) => form.test(userAgent))?.[1] ?? 'other';
  return {
    device: isTablet ? 'tablet' : isPhone ? 'phone' : 'desktop',
    browser: nameIn(BROWSERS),
    system: nameIn(SYSTEMS),
  };
}

/** The browser's first language (`en-GB`). */
export function languageOf(headers: IncomingHttpHeaders): string | null {
  return /^[\w-]{1,35}/.exec(headers['accept-language'] ?? '')?.[0] ?? null;
}

/** What a proxy says where it does not know: `XX` is no country. */
const UNKNOWN_COUNTRY = 'XX';

/** Where a reader is, as far as it is known. */
export interface WhereFrom extends Place {
  readonly countryIsGuess: boolean;
}

/**
 * Where a reader is: by a proxy that knows, else by the address, else guessed from the region of the browser's first
 * language. The proxy comes first, as it was asked for by name and its data are of this day. Only the address tells a city,
 * and only if it is one of the country: where both say another country, one of them is wrong.
 */
export function whereFrom(
  headers: IncomingHttpHeaders,
  countryHeader: string | null,
  { country: ofAddress, city }: Place,
): WhereFrom {
  const told = countryHeader === null ? undefined : headers[countryHeader];
  const named = typeof told === 'string' && /^[A-Za-z]{2}$/.test(told) ? told.toUpperCase() : UNKNOWN_COUNTRY;
  const known = named === UNKNOWN_COUNTRY ? ofAddress : named;
  if (known !== null) return { country: known, countryIsGuess: false, city: known === ofAddress ? city : null };
  const region = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?-([A-Z]{2})\b/.exec(headers['accept-language'] ?? '')?.[1];
  return { country: region ?? null, countryIsGuess: region !== undefined, city: null };
}
