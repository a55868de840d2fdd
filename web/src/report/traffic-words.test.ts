import { expect, test } from 'vitest';
import { readerWords } from './traffic-words.ts';

test('a reader is called by the city where it is known, else by the country, always by the device', () => {
  const phone = { device: 'phone', country: 'US' };
  expect(readerWords({ ...phone, city: 'Springfield, Illinois, US' })).toBe('Springfield, Illinois, US · Phone');
  expect(readerWords({ ...phone, city: null }, 'en')).toBe('United States · Phone');
  expect(readerWords({ device: 'desktop', country: null, city: null })).toBe('Desktop');
});
