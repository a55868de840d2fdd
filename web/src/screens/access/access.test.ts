import { expect, test } from 'vitest';
import { strengthOf } from './password-strength.ts';
import { ownAddress } from './own-address.ts';

test('length is what makes a password', () => {
  expect(strengthOf('').level).toBe(0);
  expect(strengthOf('short').hint).toBe('7 more characters.');
  expect(strengthOf('elevenchars').hint).toBe('1 more character.');
  expect(strengthOf('aaaaaaaaaaaaaaaa').level).toBe(1);
  expect([
    strengthOf('twelve chars').level,
    strengthOf('sixteen chars ok').level,
    strengthOf('seven quiet rivers meet').level,
  ]).toEqual([2, 3, 4]);
});

test('a sign-in leads to addresses of this app only', () => {
  expect(ownAddress('/overview?period=7d')).toBe('/overview?period=7d');
  for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', 'overview', '', undefined, 7]) {
    expect(ownAddress(next), String(next)).toBe('/overview');
  }
});
