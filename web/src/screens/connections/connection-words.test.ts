import { describe, expect, test } from 'vitest';
import { healthOf, sharingAccount, websitesOf } from './connection-words.ts';
import type { Connection, Run } from './queries.ts';

const REFUSED = {
  code: 'network-auth',
  message: 'It refuses the token.',
  file: null,
  line: null,
  column: null,
} as const;

function connection(change: Partial<Connection> = {}): Connection {
  return {
    ...{ id: 'c', network: 'rakuten', name: 'Shop', country: '1', scope: 'rakuten:ab:1', website: null, settings: {} },
    ...{ state: 'active', problem: null, createdAt: '2026-01-01T00:00:00Z', nextPullAt: '2026-01-02T00:00:00Z' },
    schedule: { everyHours: 4, settleDays: 90, lookBackDays: 3 },
    reports: [
      { reportId: 'sku', name: 'SKU Report', isRequired: false, problem: null },
      { reportId: 'item', name: 'Item Report', isRequired: true, problem: null },
    ],
    depthMonths: 12,
    ...change,
  };
}

function run(change: Partial<Run>): Run {
  return {
    ...{ id: 'r', kind: 'pull', network: 'rakuten', scope: 'rakuten:ab:1', connection: 'c', startedBy: 'person' },
    ...{ state: 'posted', createdAt: '2026-01-01T00:00:00Z', decidedAt: null, progress: null, problems: [] },
    ...{ error: null, receipt: null },
    ...change,
  };
}

describe('the health of a connection names one next action', () => {
  const renew = { label: 'Renew the token', setup: { step: 'credentials', connections: 'c' } };
  test.each([
    ['pulled', connection(), [run({})], 'Healthy', null],
    ['paused by a person', connection({ state: 'paused' }), [run({})], 'Paused', null],
    ['refused', connection({ state: 'stopped', problem: REFUSED }), [run({})], 'Needs you', renew],
    ['held', connection(), [run({ state: 'held' })], 'Waits for you', { label: 'Look at the import', run: 'r' }],
    [
      'a failed pull',
      connection(),
      [run({ state: 'failed', error: REFUSED }), run({ id: 'before' })],
      'Last pull failed',
      { label: 'See what failed', run: 'r' },
    ],
    [
      'new',
      connection({ nextPullAt: null }),
      [],
      'Not finished',
      { label: 'Finish the set-up', setup: { step: 'test', connections: 'c' } },
    ],
  ] as const)('%s', (_, one, runs, word, step) => {
    const health = healthOf(one, runs, true);
    expect([health.word, health.step]).toEqual([word, step]);
    expect(health.step === null || health.advice !== null).toBe(true);
  });

  test('a needed report that is refused comes before an optional one, with the words of the network', () => {
    const [sku, item] = connection().reports;
    if (sku === undefined || item === undefined) throw new Error('two reports');
    const missing = { ...REFUSED, code: 'report-not-found', message: 'It has no such report.' } as const;
    const both = [
      { ...sku, problem: missing },
      { ...item, problem: { ...REFUSED, words: 'Forbidden' } },
    ];
    expect(healthOf(connection({ reports: both }), [], true)).toMatchObject({ words: 'Forbidden', step: renew });
    const [first] = both;
    const optional = healthOf(connection({ reports: first === undefined ? [] : [first] }), [], true);
    expect(optional).toMatchObject({ advice: 'SKU Report: It has no such report.', step: { label: 'Test again' } });
  });
});

test('connections share an account whatever their country', () => {
  const uk = connection({ id: 'uk', scope: 'rakuten:ab:3' });
  const other = connection({ id: 'other', scope: 'rakuten:cd:1' });
  expect(sharingAccount([connection(), uk, other], uk).map((one) => one.id)).toEqual(['c', 'uk']);
});

test('each website is offered once', () => {
  const all = ['b.example', null, 'a.example', 'b.example'].map((website) => connection({ website }));
  expect(websitesOf(all)).toEqual(['a.example', 'b.example']);
});
