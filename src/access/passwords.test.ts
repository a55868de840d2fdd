import { expect, test } from 'vitest';
import { COMMON_PASSWORDS } from './common-passwords.ts';
import { checkPassword, hashPassword, isPasswordOf } from './passwords.ts';

const faultOf = (password: string, email = 'ada@example.com'): string => {
  try {
    checkPassword(password, email);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

test('12 to 128 characters, counted as people count, without rules about which', () => {
  expect(faultOf('seven rivers')).toBe('');
  expect(faultOf('ünïcödé straße')).toBe('');
  expect(faultOf('🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧')).toBe('');
  expect(faultOf(`${'long words '.repeat(11)}1234567`)).toBe(''); // 128
  expect(faultOf(`${'long words '.repeat(11)}12345678`)).toContain('12 to 128 characters; this one has 129');
  expect(faultOf('seven river')).toContain('this one has 11');
});

test('what everybody tries first is refused, whatever the case', () => {
  expect(COMMON_PASSWORDS.size).toBeGreaterThan(150);
  for (const password of COMMON_PASSWORDS) {
    expect([password, faultOf(password.toUpperCase())]).not.toEqual([password, '']);
  }
  for (const password of ['aaaaaaaaaaaa', '121212121212', 'ada.lovelace@example.com', 'ada.lovelace']) {
    expect([password, faultOf(password, 'ada.lovelace@example.com')]).not.toEqual([password, '']);
  }
});

test('argon2id with 19 MiB, 2 passes, 1 lane and a salt of its own', async () => {
  const [one, two] = await Promise.all([hashPassword('seven rivers'), hashPassword('seven rivers')]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(one).not.toBe(two);
  expect(await isPasswordOf('seven rivers', one)).toBe(true);
  expect(await isPasswordOf('seven riverS', one)).toBe(false);
});
