import { expect, test } from 'vitest';
import { readerPlace } from './traffic-words.ts';

test('a reader is in the city where it is known, else in the country', () => {
  expect(readerPlace({ country: 'US', city: 'Springfield, Illinois, US' })).toBe('Springfield, Illinois, US');
  expect(readerPlace({ country: 'US', city: null }, 'en')).toBe('United States');
  expect(readerPlace({ country: null, city: null })).toBeNull();
});
