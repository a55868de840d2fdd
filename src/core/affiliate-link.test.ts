import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LinkForm, linkRule, ruleFor, subIdOf, withSubId } from './affiliate-link.ts';

const form: LinkForm = {
  hosts: ['go.net.example'],
  path: '/click',
  subId: 'sub',
  targets: ['to'],
  maxLength: 40,
  alphabet: 'a-z0-9~',
  existing: 'skip',
};
const plain = linkRule('plain', form);
const joining = linkRule('joining', { ...form, hosts: ['join.example'], existing: { append: '~' } });
const signed = linkRule('signed', { ...form, hosts: ['signed.example'], signedBy: ['sig', 'hmac'] });
const inPath = linkRule('in-path', {
  ...form,
  hosts: ['path.example'],
  path: '/r/.*',
  subId: '/ref:',
  targets: ['/dest:'],
});
const unwritten = linkRule('unwritten', { ...form, hosts: ['read.example'], subId: null });
const RULES = [plain, joining, signed, inPath, unwritten];
const tag = (href: string, subId = 'id1'): string => withSubId(href, subId, RULES);

describe('a sub-id', () => {
  it.each([
    ['https://go.net.example/click', 'https://go.net.example/click?sub=id1'],
    ['https://go.net.example/click?', 'https://go.net.example/click?sub=id1'],
    ['https://go.net.example/click?a=1#f?sub=x', 'https://go.net.example/click?a=1&sub=id1#f?sub=x'],
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
  it('that the publisher wrote is kept, or ours stands behind it where the form says so and there is room', () => {
    expect(tag('https://go.net.example/click?sub=mine')).toBe('https://go.net.example/click?sub=mine');
    expect(tag('https://join.example/click?sub=mine&to=x')).toBe('https://join.example/click?sub=mine~id1&to=x');
    const full = `https://join.example/click?sub=${'x'.repeat(37)}`;
    expect(tag(full)).toBe(full);
  });
  it('is not written into a signed link, nor where none is taken', () => {
    for (const link of [
      'https://signed.example/click?a=1&hmac=2',
      'https://read.example/click?a=1',
      'https://else.example/',
    ])
      expect(tag(link)).toBe(link);
    expect(tag('https://signed.example/click?a=1')).toBe('https://signed.example/click?a=1&sub=id1');
  });
  it('is written into a link inside another one at its own depth, once', () => {
    const shop = encodeURIComponent('https://shop.example/ä?x=1&y=%20');
    const inner = `https://go.net.example/click?to=${shop}`;
    const outer = `https://read.example/click?to=${encodeURIComponent(inner)}&z=1`;
    const tagged = tag(outer);
    expect(new URL(tagged).searchParams.get('to')).toBe(tag(inner));
    expect(new URL(new URL(tagged).searchParams.get('to') ?? '').searchParams.get('to')).toBe(
      'https://shop.example/ä?x=1&y=%20',
    );
    expect(tag(tagged, 'other')).toBe(tagged);
  });
  it("inside a target is not the link's own", () => {
    expect(subIdOf('https://go.net.example/click?to=https://a.example/?sub=theirs', plain)).toBe('');
    expect(subIdOf('https://go.net.example/click?to=https%3A%2F%2Fa%3Fsub%3Dtheirs&sub=ours', plain)).toBe('ours');
    expect(subIdOf('https://path.example/r/dest:https://a.example/ref:theirs', inPath)).toBe('');
  });
  it('survives any target, and leaves the target as it was', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.boolean(), (shop, isEncoded) => {
        const href = new URL(`https://go.net.example/click?a=1&to=${isEncoded ? encodeURIComponent(shop) : shop}`).href;
        const tagged = tag(href);
        expect(ruleFor(tagged, RULES)).toBe(plain);
        expect(subIdOf(tagged, plain)).toBe('id1');
        expect(tagged.replace('sub=id1&', '')).toBe(href);
      }),
    );
  });
});
