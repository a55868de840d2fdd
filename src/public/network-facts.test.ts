import { expect, test } from 'vitest';
import { linksOnly, networks } from '../networks/index.ts';
import { alphabetInWords, factsOf, linkFactsOf } from './network-facts.ts';

test.each([
  ['A-Za-z0-9_-', 'letters, digits, - and _'],
  ['A-Za-z0-9', 'letters and digits'],
  ['A-Z', 'capital letters'],
  ['\\w. ', 'letters, digits, _, . and spaces'],
])('%s is told in words', (alphabet, words) => {
  expect(alphabetInWords(alphabet)).toBe(words);
});

test('every network can be told in words', () => {
  for (const network of networks) {
    const facts = factsOf(network);
    expect(facts.reports.length, network.id).toBeGreaterThan(0);
    expect(network.links === null && facts.subId !== null, network.id).toBe(false);
    if (facts.subId !== null) expect(facts.subId.alphabet, network.id).not.toBe('');
    expect(new Set(facts.countries).size, `a country of ${network.id} stands twice`).toBe(facts.countries.length);
  }
});

test('so can every network of which only the links are known', () => {
  for (const { label, subId } of linkFactsOf(linksOnly)) {
    expect(label).not.toBe('');
    if (subId !== null) expect([subId.parameters.length > 0, subId.alphabet !== ''], label).toEqual([true, true]);
  }
});
