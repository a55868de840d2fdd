import { expect, test } from 'vitest';
import { type LabelRule, ruleFor } from './label-rules.ts';

const rule = (id: string, match: LabelRule['match'], text: string, network = ''): LabelRule => ({
  ...{
    id,
    madeAt: `2026-03-0${'fedcba'.indexOf(id) + 2}`,
    match,
    text,
    network,
    siteId: '',
    pageHost: '',
    pagePath: '',
    campaign: id,
  },
});

test('the most specific rule decides', () => {
  const rules = [
    rule('a', 'contains', 'post'),
    rule('b', 'prefix', 'post'),
    rule('c', 'prefix', 'post-1'),
    rule('d', 'prefix', 'post-1', 'awin'),
    rule('e', 'wildcard', '*-hero'),
    rule('f', 'exact', 'post-1-hero'),
  ];
  const decided = (text: string, network = 'rakuten') => ruleFor(rules, network, text)?.id;
  expect(decided('my post')).toBe('a');
  expect(decided('POST-2')).toBe('b');
  expect(decided('post-12')).toBe('c');
  expect(decided('post-12', 'awin')).toBe('d');
  expect(decided('post-12-hero', 'awin')).toBe('e');
  expect(decided('Post-1-Hero')).toBe('f');
  expect(decided('letter')).toBeUndefined();
});

test('of rules that are as specific the older decides, whatever its id', () => {
  const [older, younger] = [rule('f', 'contains', 'summer'), rule('a', 'contains', 'winter')];
  for (const rules of [
    [older, younger],
    [younger, older],
  ])
    expect(ruleFor(rules, 'rakuten', 'summer-winter')?.id).toBe('f');
});

test('a star stands for any characters, and for none', () => {
  const met = (text: string, subId: string) => ruleFor([rule('x', 'wildcard', text)], 'rakuten', subId) !== null;
  expect(
    ['a*b', 'a*b', 'a*b', '*b*', 'a**c', 'a*ba', 'ab', 'a*'].map((text, n) =>
      met(text, ['ab', 'a-b', 'abc', 'xbx', 'abc', 'aba', 'ab', 'a'][n] ?? ''),
    ),
  ).toEqual([true, true, false, true, true, true, true, true]);
  expect(met('a*a', 'a')).toBe(false);
  expect(met('*a*a*', `${'a'.repeat(400)}b`)).toBe(true);
});
