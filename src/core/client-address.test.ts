import { expect, test } from 'vitest';
import { clientAddress, plainAddress } from './client-address.ts';

test('an address is the same one however a proxy writes it', () => {
  const known: Readonly<Record<string, string>> = {
    '203.0.113.7': '203.0.113.7',
    '203.0.113.7:51324': '203.0.113.7',
    ' 203.0.113.7:443 ': '203.0.113.7',
    '::ffff:203.0.113.7': '203.0.113.7',
    '[::ffff:203.0.113.7]:51324': '203.0.113.7',
    '::ffff:cb00:7107': '203.0.113.7',
    '2001:db8::1': '2001:db8::1',
    '[2001:db8::1]': '2001:db8::1',
    '[2001:db8::1]:443': '2001:db8::1',
    'fe80::1%eth0': 'fe80::1',
    '2001:db8::1:443': '2001:db8::1:443',
    unknown: 'unknown',
    '': '',
  };
  expect(Object.fromEntries(Object.keys(known).map((text) => [text, plainAddress(text)]))).toEqual(known);
});

test('a proxy of ours is believed about the last address, and where it says none the socket counts', () => {
  expect(clientAddress('10.0.0.1, 203.0.113.9:8080', '127.0.0.1')).toBe('203.0.113.9');
  expect(clientAddress('10.0.0.1, ', '::ffff:127.0.0.1')).toBe('127.0.0.1');
  expect(clientAddress(null, '192.0.2.1')).toBe('192.0.2.1');
  expect(clientAddress(undefined, undefined)).toBe('');
});
