import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TributaryError } from './errors.ts';
import { masterKeyOf } from './key-ring.ts';
import { type MasterKey, rewrap, seal, sealedKeyId, unseal } from './sealing.ts';

const [first, second] = [masterKeyOf(randomBytes(32)), masterKeyOf(randomBytes(32))];
const ring = (...keys: MasterKey[]): ReadonlyMap<string, MasterKey> => new Map(keys.map((key) => [key.id, key]));
const ROW = ['secrets', 'connection-1', 'token'];
const TOKEN = 'canary-7f3a9c21-token';

function failureOf(work: () => unknown): TributaryError {
  try {
    work();
  } catch (error) {
    if (error instanceof TributaryError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a sealed text', () => {
  test('comes back as it was, from its own row only', () => {
    const texts = fc.string({ unit: 'binary' });
    const rows = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(texts, rows, rows, (text, row, other) => {
        const sealed = seal(text, row, first);
        expect(unseal(sealed, row, ring(second, first))).toBe(text);
        if (JSON.stringify(row) !== JSON.stringify(other)) {
          expect(failureOf(() => unseal(sealed, other, ring(first))).code).toBe('damaged-secret');
        }
      }),
    );
  });

  test.each([
    [['a', 'bc']],
    [['ab', 'c']],
    [['abc']],
    [['a|b', 'c']],
    [['a', 'b|c']],
    [['a","b', 'c']],
    [['a', 'b', 'c']],
    [['a', 'b', 'c', '']],
  ])('bound to %j opens with no other of these bindings', (row) => {
    const all = [['a', 'bc'], ['ab', 'c'], ['abc'], ['a|b', 'c'], ['a', 'b|c'], ['a","b', 'c'], ['a', 'b', 'c']];
    const sealed = seal(TOKEN, row, first);
    for (const other of all) {
      if (other.join('\0') === row.join('\0')) continue;
      expect(() => unseal(sealed, other, ring(first)), other.join()).toThrow();
    }
  });

  test('with any single bit of its characters flipped does not open, and the error names no content', () => {
    const sealed = Buffer.from(seal(TOKEN, ROW, first), 'latin1');
    for (let at = 0; at < sealed.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const flipped = Buffer.from(sealed);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
        const text = flipped.toString('latin1');
        for (const work of [() => unseal(text, ROW, ring(first)), () => void openRewrapped(text)]) {
          const error = failureOf(work);
          expect(['damaged-secret', 'master-key-missing']).toContain(error.code);
          expect(inspect(error, { depth: 9 })).not.toContain('canary');
        }
      }
    }
  });

  test.each([
    ['', 'nothing'],
    ['v1', 'a piece'],
    [`${seal(TOKEN, ROW, first)}\n`, 'a line break behind it'],
    [`${seal(TOKEN, ROW, first)}=`, 'padding'],
    [` ${seal(TOKEN, ROW, first)}`, 'a blank before it'],
    [seal(TOKEN, ROW, first).replace('v1', 'v2'), 'another version'],
    [seal(TOKEN, ROW, first).slice(0, -1), 'a cut-off end'],
    [TOKEN, 'the plain text'],
  ])('%# is refused as %s', (text) => {
    expect(failureOf(() => unseal(text, ROW, ring(first))).code).toBe('damaged-secret');
    expect(failureOf(() => sealedKeyId(text)).code).toBe('damaged-secret');
  });

  test('whose parts are those of another text of the same row does not open', () => {
    const [a, b] = [seal('first-value', ROW, first).split('.'), seal('other-value', ROW, first).split('.')];
    for (let mask = 1; mask < 15; mask += 1) {
      const mixed = a.map((part, index) => (index >= 2 && (mask >> (index - 2)) & 1 ? b[index] : part)).join('.');
      expect(() => unseal(mixed, ROW, ring(first)), String(mask)).toThrow('damaged');
    }
  });

  test('needs its own master key, by id and by content', () => {
    const sealed = seal(TOKEN, ROW, first);
    const unknown = failureOf(() => unseal(sealed, ROW, ring(second)));
    expect(unknown.code).toBe('master-key-missing');
    expect(unknown.message).toContain(first.id);
    const impostor = new Map([[first.id, { id: first.id, key: second.key }]]);
    expect(failureOf(() => unseal(sealed, ROW, impostor)).code).toBe('damaged-secret');
  });

  test('never repeats a nonce, a key or a ciphertext', () => {
    const parts = [...Array(500).keys()].map(() => seal(TOKEN, ROW, first).split('.').slice(2));
    for (const column of [0, 1, 2, 3]) expect(new Set(parts.map((part) => part[column])).size).toBe(500);
  });

  test('that UTF-8 cannot carry is refused rather than changed', () => {
    expect(failureOf(() => seal('half \ud83d of a pair', ROW, first)).code).toBe('invalid-settings');
    expect(unseal(seal('whole \u{1f600} pair', ROW, first), ROW, ring(first))).toBe('whole \u{1f600} pair');
  });
});

describe('re-wrapping', () => {
  test('changes the wrapped key only, and the former key opens nothing any more', () => {
    const sealed = seal(TOKEN, ROW, first);
    const moved = rewrap(sealed, ROW, ring(first, second), second);
    expect(sealedKeyId(moved)).toBe(second.id);
    expect(moved.split('.').slice(3)).toEqual(sealed.split('.').slice(3));
    expect(moved.split('.')[2]).not.toBe(sealed.split('.')[2]);
    expect(unseal(moved, ROW, ring(second))).toBe(TOKEN);
    const renamed = moved.replace(second.id, first.id);
    expect(() => unseal(renamed, ROW, ring(first, second))).toThrow('damaged');
  });

  test('needs the former key and the right row', () => {
    const sealed = seal(TOKEN, ROW, first);
    expect(failureOf(() => rewrap(sealed, ROW, ring(second), second)).code).toBe('master-key-missing');
    expect(failureOf(() => rewrap(sealed, ['secrets', 'connection-2', 'token'], ring(first), second)).code).toBe(
      'damaged-secret',
    );
  });
});

test('a master key shows nothing of itself when it is printed or serialised', () => {
  const bytes = randomBytes(32);
  const shown = inspect(masterKeyOf(bytes), { depth: 9, showHidden: true }) + JSON.stringify(masterKeyOf(bytes));
  for (const form of ['hex', 'base64', 'base64url'] as const) expect(shown).not.toContain(bytes.toString(form));
});

function openRewrapped(text: string): string {
  return unseal(rewrap(text, ROW, ring(first), second), ROW, ring(second));
}
