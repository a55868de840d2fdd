import { expect, test } from 'vitest';
import type { CollectorHealth } from '../collect/index.ts';
import { collectorView } from './collector-view.ts';

const HEALTH: CollectorHealth = {
  ...{ url: 'https://s.example/c', scriptUrl: 'https://s.example/t.js', isRunning: true },
  ...{ lagBytes: 0, waitingSinceMs: null, damages: 0, deadLetters: 0 },
  fault: 'IO Error: Cannot open file "/srv/data/facts.duckdb": 1/2 left',
  pulse: {
    ...{ accepted: 1, dropped: {}, refused: 0, connections: 0, waiting: 0, faults: 1 },
    fault: `EACCES: permission denied, open '/srv/data/collector/visitor-salt.part'`,
    places: {
      ...{ database: null, builtOn: null, hasCities: false },
      fault: `ENOENT: no such file or directory, stat '/srv/geo/city.mmdb'`,
    },
  },
};

test('what failed is said to everybody, where it lies only to who runs the installation', () => {
  expect(collectorView(HEALTH, true)).toEqual(HEALTH);
  const { fault, pulse, ...rest } = collectorView(HEALTH, false);
  expect([fault, pulse?.fault, pulse?.places?.fault]).toEqual([
    'IO Error: Cannot open file "…": 1/2 left',
    `EACCES: permission denied, open '…'`,
    `ENOENT: no such file or directory, stat '…'`,
  ]);
  expect(rest.url).toBe(HEALTH.url);
  expect(collectorView({ ...HEALTH, fault: null, pulse: null }, false)).toMatchObject({ fault: null, pulse: null });
});
