import { expect, test } from 'vitest';
import { networks } from '../networks/index.ts';
import { alphabetInWords, factsOf } from './network-facts.ts';

test.each([
  [/^[A-Za-z0-9_-]+$/, 'letters, digits, - and _'],
  [/^[a-z0-9]*$/i, 'letters and digits'],
  [/^[A-Z]+$/, 'capital letters'],
  [/^[\w. ]{1,5}$/, 'letters, digits, _, . and spaces'],
])('%s is told in words', (alphabet, words) => {
  expect(alphabetInWords(alphabet)).toBe(words);
});

test('every network can be told in words', () => {
  for (const network of networks) {
    const facts = factsOf(network);
    expect(facts.reports.length, network.id).toBeGreaterThan(0);
    expect(facts.subId === null, network.id).toBe(network.links === null);
    if (facts.subId !== null) expect(facts.subId.alphabet, network.id).not.toBe('');
    expect(new Set(facts.countries).size, `a country of ${network.id} stands twice`).toBe(facts.countries.length);
  }
});
