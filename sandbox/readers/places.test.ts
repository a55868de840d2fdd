import { type CityResponse, Reader } from 'mmdb-lib';
import { expect, test } from 'vitest';
import { readersPlaces } from './places.ts';
import { browserOf, COUNTRIES, crawler } from './reader.ts';

test('every reader is in the own country, most in a town, and towns of one name are told by their regions', () => {
  const places = new Reader<CityResponse>(readersPlaces());
  const towns = new Map<string, number>();
  let [readers, unknown] = [0, 0];
  for (const country of COUNTRIES) {
    for (let n = 1; n <= 20_000; n += 13) {
      const place = places.get(browserOf(`reader-${country}-${n}`, 'mobile', country).address);
      expect(place?.country?.iso_code).toBe(country);
      const name = [place?.city?.names.en, place?.subdivisions?.[0]?.names.en, country].join(', ');
      readers += 1;
      if (place?.city === undefined) unknown += 1;
      else towns.set(name, (towns.get(name) ?? 0) + 1);
    }
  }
  expect(unknown / readers).toBeGreaterThan(0.05);
  expect(unknown / readers).toBeLessThan(0.11);
  const [illinois = 0, missouri = 0] = ['Illinois', 'Missouri'].map((state) => towns.get(`Springfield, ${state}, US`));
  expect(Math.min(illinois, missouri)).toBeGreaterThan(0);
  expect(towns.get('New York, New York, US')).toBeGreaterThan(illinois + missouri);
  expect(places.get(crawler(1).address)).toBeNull();
});
