import { expect, test } from 'vitest';
import { reportToken, seededToken, tokenUser } from './token.ts';

const INNER = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';

test('the frame is the one of real report tokens', () => {
  expect(reportToken(INNER)).toBe(
    'ZW5jcnlwdGVkYToyOntzOjU6IlRva2VuIjtzOjY0OiIwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmIjtzOjg6IlVzZXJUeXBlIjtzOjk6IlB1Ymxpc2hlciI7fQ==',
  );
});

test('a token says whom it was given to', () => {
  expect(tokenUser(seededToken(1))).toBe('Publisher');
  expect(tokenUser(seededToken(1, 'Advertiser'))).toBe('Advertiser');
  expect(tokenUser('rubbish')).toBeNull();
  expect(seededToken(1)).not.toBe(seededToken(2));
});
