import { expect, test } from 'vitest';
import type { Connection, Network } from '../connections/queries.ts';
import { type FileReading, groupsOf } from './destinations.ts';

const network = (id: string, countries: readonly string[], hasApi = true): Network =>
  ({
    id,
    label: id,
    hasApi,
    countries: countries.map((code) => ({ id: code, code, label: code, currency: 'USD' })),
  }) as unknown as Network; // the rest is not looked at
const connection = (id: string, of: string, country: string | null): Connection =>
  ({ id, name: id, network: of, country }) as unknown as Connection; // as above
const report = (of: string, by: string | null = null): { reading: FileReading } => ({
  reading: { kind: 'report', network: of, report: 'r', label: 'R', connection: by },
});
const NETWORKS = [network('rakuten', ['us', 'uk']), network('custom', [], false)];

test('reports of one network become one run; without a connection the country is asked', () => {
  const [group, ...rest] = groupsOf([report('rakuten'), report('rakuten'), { reading: { kind: 'zip' } }], NETWORKS, []);
  expect(rest).toEqual([]);
  expect(group?.items).toHaveLength(3);
  expect(group?.only).toBeNull();
  expect(group?.places.map((place) => place.label)).toEqual(['us, without a connection', 'uk, without a connection']);
});

test('the only connection is where files go, another country can be chosen', () => {
  const [group] = groupsOf([report('rakuten')], NETWORKS, [connection('shop', 'rakuten', 'us')]);
  expect(group?.only).toMatchObject({ connection: 'shop' });
  expect(group?.places.map((place) => place.id)).toEqual(['connection shop', 'country uk']);
  const twice = NETWORKS.map((one) => ({ ...one, countries: [...one.countries, ...one.countries] })); // UK and GB
  expect(groupsOf([report('rakuten')], twice, [])[0]?.places.map((place) => place.id)).toEqual([
    'country us',
    'country uk',
  ]);
  const both = [connection('a', 'rakuten', 'us'), connection('b', 'rakuten', 'uk')];
  expect(groupsOf([report('rakuten')], NETWORKS, both)[0]?.only).toBeNull();
});

test('a file that a saved mapping reads goes to its connection, apart from others', () => {
  const connections = [connection('pans', 'custom', null), connection('pots', 'custom', null)];
  const groups = groupsOf(
    [report('custom', 'pots'), report('rakuten'), { reading: { kind: 'unreadable' } }],
    NETWORKS,
    connections,
  );
  expect(groups.map((group) => [group.network.id, group.only?.connection])).toEqual([
    ['custom', 'pots'],
    ['rakuten', undefined],
  ]);
});
