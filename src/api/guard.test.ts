import { expect, test } from 'vitest';
import { refusalOf, visitOf } from './guard.ts';

const PUBLIC = 'https://tributary.example';
const refused = (headers: Record<string, string>, origin?: string, path = '/api/v1/me', method = 'GET'): boolean =>
  refusalOf({ method, path, headers: new Headers(headers) }, origin) !== null;

test('without a public address only this machine is heard, and no proxy', () => {
  expect(refused({ host: '127.0.0.1:4300' })).toBe(false);
  expect(refused({ host: 'LOCALHOST:4300', origin: 'http://localhost:4300' })).toBe(false);
  expect(refused({ host: 'tributary.example' })).toBe(true);
  expect(refused({ host: '127.0.0.1', 'x-forwarded-for': '203.0.113.7' })).toBe(true);
});

test('with one its Host and its pages are heard too, and the proxy before it', () => {
  const proxied = { host: 'tributary.example', 'x-forwarded-for': '203.0.113.7' };
  expect(refused(proxied, PUBLIC)).toBe(false);
  expect(refused({ ...proxied, origin: PUBLIC, 'sec-fetch-site': 'same-origin' }, PUBLIC)).toBe(false);
  expect(refused({ host: '127.0.0.1:4300', origin: PUBLIC }, PUBLIC)).toBe(false); // a proxy that names us by our own address
  expect(refused({ ...proxied, origin: 'http://tributary.example' }, PUBLIC)).toBe(true);
  expect(refused({ ...proxied, origin: 'https://evil.example' }, PUBLIC)).toBe(true);
  expect(refused({ ...proxied, origin: 'http://127.0.0.1:4300' }, PUBLIC)).toBe(true);
  expect(refused({ host: 'sub.tributary.example' }, PUBLIC)).toBe(true);
  expect(refused({ host: 'tributary.example:8443' }, PUBLIC)).toBe(true);
});

test('other sites may link to a page, but not to the API, and may send nothing', () => {
  const link = { host: '127.0.0.1', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  expect(refused(link, undefined, '/invitation')).toBe(false);
  expect(refused(link, undefined, '/api/v1/ledger/entries')).toBe(true);
  expect(refused(link, undefined, '/invitation', 'POST')).toBe(true);
  expect(refused({ ...link, 'sec-fetch-mode': 'no-cors' }, undefined, '/logo.svg')).toBe(true);
});

test('where a request is from: the proxy’s word only with a public address, and only its last', () => {
  const headers = new Headers({ 'x-forwarded-for': '1.1.1.1, 203.0.113.7' });
  expect(visitOf(headers, '127.0.0.1', PUBLIC).ipPrefix).toBe('203.0.113.0/24');
  const withPort = (address: string) => visitOf(new Headers({ 'x-forwarded-for': address }), '127.0.0.1', PUBLIC);
  expect(withPort('203.0.113.7:51324').ipPrefix).toBe('203.0.113.0/24');
  expect(withPort('[2001:db8:1::1]:443').ipPrefix).toBe('2001:db8:1::/48');
  expect(visitOf(headers, '198.51.100.9', undefined).ipPrefix).toBe('198.51.100.0/24');
  expect(visitOf(new Headers(), undefined, PUBLIC)).toEqual({
    ipPrefix: null,
    userAgent: null,
    cookies: null,
    port: null,
  });
});
