import { expect, test } from 'vitest';
import { ipPrefixOf } from './visit.ts';

test('of an address only its network is kept', () => {
  const known: Readonly<Record<string, string | null>> = {
    '203.0.113.77': '203.0.113.0/24',
    '::ffff:203.0.113.77': '203.0.113.0/24',
    ' 203.0.113.77 ': '203.0.113.0/24',
    '2001:db8:1:2:3:4:5:6': '2001:db8:1::/48',
    '2001:0DB8:0001::6': '2001:db8:1::/48',
    '[2001:db8::1]': '2001:db8:0::/48',
    '::1': '0:0:0::/48',
    'fe80::1%eth0': 'fe80:0:0::/48',
    '1::': '1:0:0::/48',
    unknown: null,
    '': null,
    '999.1.1.1': null,
  };
  const found = Object.fromEntries(Object.keys(known).map((address) => [address, ipPrefixOf(address)]));
  expect(found).toEqual(known);
  expect(ipPrefixOf(undefined)).toBeNull();
});
