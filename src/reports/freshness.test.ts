import { expect, test } from 'vitest';
import { type KnownConnection, type KnownRun, stateOf } from './freshness.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
const connection = (state: KnownConnection['state']): KnownConnection => ({
  ...{ id: 'c', name: 'Shop', scope: 's', state, problem: null, nextPullAt: null },
});
const run = (state: string): KnownRun => ({ id: state, scope: 's', state, decidedAt: null });

test('the state of a stream, what needs a person first', () => {
  const soon = '2026-11-25T14:30:00.000Z';
  const active = [connection('active')];
  expect(stateOf(active, [run('posted')], soon, NOW)).toBe('fresh');
  expect(stateOf(active, [], null, NOW)).toBe('fresh');
  expect(stateOf(active, [run('posted')], '2026-11-25T11:50:00.000Z', NOW)).toBe('fresh');
  expect(stateOf(active, [run('posted')], '2026-11-25T11:40:00.000Z', NOW)).toBe('late');
  expect(stateOf(active, [run('failed'), run('posted')], soon, NOW)).toBe('failing');
  expect(stateOf(active, [run('posted'), run('failed')], soon, NOW)).toBe('fresh');
  expect(stateOf(active, [run('fetching'), run('held')], soon, NOW)).toBe('running');
  expect(stateOf(active, [run('posted'), run('held')], soon, NOW)).toBe('waiting');
  expect(stateOf([connection('stopped')], [run('failed')], null, NOW)).toBe('stopped');
  expect(stateOf([connection('stopped'), connection('paused')], [], null, NOW)).toBe('paused');
  expect(stateOf([], [run('posted')], null, NOW)).toBe('files');
});
