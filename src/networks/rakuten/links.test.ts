import { describe, expect, it } from 'vitest';
import { links } from './links.ts';

const DEEPLINK =
  'https://click.linksynergy.com/deeplink?id=AbCdEfGhIjK&mid=3358&murl=https%3A%2F%2Fwww.example.com%2Fa%20b';

describe('recognise', () => {
  it('gives sub-id and advertiser', () => {
    expect(links.recognise(`${DEEPLINK}&u1=post-1`)).toEqual({ subId: 'post-1', advertiserId: '3358' });
    expect(links.recognise(DEEPLINK)).toEqual({ subId: '', advertiserId: '3358' });
  });
  it('takes no sub-id from inside the target, nor from parameters of the network', () => {
    const inside = 'https://click.linksynergy.com/deeplink?id=x&mid=1&murl=https%3A%2F%2Fe.com%2F%3Fu1%3Dtheirs';
    expect(links.recognise(inside)?.subId).toBe('');
    expect(links.recognise('https://click.linksynergy.com/fs-bin/click?id=x&subid=0&U1=a')?.subId).toBe('');
  });
  it.each([
    'https://ad.linksynergy.com/fs-bin/show?id=x&bids=1',
    'https://click.linksynergy.com.example.com/deeplink?id=x',
    'https://www.example.com/?to=https://click.linksynergy.com/deeplink',
    'https://click.linksynergy.com/',
    'ftp://click.linksynergy.com/deeplink?id=x',
  ])('does not take %s for a link', (url) => {
    expect(links.recognise(url)).toBeNull();
    expect(links.tag(url, 'a')).toBeNull();
  });
});

describe('tag', () => {
  it('keeps every other byte, so that the target stays encoded once', () => {
    expect(links.tag(DEEPLINK, 'post-1')).toBe(DEEPLINK.replace('?', '?u1=post-1&'));
  });
  it('stands before a target, encoded or not', () => {
    const open = 'https://click.linksynergy.com/deeplink?id=x&mid=1&murl=https://e.com/p?a=1&b=2';
    expect(links.tag(open, 's')).toBe(
      'https://click.linksynergy.com/deeplink?u1=s&id=x&mid=1&murl=https://e.com/p?a=1&b=2',
    );
  });
  it('keeps a sub-id that is there, and fills an empty one', () => {
    const tagged = `${DEEPLINK}&u1=mine`;
    expect(links.tag(tagged, 'other')).toBe(tagged);
    expect(links.tag(`${DEEPLINK}&u1=`, 'other')).toBe(`${DEEPLINK}&u1=other`);
  });
  it('stands before the fragment', () => {
    expect(links.tag('https://click.linksynergy.com/link?id=x#y', 's')).toBe(
      'https://click.linksynergy.com/link?u1=s&id=x#y',
    );
  });
  it('refuses a sub-id that the network would not carry', () => {
    for (const subId of ['', 'a b', 'ä', 'a&b', 'x'.repeat(73)]) {
      expect(() => links.tag(DEEPLINK, subId)).toThrow(RangeError);
    }
  });
});
