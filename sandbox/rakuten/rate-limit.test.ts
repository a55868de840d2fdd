import { expect, test } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

test('so many requests in any minute, per token; refused ones do not count', () => {
  const limit = createRateLimit(2);
  expect([limit.admit('a', 0), limit.admit('a', 10_000)]).toEqual([0, 0]);
  expect(limit.admit('a', 20_000)).toBe(40_000);
  expect(limit.admit('b', 20_000)).toBe(0);
  expect(limit.admit('a', 60_000)).toBe(0);
  expect(limit.admit('a', 60_000)).toBe(10_000);
});

test('without a limit all pass', () => {
  const limit = createRateLimit(Number.POSITIVE_INFINITY);
  expect(Array.from({ length: 50 }, () => limit.admit('a', 0)).every((wait) => wait === 0)).toBe(true);
});
