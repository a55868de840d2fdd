import { expect, test } from 'vitest';
import { parseClickId } from '../../src/core/index.ts';
import { createWorld } from './world.ts';

const losses = {
  blockedShare: 0.15,
  strippedShare: 0.1,
  lostEventShare: 0,
  otherDeviceShare: 0,
  foldingShare: 0.5,
  truncatingShare: 0.2,
};

test('before the first day of the script nothing is seen, and sub-ids are labels of the publisher', () => {
  const options = { style: 'tidy', startDay: '2026-03-01', endDay: '2026-04-30', ordersPerDay: 10 } as const;
  const world = createWorld({ ...options, tracking: { ...losses, sinceDay: '2026-04-01' } });
  const sinceMs = Date.UTC(2026, 3, 1);
  const kinds = { before: new Set<string>(), since: new Set<string>() };
  for (const click of world.eachClick()) {
    const isSince = click.clickedAtMs >= sinceMs;
    if (!isSince) expect(click.isSeen).toBe(false);
    const label = click.subId.startsWith('post-') ? 'label' : parseClickId(click.subId).kind;
    kinds[isSince ? 'since' : 'before'].add(label);
  }
  expect([...kinds.since].sort()).toEqual(['folded', 'intact', 'none', 'truncated']);
  expect(kinds.before).toContain('label');
  expect(kinds.before).not.toContain('intact');
});

test('a first day that is none is refused', () => {
  expect(() => createWorld({ tracking: { ...losses, sinceDay: 'May' } })).toThrow(
    /tracking.sinceDay "May" is not a day/,
  );
});
