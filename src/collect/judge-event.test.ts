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
import { addressOf, countryOf, deviceOf, networkOf } from './client.ts';
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
  const options = { countryHeader: 'cf-ipcountry', countryOfAddress: () => null, visitorOf: () => 'visitor' };
  return keptEvent(arrivalOf(event, headers), { ...SITE, ...site }, options);
}

function arrivalOf(sent: WireEvent, headers: object): Arrival {
  const event = readWireEvent(JSON.stringify(sent));
  if (event === null) throw new Error('invalid');
  return { event, headers: { ...HEADERS, ...headers }, address: '203.0.113.7' };
}

test('a country: the proxy’s word before the database’s, that before the language', () => {
  const headers = { 'accept-language': 'de-AT', 'x-country': 'fr' };
  expect(countryOf(headers, 'x-country', () => 'CH')).toEqual({ country: 'FR', countryIsGuess: false });
  expect(countryOf(headers, null, () => 'CH')).toEqual({ country: 'CH', countryIsGuess: false });
  expect(countryOf({ ...headers, 'x-country': 'XX' }, 'x-country', () => 'CH').country).toBe('CH');
  expect(countryOf({ ...headers, 'x-country': 'T1' }, 'x-country', () => null)).toEqual({
    country: 'AT',
    countryIsGuess: true,
  });
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
    ...{ country: 'CH', countryIsGuess: true, device: 'desktop', browser: 'Chrome', system: 'Linux' },
    ...{ referrer: 'https://news.example/x', title: 'a b c', language: 'fr-CH' },
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

test('who asks is believed from a proxy of ours only, and there only the last word', () => {
  const headers = { 'x-forwarded-for': '10.0.0.1, 203.0.113.9' };
  expect(addressOf(headers, '127.0.0.1', true)).toBe('203.0.113.9');
  expect(addressOf(headers, '::ffff:192.0.2.1', false)).toBe('192.0.2.1');
  expect(addressOf({}, undefined, true)).toBe('');
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
  expect(countryOf({ 'accept-language': 'en' }, null, () => null)).toEqual({ country: null, countryIsGuess: false });
  expect(countryOf({ 'accept-language': 'zh-Hant-TW,zh' }, null, () => null)).toEqual({
    country: 'TW',
    countryIsGuess: true,
  });
});
