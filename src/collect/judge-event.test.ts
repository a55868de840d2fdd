/** What is kept of an event, and why another is not. */
import { expect, test } from 'vitest';
import type { CollectedSite } from '../sites/index.ts';
import { addressOf, countryOf, deviceOf, networkOf } from './client.ts';
import { dropReasonOf, keptEvent } from './judge-event.ts';
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
const PAGE = {
  v: 1,
  k: 'k',
  e: 'a'.repeat(16),
  w: 'b'.repeat(16),
  u: 'https://www.blog.example/a?ref=x#y',
  s: 1.4,
  t: 'p',
};
const CLICK = { ...PAGE, t: 'c', h: 'https://click.example/own/1', n: 'awin', m: ['auxclick', true, false] };
const HEADERS = { origin: 'https://blog.example', 'user-agent': CHROME };

function judged(event: object, headers: object = {}, site: object = {}): string | null {
  const read = readWireEvent(JSON.stringify(event));
  if (read === null) return 'invalid';
  return dropReasonOf(
    { event: read, headers: { ...HEADERS, ...headers }, address: '203.0.113.7' },
    { ...SITE, ...site },
  );
}

function kept(event: object, headers: object = {}, site: object = {}): unknown {
  const read = readWireEvent(JSON.stringify(event));
  if (read === null) throw new Error('invalid');
  const arrival = { event: read, headers: { ...HEADERS, ...headers }, address: '203.0.113.7' };
  const options = { countryHeader: 'cf-ipcountry', countryOfAddress: () => null, visitorOf: () => 'visitor' };
  return keptEvent(arrival, { ...SITE, ...site }, options);
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
  expect(judged(PAGE)).toBeNull();
  expect(judged(PAGE, { origin: 'https://de.shop.example' })).toBeNull();
  expect(judged({ ...PAGE, u: 'http://blog.example:8080/a' })).toBeNull();
  expect(judged(PAGE, { origin: undefined, referer: 'https://blog.example/a' })).toBeNull();
  for (const origin of [
    'https://evil.example',
    'https://blog.example.evil.example',
    'https://evilblog.example',
    'null',
    undefined,
  ]) {
    expect([origin, judged(PAGE, { origin })]).toEqual([origin, 'wrong-host']);
  }
  for (const u of ['https://evil.example/', 'https://xshop.example/', 'https://shop.example/']) {
    expect([u, judged({ ...PAGE, u })]).toEqual([u, 'wrong-host']);
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
    expect([agent, judged(PAGE, { 'user-agent': agent })]).toEqual([agent, 'bot']);
  }
  expect(judged(PAGE, { 'user-agent': undefined })).toBe('bot');
  expect(judged(PAGE, { 'sec-purpose': 'prefetch;prerender' })).toBe('prefetch');
  expect(judged(PAGE, { purpose: 'prefetch' })).toBe('prefetch');
  expect(judged(CLICK)).toBe('excluded');
  expect(judged({ ...CLICK, h: 'https://click.example/other' })).toBeNull();
  expect(judged(PAGE, {}, { privacy: 'consent' })).toBe('opt-out');
  expect(judged({ ...PAGE, y: 'yes' }, {}, { privacy: 'consent' })).toBeNull();
  expect(judged({ ...PAGE, y: 'no' }, {}, { privacy: 'consent' })).toBe('opt-out');
});

test('what is no event of this format is invalid', () => {
  const wrong: readonly object[] = [
    { ...PAGE, v: 2 },
    { ...PAGE, e: 'A'.repeat(16) },
    { ...PAGE, w: 'a' },
    { ...PAGE, u: 'javascript:alert(1)' },
    { ...PAGE, u: '/relative' },
    { ...PAGE, s: -1 },
    { ...PAGE, n: 'x'.repeat(1001) },
    { ...PAGE, t: 'x' },
    { ...CLICK, h: 'data:text/html,x' },
    { ...CLICK, m: ['mousedown', true, false] },
    { ...CLICK, i: "a' or 1" },
    { ...PAGE, t: 'i', i: [] },
    [],
  ];
  for (const event of wrong) expect([event, readWireEvent(JSON.stringify(event))]).toEqual([event, null]);
  for (const body of ['', '{', 'null', '"x"', '1']) expect(readWireEvent(body)).toBeNull();
  expect(readWireEvent(JSON.stringify({ ...PAGE, newer: 1 }))).not.toBeNull();
});

