import { expect, test } from 'vitest';
import { readableAddress, readerPlace } from './traffic-words.ts';

test('a reader is in the city where it is known, else in the country', () => {
  expect(readerPlace({ country: 'US', city: 'Springfield, Illinois, US' })).toBe('Springfield, Illinois, US');
  expect(readerPlace({ country: 'US', city: null }, 'en')).toBe('United States');
  expect(readerPlace({ country: null, city: null })).toBeNull();
});

test('an address is read with its letters, and as it is where that would hide something', () => {
  expect(readableAddress('garten.example/g%C3%A4rten/%E6%97%A5')).toBe('garten.example/gärten/日');
  expect(readableAddress('/100%25-wool%2Fsilk')).toBe('/100%25-wool%2Fsilk'.replace('%25', '%'));
  // no letters, a blank, a line break, a mark that turns the direction of writing
  for (const same of ['/%ff', '/50%', '/a%20b', '/a%0Ab', '/a%E2%80%AEb']) expect(readableAddress(same)).toBe(same);
});
