import { expect, test } from 'vitest';
import { AttemptLimits } from './attempt-limits.ts';

const limit = { most: 2, withinMs: 1000 };

test('the third try waits until the time that the message names; a refused one counts nowhere', () => {
  let now = 0;
  const limits = new AttemptLimits(() => new Date(now));
  const attempt = (...keys: string[]): void => limits.take(keys.map((key) => ({ key, limit })));
  attempt('a');
  now = 900;
  attempt('a', 'b');
  expect(() => attempt('a', 'c')).toThrow('try again after 1970-01-01T00:00:01.000Z');
  attempt('c');
  attempt('c'); // had the refused one counted, this would be its third
  now = 1000;
  attempt('a');
  attempt('a');
  expect(() => attempt('a')).toThrow('1970-01-01T00:00:02.000Z');
  limits.forget('a');
  attempt('a');
});

test('it keeps the newest 20 000', () => {
  const limits = new AttemptLimits(() => new Date(0));
  for (let key = 0; key < 20_001; key += 1) limits.take([{ key: String(key), limit: { most: 1, withinMs: 1000 } }]);
  limits.take([{ key: '0', limit: { most: 1, withinMs: 1000 } }]);
  expect(() => limits.take([{ key: '20000', limit: { most: 1, withinMs: 1000 } }])).toThrow();
});
