import { expect, test } from 'vitest';
import { hostOf, trafficSource } from './traffic-source.ts';

const seen = (query: string, referrer: string): string => {
  const { sourceClass, name, campaign } = trafficSource({
    pageUrl: `https://kitchen.example/pans/${query}`,
    referrer,
    isFromOwnSite: hostOf(referrer).endsWith('kitchen.example'),
  });
  return [sourceClass, name, campaign].filter((text) => text !== '').join(' ');
};

test.each([
  ['', '', 'direct'],
  ['', 'about:blank', 'direct'],
  ['', 'https://www.google.com/', 'search Google'],
  ['', 'https://www.google.co.uk/', 'search Google'],
  ['', 'https://google.de/url?q=x', 'search Google'],
  ['', 'https://mail.google.com/mail/u/0/', 'mail Gmail'],
  ['', 'https://gemini.google.com/', 'ai Gemini'],
  ['', 'https://news.google.com/', 'feed Google News'],
  ['', 'https://google.example.com/', 'referral google.example.com'],
  ['', 'https://notgoogle.com/', 'referral notgoogle.com'],
  ['', 'android-app://com.google.android.googlequicksearchbox/', 'search Google'],
  ['', 'android-app://com.google.android.gm/', 'mail Gmail'],
  ['', 'https://chatgpt.com/', 'ai ChatGPT'],
  ['', 'https://l.facebook.com/l.php', 'social Facebook'],
  ['', 'https://de.pinterest.com/', 'social Pinterest'],
  ['', 'https://out.reddit.com/', 'social Reddit'],
  ['', 'https://weekly.substack.com/p/1', 'mail Substack'],
  ['', 'https://www.neighbour.example/best', 'referral neighbour.example'],
  ['', 'https://m.kitchen.example/other/', 'internal m.kitchen.example'],
  ['?utm_source=chatgpt.com', '', 'ai ChatGPT'],
  ['?utm_source=google&utm_medium=cpc&utm_campaign=pans', 'https://www.google.com/', 'paid Google pans'],
  ['?gclid=abc', 'https://www.google.com/', 'paid Google'],
  ['?utm_source=october&utm_medium=email&utm_campaign=letter-12', '', 'mail october letter-12'],
  ['?utm_source=fb&utm_medium=paid_social', '', 'paid Facebook'],
  ['?utm_source=ig&utm_medium=social', '', 'social Instagram'],
  ['?ref=producthunt', '', 'campaign producthunt'],
  ['?utm_campaign=spring', 'https://m.kitchen.example/', 'campaign spring'],
  ['?ref=%0Aproduct%00hunt%09', '', 'campaign product hunt'],
  ['?utm_source=twitter', 'https://t.co/x', 'social X'],
])('%s from %s is %s', (query, referrer, expected) => {
  expect(seen(query, referrer)).toBe(expected);
});

test('an address that is none tells nothing and breaks nothing', () => {
  expect(trafficSource({ pageUrl: 'x', referrer: 'y', isFromOwnSite: false }).sourceClass).toBe('direct');
  expect(hostOf('javascript:alert(1)')).toBe('');
});

test('a tag of any length is kept short', () => {
  const { name } = trafficSource({
    pageUrl: `https://a.example/?utm_source=${'x'.repeat(5000)}`,
    referrer: '',
    isFromOwnSite: false,
  });
  expect(name).toHaveLength(200);
  // between the halves of a character
  expect(seen(`?ref=${'x'.repeat(199)}%F0%9F%8D%B3`, '')).toBe(`campaign ${'x'.repeat(199)}`);
});
