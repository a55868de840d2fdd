import { expect, test } from 'vitest';
import type { EarnersReply } from './earner-queries.ts';
import { countedFrom, hasAnything, whatLacks } from './tracking-lacks.ts';

const reply = (known: number, counted: number | null, eventsFrom: string | null = null, asOf: string | null = null) =>
  ({
    attribution: { madeAt: null, clicks: known, eventsFrom },
    total: { traffic: { clicks: counted } },
    head: { asOf, period: { from: '2026-03-10', to: '2026-03-20' } },
  }) as unknown as EarnersReply; // what is looked at

test('clicks that attribution has not seen yet are no lack', () => {
  expect(whatLacks(reply(0, 15), 1)).toBeNull();
  expect(whatLacks(reply(7, null), 1)).toBeNull();
  expect(whatLacks(reply(0, 0), 1)).toBe('clicks');
  expect(whatLacks(reply(0, null), 1)).toBe('clicks');
  expect(whatLacks(reply(7, 15), 0)).toBe('site');
});

test('a period that begins before the first pageview says from when on they are counted', () => {
  expect(countedFrom(reply(1, 1, '2026-03-15'))).toBe('2026-03-15');
  expect(countedFrom(reply(1, 1, '2026-03-10'))).toBeNull();
  expect(countedFrom(reply(0, 0))).toBeNull();
});

test('where nothing was posted and nobody was seen, other days have nothing either', () => {
  expect(hasAnything(reply(0, 0))).toBe(false);
  expect(hasAnything(reply(0, 0, '2026-03-15'))).toBe(true);
  expect(hasAnything(reply(0, null, null, '2026-03-15T10:00:00Z'))).toBe(true);
});
