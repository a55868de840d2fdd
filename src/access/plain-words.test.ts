import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainWords } from './plain-words.ts';

test('names stay as they are, addresses are taken apart, messages are cut', () => {
  expect(plainWords('Ada Lovelace-King & Söhne')).toBe('Ada Lovelace-King & Söhne');
  expect(plainWords('The Daily Find')).toBe('The Daily Find');
  expect(plainWords('WIN: https://evil.example/now?x=1')).toBe('WIN https evil example now x 1');
  expect(plainWords('evil。example www․evil․example me@evil')).toBe('evil example www evil example me evil');
  expect(plainWords('Ada\r\nBcc: eve@evil.example')).toBe('Ada Bcc eve evil example');
  expect(plainWords('a very long message that nobody wants to have in their mailbox')).toBe(
    'a very long message that nobody wants to…',
  );
  for (const nothing of ['', '…', '--', ' . / ']) expect(plainWords(nothing)).toBeNull();
});

test('of no text is anything left that could be followed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const words = plainWords(text) ?? '';
      expect(words).not.toMatch(/[.:/@<>"=\r\n]/);
      expect(Array.from(words).length).toBeLessThanOrEqual(41);
    }),
  );
});
