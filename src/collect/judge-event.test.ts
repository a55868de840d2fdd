/** What is kept of an event, and why another is not. */
import { expect, test } from 'vitest';
import type { WireEvent } from '../../snippet/wire.ts';
import {
  click,
  idOf,
  impressions,
  pageview,
  type SentClick,
  sentLink,
  type SentPageview,
} from '../../test/events/sent-events.ts';
import type { CollectedSite } from '../sites/index.ts';
import { addressOf, deviceOf, networkOf, whereFrom } from './client.ts';
import { NOWHERE, type Place } from './places.ts';
import { type Arrival, dropReasonOf, keptEvent } from './judge-event.ts';
import { readWireEvent } from './wire-event.ts';

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const SITE: CollectedSite = {
  workspaceId: 'main',
  siteId: 's',
  key: 'k',
  allowedHosts: ['blog.example', '*.shop.example'],
  privacy: 'daily',
  respectsGpc: true,
  excludedLinks: ['click.example/own'],
  dimensions: ['author'],
  retentionMonths: 25,
};
const PAGE: SentPageview = { k: 'k', url: 'https://www.blog.example/a??ref=x', title: 'Title' };
const page = (more: SentPageview = {}) => pageview(1, { ...PAGE, ...more });
const OWN = sentLink('https://click.example/own/1', 'awin', -1);
const OTHER = 'https://click.example/2';
const followed = (more: SentClick = {}) => click(2, { k: 'k', link: sentLink(OTHER, 'awin', -1), ...more });
const HEADERS = { origin: 'https://blog.example', 'user-agent': CHROME };

function judged(event: WireEvent, headers: object = {}, site: object = {}): string | null {
  return dropReasonOf(arrivalOf(event, headers), { ...SITE, ...site });
}

function kept(event: WireEvent, headers: object = {}, site: object = {}): unknown {
  return keptAt(NOWHERE, event, headers, site);
}

function keptAt(place: Place, event: WireEvent, headers: object = {}, site: object = {}): unknown {
  const options = { countryHeader: 'cf-ipcountry', placeOfAddress: () => place, visitorOf: () => 'visitor' };
  return keptEvent(arrivalOf(event, headers), { ...SITE, ...site }, options);
}

function arrivalOf(sent: WireEvent, headers: object): Arrival {
  const event = readWireEvent(JSON.stringify(sent));
  if (event === null) throw new Error('invalid');
  return { event, headers: { ...HEADERS, ...headers }, address: '203.0.113.7' };
}

test('a country: the proxy’s word before the database’s, that before the language', () => {
  const headers = { 'accept-language': 'de-AT', 'x-country': 'fr' };
  const swiss = { country: 'CH', city: null };
  expect(whereFrom(headers, 'x-country', swiss)).toEqual({ country: 'FR', countryIsGuess: false, city: null });
  expect(whereFrom(headers, null, swiss)).toEqual({ country: 'CH', countryIsGuess: false, city: null });
  expect(whereFrom({ ...headers, 'x-country': 'XX' }, 'x-country', swiss).country).toBe('CH');
  expect(whereFrom({ ...headers, 'x-country': 'T1' }, 'x-country', NOWHERE)).toEqual({
    ...{ country: 'AT', countryIsGuess: true, city: null },
  });
});

const VIENNA = { country: 'AT', city: 'Vienna, AT' };

test('a city is only ever one of the country that is kept', () => {
  const where = (country: string) => whereFrom({ 'x-country': country }, 'x-country', VIENNA);
  expect(where('at')).toEqual({ country: 'AT', countryIsGuess: false, city: 'Vienna, AT' });
  expect(where('XX')).toEqual({ country: 'AT', countryIsGuess: false, city: 'Vienna, AT' });
  expect(where('HU')).toEqual({ country: 'HU', countryIsGuess: false, city: null });
});

test('no city of a reader who asks not to be followed, or whose site gives no ids; the country stays', () => {
  const city = (headers: object, site: object, event = page()) => keptAt(VIENNA, event, headers, site);
  const followed = { visitor: 'visitor', country: 'AT', city: 'Vienna, AT' };
  const not = { visitor: null, country: 'AT', city: null };
  expect(city({}, {})).toMatchObject(followed);
  expect(city({}, { privacy: 'none' })).toMatchObject(not);
  expect(city({ 'sec-gpc': '1' }, {})).toMatchObject(not);
  expect(city({ 'sec-gpc': '1', 'cf-ipcountry': 'at' }, {})).toMatchObject(not);
  expect(city({}, {}, page({ gpc: true }))).toMatchObject(not);
  expect(city({ 'sec-gpc': '1' }, { respectsGpc: false })).toMatchObject(followed);
  expect(city({}, { privacy: 'consent' }, page({ tag: { consent: 'yes' } }))).toMatchObject(followed);
});

