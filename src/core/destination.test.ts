import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkAddresses, destinationOf, isLoopbackAddress, isPublicAddress } from './destination.ts';
import { TributaryError } from './errors.ts';

const REFUSED = [
  '0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.100.100.200 100.127.255.255 127.0.0.1 127.255.255.255',
  '168.63.129.16 169.254.0.0 169.254.169.254 169.254.255.255 172.16.0.0 172.31.255.255 192.0.0.192 192.0.2.1',
  '192.88.99.1 192.168.0.0 192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.1 203.0.113.1',
  '224.0.0.0 239.255.255.255 240.0.0.0 255.255.255.255',
  ':: ::1 ::8.8.8.8 ::ffff:8.8.8.8 ::ffff:10.0.0.1 ::ffff:a00:1 ::ffff:0:8.8.8.8 64:ff9b:1::8.8.8.8 100::1',
  'fc00::1 fd00:ec2::254 fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff fe80::1 fe80::1%eth0 febf::1 fec0::1 ff02::1 ffff::1',
  '2001::1 2001:1ff:ffff::1 2001:db8::1 2001:db8:ffff::1 2002:a00:1::1 2002:808:808::1 3fff::1 3fff:fff:ffff::1 4000::1',
  '64:ff9b::10.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b::127.0.0.1 64:ff9b::192.168.255.255 2606:4700::1111%eth0',
  '1fff:ffff:ffff:ffff::1 5f00::1 example.com 1.2.3 localhost',
].flatMap((line) => line.split(' '));

const PUBLIC = [
  '1.0.0.0 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 168.63.129.15 168.63.129.17',
  '169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.0.3.0 192.167.255.255 192.169.0.0 198.17.255.255',
  '198.20.0.0 223.255.255.255 8.8.8.8',
  '2000::1 2001:200::1 2001:4860:4860::8888 2001:db7::1 2001:db9::1 2003::1 2606:4700::1111 3ffe:ffff::1 3fff:1000::1',
  '64:ff9b::8.8.8.8 64:ff9b::11.0.0.0',
].flatMap((line) => line.split(' '));

test('addresses that are not one host of the internet are refused, up to the borders of each range', () => {
  expect(REFUSED.filter(isPublicAddress)).toEqual([]);
  expect(PUBLIC.filter((address) => !isPublicAddress(address))).toEqual([]);
});

test('no IPv4 address gets through in its v4-mapped form', () => {
  fc.assert(fc.property(fc.ipV4(), (address) => !isPublicAddress(`::ffff:${address}`)));
});

test('only 127.0.0.0/8 and ::1 are this machine', () => {
  const all = ['127.0.0.1', '127.1.2.3', '::1', '0:0:0:0:0:0:0:1', ...PUBLIC, ...REFUSED, '::1%lo', '::2'];
  const loopback = all.filter(isLoopbackAddress);
  expect(new Set(loopback)).toEqual(new Set(['127.0.0.1', '127.1.2.3', '127.255.255.255', '::1', '0:0:0:0:0:0:0:1']));
});

const SECRET = 'planted-token-8c1f';

/** The refusal of a URL, or 'ok'. The planted token must not be in it. */
function refusalOf(text: string, allowed: readonly string[]): string {
  try {
    const destination = destinationOf(new URL(text), 'network-report', allowed);
    return destination.isLoopback ? 'ok loopback' : 'ok';
  } catch (error) {
    if (!(error instanceof TributaryError)) throw error;
    expect(error.code).toBe('address-refused');
    expect(`${error.message} ${error.stack}`).not.toContain(SECRET);
    return error.message;
  }
}

test('only allowed origins are asked, compared as a browser compares them', () => {
  const allowed = ['https://Reports.Example.com:443', 'not a url'];
  const query = `?token=${SECRET}`;
  expect(refusalOf(`https://reports.example.com/path${query}`, allowed)).toBe('ok');
  for (const other of [
    'https://reports.example.com.evil.net/',
    'https://example.com/',
    'https://reports.example.com:8443/',
    'https://reports.example.com./',
  ]) {
    expect(refusalOf(`${other}${query}`, allowed)).toMatch(/is not among the hosts that may be asked/);
  }
  expect(refusalOf(`https://example.com/${query}`, [])).toMatch(/is not among/);
});

test('other schemes, user names and plain http are refused', () => {
  expect(refusalOf(`file:///etc/passwd?${SECRET}`, ['file://'])).toMatch(/begins with file: cannot be asked/);
  expect(refusalOf(`ftp://example.com/${SECRET}`, ['ftp://example.com'])).toMatch(/begins with ftp:/);
  expect(refusalOf(`data:text/plain,${SECRET}`, ['null'])).toMatch(/begins with data:/);
  expect(refusalOf(`https://me:${SECRET}@example.com/`, ['https://example.com'])).toMatch(/user name or password/);
  expect(refusalOf(`https://${SECRET}@example.com/`, ['https://example.com'])).toMatch(/user name or password/);
  expect(refusalOf(`http://example.com/?${SECRET}`, ['http://example.com'])).toMatch(/without encryption/);
});

test('an address that is not public is refused in every way to write it, even when the allow-list names it', () => {
  for (const host of [
    '10.0.0.1',
    '169.254.169.254',
    '0x0a.0.0.1',
    '167772161',
    '012.0.0.1',
    '[::ffff:10.0.0.1]',
    '[::ffff:127.0.0.1]',
    '[fd00:ec2::254]',
    '[64:ff9b::127.0.0.1]',
    '[::]',
    '0.0.0.0',
  ]) {
    expect(refusalOf(`https://${host}/?${SECRET}`, [`https://${host}`]), host).toMatch(/is not a public address/);
    expect(refusalOf(`http://${host}/?${SECRET}`, [`http://${host}`]), host).toMatch(/without encryption/);
  }
});

test('this machine is asked only at an origin that the allow-list names, then over http too', () => {
  for (const origin of ['http://127.0.0.1:4400', 'http://[::1]:4400', 'http://localhost:4400', 'https://127.0.0.1']) {
    expect(refusalOf(`${origin}/?${SECRET}`, [origin])).toBe('ok loopback');
    expect(refusalOf(`${origin}/?${SECRET}`, ['http://127.0.0.1:4401', 'https://example.com'])).toMatch(/is not among/);
  }
  expect(refusalOf('http://2130706433:4400/', ['http://127.0.0.1:4400'])).toBe('ok loopback');
});

test('a name is refused for any one of its addresses, and a loopback origin for any that is not this machine', () => {
  const check = (origin: string, ...addresses: string[]): string => {
    const destination = destinationOf(new URL(origin), 'network-report', [origin]);
    try {
      checkAddresses(
        destination,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
      return 'ok';
    } catch (error) {
      return error instanceof TributaryError ? error.code : String(error);
    }
  };
  expect(check('https://example.com', '8.8.8.8', '2606:4700::1111')).toBe('ok');
  expect(check('https://example.com', '8.8.8.8', '127.0.0.1')).toBe('address-refused');
  expect(check('https://example.com', '::ffff:8.8.8.8')).toBe('address-refused');
  expect(check('https://localhost.example.com', '127.0.0.1')).toBe('address-refused');
  expect(check('http://localhost:4400', '127.0.0.1', '::1')).toBe('ok');
  expect(check('http://localhost:4400', '127.0.0.1', '10.0.0.1')).toBe('address-refused');
  expect(check('http://localhost:4400', '8.8.8.8')).toBe('address-refused');
});
