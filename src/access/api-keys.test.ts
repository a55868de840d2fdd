import { expect, test } from 'vitest';
import { isApiKey, newApiKey } from './api-keys.ts';

test('a key names itself: prefix, id, 256 bits, checksum', () => {
  const made = Array.from({ length: 200 }, newApiKey);
  for (const { id, key } of made) {
    expect(key).toMatch(new RegExp(`^trib_live_${id}_[0-9A-Za-z]{49}$`));
    expect(isApiKey(key)).toBe(true);
  }
  expect(new Set(made.map(({ key }) => key)).size).toBe(200);
});

test('a key with any one character changed is none', () => {
  const { key } = newApiKey();
  for (let at = 'trib_live_'.length; at < key.length; at += 1) {
    const other = key[at] === '0' ? '1' : '0';
    expect(isApiKey(key.slice(0, at) + other + key.slice(at + 1)), `character ${at}`).toBe(false);
  }
  expect(isApiKey(`${key} `)).toBe(false);
  expect(isApiKey(key.slice(1))).toBe(false);
});
