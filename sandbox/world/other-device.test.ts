import { expect, test } from 'vitest';
import { parseClickId } from '../../src/core/index.ts';
import { DAY_MS, HOUR_MS, parseDay } from './calendar.ts';
import type { CommissionLine } from './commission-line.ts';
import { createWorld } from './world.ts';

const options = { startDay: '2026-03-01', endDay: '2026-05-31', ordersPerDay: 40 } as const;
const perfect = { blockedShare: 0, strippedShare: 0, lostEventShare: 0, foldingShare: 0, truncatingShare: 0 };
const on = createWorld({ ...options, tracking: { ...perfect, otherDeviceShare: 0.3 } });
const off = createWorld({ ...options, tracking: { ...perfect, otherDeviceShare: 0 } });
const clicks = new Map([...on.eachClick()].map((click) => [click.id, click]));
const orders = [...new Map(on.lines.map((line) => [`${line.mid} ${line.orderId}`, line])).values()];
const elsewhere = orders.filter((line) => line.isOnOtherDevice);
const shareOf = (some: readonly unknown[], all: readonly unknown[]): number => some.length / all.length;

test('who buys on another device buys the same, by the same link: only the click is another one', () => {
  expect(off.lines.some((line) => line.isOnOtherDevice)).toBe(false);
  const bought = ({ subId: _subId, clickId: _clickId, isOnOtherDevice: _isOnOtherDevice, ...rest }: CommissionLine) =>
    rest;
  expect(on.lines.map(bought)).toEqual(off.lines.map(bought));
  const same = on.lines.flatMap((line, place) => (line.isOnOtherDevice ? [] : [[line, off.lines[place]] as const]));
  for (const [line, before] of same) expect(line).toEqual(before);
});

test('more of them clicked on a phone than on anything else', () => {
  const parts = (['mobile', 'desktop', 'tablet'] as const).map((device) => {
    const own = orders.filter(({ clickId }) => clicks.get(clickId)?.device === device);
    return shareOf(
      own.filter((line) => line.isOnOtherDevice),
      own,
    );
  });
  expect(Math.abs((parts[0] ?? 0) - 0.3)).toBeLessThan(0.04);
  for (const part of parts.slice(1)) expect(Math.abs(part - 0.1)).toBeLessThan(0.03);
});

test('the order comes later than others, at another hour than the click', () => {
  const lagsOf = (lines: readonly CommissionLine[]): number[] =>
    lines.map((line) => line.occurredAtMs - (clicks.get(line.clickId)?.clickedAtMs ?? 0)).sort((a, b) => a - b);
  const [lags, usual] = [lagsOf(elsewhere), lagsOf(orders.filter((line) => !line.isOnOtherDevice))];
  expect(lags[0]).toBeGreaterThan(HOUR_MS);
  expect(lags.at(-1)).toBeLessThan(23 * DAY_MS);
  const middle = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0;
  expect(middle(lags)).toBeGreaterThan(10 * middle(usual));
  for (const { clickId } of elsewhere) {
    const hour = ((clicks.get(clickId)?.clickedAtMs ?? 0) % DAY_MS) / HOUR_MS;
    expect(hour >= 6 && hour < 13).toBe(true);
  }
});

test('the network knows some of these shoppers, whose id comes back whole; the others come without one, and the truth knows all', () => {
  const known = elsewhere.filter(({ subId }) => subId !== '');
  expect(Math.abs(shareOf(known, elsewhere) - 0.4)).toBeLessThan(0.05);
  for (const { subId, clickId } of known) expect(parseClickId(subId)).toEqual({ kind: 'intact', id: clickId });
  for (const { clickId, pageId, linkId } of elsewhere)
    expect(clicks.get(clickId)).toMatchObject({ pageId, linkId, isSeen: true });
});

test('before the first day of the script nobody is followed from one device to the other', () => {
  const sinceDay = '2026-05-01';
  const late = createWorld({ ...options, tracking: { ...perfect, otherDeviceShare: 0.3, sinceDay } });
  const sinceMs = (parseDay(sinceDay) ?? 0) * DAY_MS;
  const own = late.lines.filter((line) => line.isOnOtherDevice);
  expect(own.length).toBeGreaterThan(10);
  for (const line of own) expect(line.occurredAtMs).toBeGreaterThan(sinceMs);
});
