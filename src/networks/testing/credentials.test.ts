import { expect, it } from 'vitest';
import { reportToken } from '../../../sandbox/index.ts';
import { credentialsIn, secretsIn } from './credentials.ts';

const inner = 'c0ffee'.repeat(11).slice(0, 64);

it.each([
  reportToken(inner),
  `token ${inner.toUpperCase()} is invalid`,
  'GET https://www.example.com/?apikey=abc123def',
  'GET https://www.example.com/?a=1&security_token=Abc123',
  'Authorization: Bearer abcdefghijklmnop',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
])('sees a credential in %s', (text) => {
  expect(credentialsIn(text)).not.toEqual([]);
});

it.each([
  'GET https://reports.example.com/en/reports/individual-item-report/filters?start_date=2026-03-01&token=[secret]',
  '"A1BCF6217AE356AE46E8A0D64BCD6901","500100","k3Zr8Qw1",3358',
  'Transaction ID,Order ID,Member ID (U1),MID,Advertiser Name,SKU,Product Name,Product Brand',
])('sees none in %s', (text) => {
  expect(credentialsIn(text)).toEqual([]);
});

it('finds a planted secret in every form', () => {
  const token = reportToken(inner);
  for (const form of [token, encodeURIComponent(token), token.slice(0, -2), btoa(token)]) {
    expect(secretsIn(`x${form}y`, ['other-secret', token])).toEqual([token]);
  }
  expect(secretsIn('[secret]', [token])).toEqual([]);
});
