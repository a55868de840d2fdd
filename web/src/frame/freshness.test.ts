import { expect, test } from 'vitest';
import { freshnessOf } from './freshness.ts';

const connection = { name: 'My shop', state: 'active', nextPullAt: '2026-11-25T14:30:00Z' } as const;
const run = { state: 'posted', decidedAt: '2026-11-25T12:00:00Z' } as const;

test('the newest posting and the next pull', () => {
  const later = { state: 'posted', decidedAt: '2026-11-25T13:00:00Z' } as const;
  expect(
    freshnessOf(
      [connection, { ...connection, nextPullAt: null }],
      [run, later, { state: 'discarded', decidedAt: '2026-11-25T13:30:00Z' }],
    ),
  ).toEqual({
    state: 'fresh',
    updatedAt: later.decidedAt,
    nextAt: connection.nextPullAt,
  });
});

test('what needs a person makes it stale, and says what', () => {
  expect(freshnessOf([{ ...connection, state: 'stopped' }], [run])).toMatchObject({
    state: 'stale',
    reason: expect.stringContaining('My shop') as string,
  });
  expect(freshnessOf([connection], [run, { state: 'held', decidedAt: null }])).toMatchObject({
    state: 'stale',
    reason: 'An import waits for your word.',
  });
});

test('a new installation has nothing to say', () => {
  expect(freshnessOf([], [])).toEqual({ state: 'empty' });
});