test('a page has to be of the site, by its own words and by the browser’s', () => {
  expect(judged(page())).toBeNull();
  expect(judged(page(), { origin: 'https://de.shop.example' })).toBeNull();
  expect(judged(page({ url: 'http://blog.example:8080/a?null' }))).toBeNull();
  expect(judged(page(), { origin: undefined, referer: 'https://blog.example/a' })).toBeNull();
  for (const origin of [
    'https://evil.example',
    'https://blog.example.evil.example',
    'https://evilblog.example',
    'null',
    undefined,
  ]) {
    expect([origin, judged(page(), { origin })]).toEqual([origin, 'wrong-host']);
  }
  for (const url of ['https://evil.example/', 'https://xshop.example/', 'https://shop.example/']) {
    expect([url, judged(page({ url }))]).toEqual([url, 'wrong-host']);
  }
});

test('bots, browsers that fetch ahead, excluded links and readers without consent are not kept', () => {
  for (const agent of [
    '',
    'curl/8.5',
    'GPTBot/1.0',
    'Mozilla/5.0 HeadlessChrome/140',
    'Mozilla/5.0 (compatible; bingbot/2.0)',
  ]) {
    expect([agent, judged(page(), { 'user-agent': agent })]).toEqual([agent, 'bot']);
  }
  expect(judged(page(), { 'user-agent': undefined })).toBe('bot');
  expect(judged(page(), { 'sec-purpose': 'prefetch;prerender' })).toBe('prefetch');
  expect(judged(page(), { purpose: 'prefetch' })).toBe('prefetch');
  expect(judged(followed({ link: OWN }))).toBe('excluded');
  expect(judged(followed())).toBeNull();
  expect(judged(impressions(3, [OWN, OWN], { k: 'k' }))).toBe('excluded');
  expect(judged(impressions(3, [OWN, sentLink(OTHER, 'awin', 1)], { k: 'k' }))).toBeNull();
  expect(judged(page(), {}, { privacy: 'consent' })).toBe('opt-out');
  expect(judged(page({ tag: { consent: 'yes' } }), {}, { privacy: 'consent' })).toBeNull();
  expect(judged(page({ tag: { consent: 'no' } }), {}, { privacy: 'consent' })).toBe('opt-out');
});

test('a tag of a campaign is kept as one line of at most 200 characters; one of blanks alone is none', () => {
  const url = `https://www.blog.example/a??utm_source=%0A%20,&ref=x%00y,&utm_campaign=${'%C3%A9'.repeat(60)}%09end,&utm_term=${'t'.repeat(250)}`;
  const event = kept(page({ url })) as { readonly campaign: string; readonly term: string };
  expect(event).toMatchObject({ source: 'x y', campaign: `${'é'.repeat(60)} end`, medium: null });
  expect(event.term).toBe('t'.repeat(200));
});

test('only what the site wants is kept; no fragment, no query of a referrer, no control character', () => {
  const event = page({
    ...{ title: ' a\u0000b\nc ', tag: { author: 'Ann', category: 'Tests' } },
    referrer: 'https://u:p@news.example/x?secret=1#y',
  });
  expect(kept(event, { 'accept-language': 'fr-CH, fr;q=0.9' })).toEqual({
    ...{ kind: 'pageview', eventId: idOf(1), viewId: idOf(1), visitor: 'visitor', sinceMs: 0 },
    ...{ pageHost: 'www.blog.example', pagePath: '/a', pageQuery: 'ref=x' },
    ...{ country: 'CH', countryIsGuess: true, city: null, device: 'desktop', browser: 'Chrome', system: 'Linux' },
    ...{ referrer: 'https://news.example/x', isFromOwnSite: false, title: 'a b c', language: 'fr-CH' },
    ...{ author: 'Ann', category: null, publishedOn: null, tags: null },
    ...{ source: 'x', medium: null, campaign: null, term: null, content: null },
  });
  expect(kept(page(), { 'cf-ipcountry': 'at' })).toMatchObject({ country: 'AT', countryIsGuess: false });
  const odd = page({ tag: { published: '2026-02-30' }, referrer: 'about:blank' });
  expect(kept(odd, {}, { dimensions: ['published'] })).toMatchObject({ publishedOn: null, referrer: null });
  expect(kept(page({ referrer: 'android-app://com.mail/' }))).toMatchObject({ referrer: 'android-app://com.mail/' });
  const list = impressions(
    3,
    [
      OWN,
      sentLink(OTHER, 'awin', 1, 'div,,,box'),
      sentLink(OTHER, 'awin', 2, 'div,,,end'),
      sentLink(OTHER, 'awin', 3, 'div,,,box'),
    ],
    { k: 'k' },
  );
  const link = { link: OTHER, linkHost: 'click.example' };
  expect(kept(list)).toMatchObject({
    links: [
      { ...link, placement: 'box', position: 2, seen: 2 },
      { ...link, placement: 'end', position: 3, seen: 1 },
    ],
  });
});

