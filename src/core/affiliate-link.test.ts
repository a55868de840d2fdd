import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LinkForm, linkRules, parameterOf, ruleFor, subIdOf, subIdsOf, withSubId } from './affiliate-link.ts';
import { makeClickId } from './click-id.ts';

const form: LinkForm = {
  hosts: ['go.net.example'],
  path: '/click',
  subId: 'sub',
  maxLength: 40,
  alphabet: 'a-z0-9~',
};
const plain = linkRules('plain', form);
const signed = linkRules('signed', { ...form, hosts: ['signed.example'], signedBy: ['sig', 'hmac'] });
const inPath = linkRules('in-path', {
  ...form,
  hosts: ['path.example'],
  path: '/r/.*',
  subId: '/ref:',
  before: ['/dest:'],
});
const unwritten = linkRules('unwritten', { ...form, hosts: ['read.example'], subId: null });
const several = linkRules('several', {
  ...form,
  hosts: ['several.example'],
  further: ['sub2', 'sub3'],
  signedBy: ['sig'],
});
const RULES = [plain, signed, inPath, unwritten, several].flat();
const CLICK_ID = makeClickId(1_795_000_000_000, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
const rule = RULES[0] ?? ['', /^$/, ''];
const tag = (href: string, subId = 'id1'): string => withSubId(href, subId, RULES);

describe('a sub-id', () => {
  it.each([
    ['https://go.net.example/click', 'https://go.net.example/click?sub=id1'],
    ['https://go.net.example/click?', 'https://go.net.example/click?sub=id1&'],
    ['https://go.net.example/click?a=1#f?sub=x', 'https://go.net.example/click?sub=id1&a=1#f?sub=x'],
    ['https://go.net.example/click?sub=&a=1', 'https://go.net.example/click?sub=id1&a=1'],
    [
      'https://go.net.example/click?to=https%3A%2F%2Fa.example',
      'https://go.net.example/click?sub=id1&to=https%3A%2F%2Fa.example',
    ],
    ['https://path.example/r/x/ref:/dest:https://a.example', 'https://path.example/r/x/ref:id1/dest:https://a.example'],
    ['https://path.example/r/x/?q=1', 'https://path.example/r/x/ref:id1?q=1'],
  ])('goes where the network reads it: %s', (link, tagged) => {
    expect(tag(link)).toBe(tagged);
    expect(tag(tagged, 'other')).toBe(tagged);
  });
  it('that the publisher wrote is kept', () => {
    expect(tag('https://go.net.example/click?sub=mine')).toBe('https://go.net.example/click?sub=mine');
  });
  it.each([
    ['?a=1', '?sub=id1&a=1'],
    ['?sub=mine&a=1', '?sub2=id1&sub=mine&a=1'],
    ['?sub=&sub2=mine', '?sub=id1&sub2=mine'],
    ['?sub2=mine', '?sub=id1&sub2=mine'],
    ['?sub2=b&sub=a', '?sub3=id1&sub2=b&sub=a'],
    ['?sub=a&sub3=c&sub2=&x', '?sub=a&sub3=c&sub2=id1&x'],
    ['?to=https://a.example/?x&sub=theirs', '?sub2=id1&to=https://a.example/?x&sub=theirs'],
    ['?to=https%3A%2F%2Fa.example%2F%3Fsub%3Dtheirs', '?sub=id1&to=https%3A%2F%2Fa.example%2F%3Fsub%3Dtheirs'],
  ])('goes into the first parameter that is free, where there are several: %s', (query, tagged) => {
    expect(tag(`https://several.example/click${query}`)).toBe(`https://several.example/click${tagged}`);
  });
  it.each([
    ['all are taken', '?sub=a&sub2=b&sub3=c'],
    ['a click id is there', `?sub=${CLICK_ID}`],
    ['a click id is behind the publisher’s', `?sub2=${CLICK_ID}&sub=mine`],
    ['the link is signed', '?sub=a&sig=x'],
  ])('is not written where there are several and %s', (_, query) => {
    const link = `https://several.example/click${query}`;
    expect(tag(link)).toBe(link);
  });
  it('of several that a link has, each is told by its parameter', () => {
    const link = 'https://several.example/click?sub2=b&x=1&sub=a';
    expect([...subIdsOf(link, several)]).toEqual([
      ['sub', 'a'],
      ['sub2', 'b'],
    ]);
    const next = ruleFor(link, several);
    expect(next && parameterOf(next)).toBe('sub3');
    expect([...subIdsOf('https://path.example/r/x/ref:id1/dest:y', inPath)]).toEqual([['/ref:', 'id1']]);
  });
  it('is not written into a signed link, nor where none is taken', () => {
    for (const link of [
      'https://signed.example/click?a=1&hmac=2',
      'https://read.example/click?a=1',
      'https://else.example/',
    ])
      expect(tag(link)).toBe(link);
    expect(tag('https://signed.example/click?a=1')).toBe('https://signed.example/click?sub=id1&a=1');
  });
  it('is written into a link inside another one at its own depth, once', () => {
    const shop = encodeURIComponent('https://shop.example/ä?x=1&y=%20');
    const inner = `https://path.example/r/x?to=${shop}`;
    const outer = `https://go.net.example/click?to=${encodeURIComponent(inner)}&z=1`;
    const tagged = tag(outer);
    expect(subIdOf(tagged, rule)).toBe('id1');
    const written = new URL(tagged).searchParams.get('to');
    expect(written).toBe(`https://path.example/r/x/ref:id1?to=${shop}`);
    expect(tagged).toContain(`to=${encodeURIComponent(String(written))}&z=1`);
    expect(tag(tagged, 'other')).toBe(tagged);
  });
  it('of the publisher does not keep a link inside from getting one', () => {
    const inner = encodeURIComponent('https://go.net.example/click?to=x');
    expect(tag(`https://go.net.example/click?sub=mine&to=${inner}`)).toBe(
      `https://go.net.example/click?sub=mine&to=${encodeURIComponent('https://go.net.example/click?sub=id1&to=x')}`,
    );
  });
  it.each([
    ['no network’s', 'https://blog.example/go?url='],
    ['signed', 'https://signed.example/click?hmac=2&url='],
    ['never changed', 'https://read.example/click?url='],
  ])('is written into nothing inside an address that is %s', (_, address) => {
    const link = address + encodeURIComponent('https://go.net.example/click?to=x');
    expect(tag(link)).toBe(link);
    const outer = `https://go.net.example/click?to=${encodeURIComponent(link)}`;
    expect(tag(outer)).toBe(`https://go.net.example/click?sub=id1&to=${encodeURIComponent(link)}`);
  });
  it("inside an encoded target is not the link's own; in one that is not encoded nobody can tell, so it stays alone", () => {
    expect(subIdOf('https://go.net.example/click?to=https%3A%2F%2Fa%3Fsub%3Dtheirs&sub=ours', rule)).toBe('ours');
    const open = 'https://go.net.example/click?to=https://a.example/?sub=theirs';
    expect(tag(open)).toBe(open);
  });
  it('survives any target, and leaves the target as it was', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true, withFragments: true }).filter((url) => !url.includes('sub=')),
        fc.boolean(),
        (shop, isEncoded) => {
          const href = new URL(`https://go.net.example/click?a=1&to=${isEncoded ? encodeURIComponent(shop) : shop}`)
            .href;
          const tagged = tag(href);
          expect(ruleFor(tagged, RULES)).toBe(rule);
          expect(subIdOf(tagged, rule)).toBe('id1');
          expect(tagged.replace('sub=id1&', '')).toBe(href);
        },
      ),
    );
  });
});
