import { expect, test } from 'vitest';
import { linkWords } from './link-words.ts';

test('a link names products in the address of the shop, whole and in pieces with a digit', () => {
  const target = encodeURIComponent('https://shop.example/p/Blue-Kettle-48213.html?ref=SKU-7');
  expect(linkWords(`https://click.linksynergy.com/deeplink?id=AbC&mid=3358&murl=${target}`)).toEqual([
    'deeplink',
    'abc',
    '3358',
    'blue-kettle-48213.html',
    '48213',
    'sku-7',
  ]);
});

test('an SKU with a slash is one word; what is not an address, too short or not ASCII is left out', () => {
  expect(linkWords('https://shop.example/p/3f2a%2F771')).toEqual(['3f2a/771', '3f2a', '771']);
  expect(linkWords('https://shop.example/%FCber/%/ab')).toEqual(['%fcber']);
  expect(linkWords('not a link')).toEqual([]);
  expect(linkWords(`https://shop.example/${'x'.repeat(65)}`)).toEqual([]);
});

test('a link in a link in a link is followed, for ever is not', () => {
  let link = 'https://shop.example/p/item-9';
  for (let depth = 0; depth < 3; depth += 1) link = `https://go.example/?url=${encodeURIComponent(link)}`;
  expect(linkWords(link)).toContain('item-9');
  expect(linkWords(`https://go.example/?url=${encodeURIComponent(link)}`)).not.toContain('item-9');
});
