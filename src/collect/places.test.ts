/** Countries and cities from a database of the operator: found, re-read, and never a reason to stop. */
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collecting } from '../../test/events/collecting.ts';
import { type GeoEntry, geoDatabase } from '../../sandbox/index.ts';
import { idOf, pageview } from '../../test/events/sent-events.ts';
import type { FactsStore } from '../facts/index.ts';
import { Places } from './places.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-places-'));
  file = join(folder, 'places.mmdb');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const country = (code: string): { country: { iso_code: string } } => ({ country: { iso_code: code } });
const WORLD = [
  ['203.0.113.0/24', country('AT')],
  ['198.51.100.128/25', country('CH')],
  ['2001:db8:7::/48', country('IS')],
  ['192.0.2.0/24', { country_code: 'NZ' }],
  ['192.0.3.0/24', { country: 'JP' }],
  ['192.0.4.0/24', { continent: 'EU' }],
] as const;

/** A clock that is moved on by more than a minute before each look. */
function reading(): { places: Places; look: () => Promise<void>; faults: string[] } {
  let now = 0;
  const faults: string[] = [];
  const places = new Places(
    file,
    () => now,
    (message) => faults.push(message),
  );
  const look = async (): Promise<void> => {
    now += 60_001;
    await places.look();
  };
  return { places, look, faults };
}

test('IPv4 and IPv6 are found to the bit; what is in no network or no address is not', async () => {
  writeFileSync(file, geoDatabase(WORLD));
  const { places, look } = reading();
  await look();
  const found = (address: string): string | null => places.of(address).country;
  expect(['203.0.113.0', '203.0.113.255', '198.51.100.128', '2001:db8:7:ffff::1'].map(found)).toEqual([
    'AT',
    'AT',
    'CH',
    'IS',
  ]);
  expect(['192.0.2.1', '192.0.3.1'].map(found)).toEqual(['NZ', 'JP']);
  const nowhere = [
    '203.0.114.0',
    '198.51.100.127',
    '2001:db8:8::1',
    '192.0.4.1',
    '127.0.0.1',
    '',
    'unknown',
    '203.0.113',
  ];
  expect(nowhere.map(found)).toEqual(nowhere.map(() => null));
  expect(places.state).toEqual({ database: 'Test-Country', builtOn: '2026-11-01', hasCities: false, fault: null });
});

test('a city comes with its region and country, as databases of several makers write them', async () => {
  const us = { country: { iso_code: 'US' } };
  const town = (name: string, regions: readonly object[]) => ({
    ...us,
    city: { names: { en: name } },
    subdivisions: regions,
  });
  const records: readonly (readonly [object, string | null])[] = [
    [town('Springfield', [{ names: { en: 'Illinois' }, iso_code: 'IL' }]), 'Springfield, Illinois, US'],
    [town('Springfield', [{ iso_code: 'MO' }, { names: { en: 'Greene' } }]), 'Springfield, MO, US'],
    [town('Springfield', []), 'Springfield, US'],
    [{ ...us, city: { names: { en: 'New York' } } }, 'New York, US'],
    [town('New York', [{ names: { en: 'New York' } }]), 'New York, US'], // the region says no more
    [{ country: 'US', region: 'Oregon', city: 'Portland' }, 'Portland, Oregon, US'],
    [{ country_code: 'US', state1: 'Maine', city: 'Portland' }, 'Portland, Maine, US'],
    [{ country: 'United States', country_code: 'US', city: 'Boise' }, 'Boise, US'],
    [{ city: 'Nowhere' }, null], // of no country
    [{ ...us, city: { names: { de: 'Nur auf Deutsch' } } }, null],
    [{ ...us, city: '-' }, null],
    [{ ...us, city: '  ' }, null],
    [{ ...us, city: 4711 }, null],
    [{ ...us, city: 'x'.repeat(101) }, null],
    [{ ...us, city: 'Two\u0000\n\u202eLines', region: '\t' }, 'Two Lines, US'],
    [us, null],
  ];
  const entries = records.map(([record], n) => [`10.0.${n}.0/24`, record] as unknown as GeoEntry); // none holds more
  writeFileSync(file, geoDatabase(entries, { ipVersion: 4 }));
  const { places, look } = reading();
  await look();
  expect(places.state.hasCities).toBe(true);
  expect(records.map((_, n) => places.of(`10.0.${n}.1`).city)).toEqual(records.map(([, city]) => city));
});

