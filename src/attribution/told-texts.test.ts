/** What a network's referrer says: the page is told from others' as the collector tells it. */
import { expect, test } from 'vitest';
import { pageOfReferrer } from './told-texts.ts';

const SITES = [
  { id: 'site-1', hosts: ['kitchen.example'] },
  { id: 'site-2', hosts: ['www.garden.example', '*.garden.example'] },
];
const told = (referrer: string): string | null => {
  const page = pageOfReferrer(referrer, SITES);
  return page === null ? null : `${page.siteId} ${page.pageHost}${page.pagePath}`;
};

test('the page of a site, with `www.` or without it, on whatever port', () => {
  expect(told('https://kitchen.example/post')).toBe('site-1 kitchen.example/post');
  expect(told('https://www.kitchen.example/post?q=1#here')).toBe('site-1 www.kitchen.example/post');
  expect(told('kitchen.example:8080/post')).toBe('site-1 kitchen.example:8080/post');
  expect(told('http://garden.example/a')).toBe('site-2 garden.example/a');
  expect(told('https://roses.garden.example/a')).toBe('site-2 roses.garden.example/a');
});

test('an origin alone names the site; another host, no address and no page say nothing', () => {
  expect(told('https://www.kitchen.example/')).toBe('site-1 ');
  expect(told('https://kitchen.example.thief.example/post')).toBeNull();
  expect(told('https://notkitchen.example/post')).toBeNull();
  expect(told('javascript:alert(1)')).toBeNull();
  expect(told('\\N')).toBeNull();
});