test('only what the site wants is kept; no fragment, no query of a referrer, no control character', () => {
  const event = {
    ...PAGE,
    n: ' a\u0000b\nc ',
    d: { author: 'Ann', category: 'Tests' },
    r: 'https://u:p@news.example/x?secret=1#y',
  };
  expect(kept(event, { 'accept-language': 'fr-CH, fr;q=0.9' })).toEqual({
    ...{ kind: 'pageview', eventId: PAGE.e, viewId: PAGE.w, visitor: 'visitor', sinceMs: 1 },
    ...{ pageHost: 'www.blog.example', pagePath: '/a', pageQuery: 'ref=x' },
    ...{ country: 'CH', countryIsGuess: true, device: 'desktop', browser: 'Chrome', system: 'Linux' },
    ...{ referrer: 'https://news.example/x', title: 'a b c', language: 'fr-CH' },
    ...{ author: 'Ann', category: null, publishedOn: null, tags: null },
    ...{ source: 'x', medium: null, campaign: null, term: null, content: null },
  });
  expect(kept(PAGE, { 'cf-ipcountry': 'at' })).toMatchObject({ country: 'AT', countryIsGuess: false });
  const odd = { ...PAGE, d: { published: '2026-02-30' }, r: 'about:blank' };
  expect(kept(odd, {}, { dimensions: ['published'] })).toMatchObject({ publishedOn: null, referrer: null });
  expect(kept({ ...PAGE, r: 'android-app://com.mail/' })).toMatchObject({ referrer: 'android-app://com.mail/' });
  const list = {
    ...PAGE,
    t: 'i',
    i: [
      { h: CLICK.h, n: 'awin' },
      { h: 'https://click.example/2', n: 'awin', b: 'box', o: 2 },
      { h: 'https://click.example/2', n: 'awin', b: 'end', o: 3 },
      { h: 'https://click.example/2', n: 'awin', b: 'box', o: 4 },
    ],
  };
  const link = { link: 'https://click.example/2', linkHost: 'click.example' };
  expect(kept(list)).toMatchObject({
    links: [
      { ...link, placement: 'box', position: 2, seen: 2 },
      { ...link, placement: 'end', position: 3, seen: 1 },
    ],
  });
});

test('what a browser sends at length is cut to what is kept', () => {
  const click = {
    ...CLICK,
    h: 'https://click.example/2',
    a: `\n${'x'.repeat(99)}😀 and more`,
    q: ' ',
    o: 0,
    i: false,
    b: [
      ['table', '', 'deals'],
      ['article', 'a', 'b'],
      ['main', '', null],
      ['section', 'outside', null],
    ],
  };
  expect(kept(click)).toMatchObject({
    ...{ linkText: 'x'.repeat(99), heading: null, position: null, clickId: null, way: 'm', isCancelled: false },
    placement: 'main>article#a>table.deals',
  });
  expect(kept({ ...PAGE, n: 'x'.repeat(900) })).toMatchObject({ title: 'x'.repeat(200) });
});

test.each([
  [['click', true, false], 'c'],
  [['click', true, true], 't'],
  [['click', false, false], 's'],
  [['auxclick', true, false], 'm'],
  [['contextmenu', true, false], 'o'],
  [undefined, 'w'],
])('the way of %j is %s', (m, way) => {
  expect(kept({ ...CLICK, m })).toMatchObject({ way });
});

test('a visitor has an id only where the site and the reader let it', () => {
  expect(kept(PAGE)).toMatchObject({ visitor: 'visitor' });
  expect(kept(PAGE, {}, { privacy: 'none' })).toMatchObject({ visitor: null });
  expect(kept({ ...PAGE, g: true })).toMatchObject({ visitor: null });
  expect(kept(PAGE, { 'sec-gpc': '1' })).toMatchObject({ visitor: null });
  expect(kept(PAGE, { 'sec-gpc': '1' }, { respectsGpc: false })).toMatchObject({ visitor: 'visitor' });
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