test('a database of IPv4 says nothing of IPv6', async () => {
  writeFileSync(file, geoDatabase([['32.0.0.0/3', country('AT')]], { ipVersion: 4 }));
  const { places, look } = reading();
  await look();
  // 2001:… begins with the same three bits
  expect([places.of('33.1.2.3').country, places.of('2001:db8::1').country]).toEqual(['AT', null]);
});

test('a new file is read; one that is missing, damaged or half written leaves the old one in use and is told of', async () => {
  const { places, look, faults } = reading();
  await look();
  expect([places.of('203.0.113.1').country, places.state.database]).toEqual([null, null]);
  expect(places.state.fault).toMatch(/^ENOENT/);
  const [old, whole] = [
    geoDatabase(WORLD),
    geoDatabase([['203.0.113.0/24', country('DE')]], { builtAt: '2026-12-01' }),
  ];
  writeFileSync(file, old);
  await look();
  expect([places.of('203.0.113.1').country, places.state.fault]).toEqual(['AT', null]);
  for (const [index, bytes] of [Buffer.alloc(0), Buffer.from('<html>'), whole.subarray(0, -20)].entries()) {
    writeFileSync(file, bytes);
    utimesSync(file, index + 1, index + 1);
    await look();
    expect(places.state.builtOn).toBe('2026-11-01');
    expect(places.state.fault).toMatch(/no whole database/);
    expect(places.of('203.0.113.1').country).toBe('AT');
  }
  rmSync(file);
  await look();
  expect(places.state.fault).toMatch(/^ENOENT/);
  writeFileSync(file, whole);
  await look();
  expect([places.of('203.0.113.1').country, places.state]).toEqual([
    'DE',
    { database: 'Test-Country', builtOn: '2026-12-01', hasCities: false, fault: null },
  ]);
  expect(faults).toHaveLength(3); // each once
});

test('whatever byte is damaged, a lookup answers and tells no address', async () => {
  const whole = geoDatabase(
    [
      ['192.0.0.0/3', country('AT')],
      ['16.0.0.0/4', { country_code: 'NZ', city: 'Auckland', region: 'Auckland Region' }],
    ],
    { ipVersion: 4 },
  );
  for (let at = 0; at < whole.length; at += 1) {
    const damaged = Buffer.from(whole);
    damaged[at] = 0xff - (damaged[at] ?? 0);
    writeFileSync(file, damaged);
    const { places, look, faults } = reading();
    await look();
    for (const address of ['203.0.113.1', '17.1.2.3', '2001:db8::1']) {
      const { country: code, city } = places.of(address);
      expect(code ?? 'AA').toMatch(/^[A-Z]{2}$/);
      if (city !== null) expect(city).toMatch(new RegExp(`^[^\\p{Cc}]+, ${code}$`, 'u'));
    }
    expect(faults.join()).not.toMatch(/203|17\.1|2001/);
  }
});

test('an event has the country and city of its address, without a guess, and the log still no address', async () => {
  const springfield = { country: 'US', city: 'Springfield', region: 'Illinois' };
  writeFileSync(file, geoDatabase([...WORLD, ['192.0.9.0/24', springfield]]));
  const setup = { geoDatabase: file };
  const none = null as unknown as FactsStore; // nothing is applied here
  const collector = await collecting({ folder, facts: none, setup });
  const addresses = [
    '203.0.113.7',
    '2001:db8:7::9',
    '::ffff:203.0.113.8',
    '::ffff:cb00:7109',
    '192.0.9.4',
    '198.51.100.1',
  ];
  for (const [n, address] of addresses.entries()) {
    await collector.post(pageview(n), { 'x-forwarded-for': address, 'accept-language': 'pt-BR' });
  }
  const health = (await (await fetch(`${collector.url}/health`)).json()) as unknown;
  expect(health).toMatchObject({
    places: { database: 'Test-Country', builtOn: '2026-11-01', hasCities: true, fault: null },
  });
  await collector.stop();
  const log = readFileSync(join(collector.folder, 'events-000000001.log'), 'utf8');
  const kept = addresses.map((_, n) =>
    new RegExp(`"${idOf(n)}","viewId".*?"country":"(..)","countryIsGuess":(\\w+),"city":([^}]+?),"device"`).exec(log),
  );
  expect(kept.map((found) => found?.slice(1))).toEqual([
    ...['AT', 'IS', 'AT', 'AT'].map((code) => [code, 'false', 'null']),
    ['US', 'false', '"Springfield, Illinois, US"'],
    ['BR', 'true', 'null'],
  ]);
  for (const part of ['203.0.113', '2001:db8', 'cb00', '198.51', '192.0.9']) expect(log).not.toContain(part);
});