test('what a browser sends at length is cut to what is kept', () => {
  const around = ['table,,deals,', 'article,a,b,', 'main,,,', 'section,outside,,'];
  const long = followed({
    ...{ text: `\n${'x'.repeat(99)}😀 and more`, heading: ' ', isTagged: false, way: ['auxclick', true, false] },
    link: sentLink(OTHER, 'awin', -1, ...around),
  });
  expect(kept(long)).toMatchObject({
    ...{ linkText: 'x'.repeat(99), heading: null, position: null, clickId: null, way: 'm', isCancelled: false },
    placement: 'main>article#a>table.deals',
  });
  expect(kept(page({ title: 'x'.repeat(900) }))).toMatchObject({ title: 'x'.repeat(200) });
});

test.each([
  [['click', true, false], 'c'],
  [['click', true, true], 't'],
  [['click', false, false], 's'],
  [['auxclick', true, false], 'm'],
  [['contextmenu', true, false], 'o'],
  [null, 'w'],
] as const)('the way of %j is %s', (way, letter) => {
  expect(kept(followed({ way }))).toMatchObject({ way: letter });
});

test('a visitor has an id only where the site and the reader let it', () => {
  expect(kept(page())).toMatchObject({ visitor: 'visitor' });
  expect(kept(page(), {}, { privacy: 'none' })).toMatchObject({ visitor: null });
  expect(kept(page({ gpc: true }))).toMatchObject({ visitor: null });
  expect(kept(page(), { 'sec-gpc': '1' })).toMatchObject({ visitor: null });
  expect(kept(page(), { 'sec-gpc': '1' }, { respectsGpc: false })).toMatchObject({ visitor: 'visitor' });
});

test('a referrer on any host of the site is of the site itself', () => {
  const from = (referrer: string) => kept(page({ referrer }));
  expect(from('https://blog.example/b')).toMatchObject({ isFromOwnSite: true });
  expect(from('https://www.blog.example/b')).toMatchObject({ isFromOwnSite: true });
  expect(from('https://de.shop.example/')).toMatchObject({ isFromOwnSite: true });
  expect(from('https://shop.example/')).toMatchObject({ isFromOwnSite: false }); // `*.shop.example` is what is below it
  expect(from('android-app://blog.example/')).toMatchObject({ isFromOwnSite: false });
  expect(kept(page())).toMatchObject({ isFromOwnSite: false });
});

test('who asks is believed from a proxy of ours only, and there only the last word', () => {
  const headers = { 'x-forwarded-for': '10.0.0.1, 203.0.113.9' };
  expect(addressOf(headers, '127.0.0.1', true)).toBe('203.0.113.9');
  expect(addressOf(headers, '::ffff:192.0.2.1', false)).toBe('192.0.2.1');
  expect(addressOf({}, undefined, true)).toBe('');
  expect(addressOf({ 'x-forwarded-for': '10.0.0.1, 203.0.113.9:51324' }, '127.0.0.1', true)).toBe('203.0.113.9');
  expect(addressOf({ 'x-forwarded-for': '[2001:db8::1]:443' }, '127.0.0.1', true)).toBe('2001:db8::1');
  expect(networkOf('203.0.113.9')).toBe('203.0.113');
  expect(networkOf('2001:db8:0:12ff::1')).toBe(networkOf('2001:db8:0:1201:a::1'));
  expect(networkOf('2001:db8:0:12ff::1')).not.toBe(networkOf('2001:db8:0:1300::1'));
  expect(networkOf('nonsense')).toBe('');
});

test('devices and countries by what they say', () => {
  const iphone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1';
  expect(deviceOf(iphone)).toEqual({ device: 'phone', browser: 'Safari', system: 'iOS' });
  expect(deviceOf(`${CHROME} Edg/140.0`)).toEqual({ device: 'desktop', browser: 'Edge', system: 'Linux' });
  const tablet = 'Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';
  expect(deviceOf(tablet)).toEqual({ device: 'tablet', browser: 'Chrome', system: 'Android' });
  expect(whereFrom({ 'accept-language': 'en' }, null, NOWHERE)).toEqual({ ...NOWHERE, countryIsGuess: false });
  expect(whereFrom({ 'accept-language': 'zh-Hant-TW,zh' }, null, NOWHERE)).toEqual({
    ...{ country: 'TW', countryIsGuess: true, city: null },
  });
});
