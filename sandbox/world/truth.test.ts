import { expect, test } from 'vitest';
import { DAY_MS } from './calendar.ts';
import { createWorld } from './world.ts';

const world = createWorld({ seed: 11, months: 3, ordersPerDay: 30 });

test('the truth lists every line with page, link and a final state', () => {
  const truth = world.truth();
  expect(truth.map((line) => line.transactionId)).toEqual(world.lines.map((line) => line.transactionId));
  expect(new Set(truth.map((line) => line.finalState))).toEqual(new Set(['approved', 'reversed', 'lost']));
  expect(truth.every((line) => line.state === line.finalState)).toBe(true);
  expect(truth.some((line) => line.isAdjusted)).toBe(true);
  expect(truth.every((line) => line.pageId !== '' && line.linkId.startsWith(line.pageId))).toBe(true);
});

test('at an earlier instant later lines are hidden and open orders are pending', () => {
  const now = new Date(world.settings.startDay * DAY_MS + 45 * DAY_MS);
  const truth = world.truth(now);
  expect(truth.length).toBeLessThan(world.lines.length);
  expect(truth.every((line) => new Date(line.processedAt) <= now)).toBe(true);
  expect(truth.some((line) => line.state === 'pending' && line.finalState === 'reversed')).toBe(true);
  expect(truth.some((line) => line.state === 'approved')).toBe(false);
});

test('totals per currency are the sums of the lines, lost ones apart', () => {
  for (const total of world.totals()) {
    const lines = world.lines.filter((line) => line.currency === total.currency);
    const paid = lines.filter((line) => line.kind !== 'non-commissionable');
    expect(total.lines + total.lostLines).toBe(lines.length);
    expect(total.commissionUnits).toBe(paid.reduce((sum, line) => sum + line.commissionUnits, 0));
    expect(total.salesUnits).toBe(paid.reduce((sum, line) => sum + line.salesUnits, 0));
  }
});

test('JSON lines hold the same as the array', () => {
  const read = [...world.truthJson()].map((text): unknown => JSON.parse(text));
  expect(read).toEqual(world.truth());
});
